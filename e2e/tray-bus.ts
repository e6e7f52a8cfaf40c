// A session bus with a tray and a notification daemon of the tests on it, each of which may be there or not.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { SYSTEM_PYTHON } from '../scripts/preconditions/drag-tools.ts';

export interface MenuEntry {
  readonly id: number;
  readonly label: string;
  readonly enabled: boolean;
  readonly separator: boolean;
}

export interface ShownIcon {
  readonly tooltip: string;
  readonly menu: readonly MenuEntry[];
  /** A program, which here is the app, has read that it is registered. */
  readonly known: boolean;
  /** Colours, as hex: of the tile, and of the place where the sign of work stands. */
  readonly tile: string;
  readonly sign: string;
}

export interface ShownNotification {
  readonly title: string;
  readonly body: string;
  readonly actions: readonly string[];
}

/** A part of the desktop, as a program of its own on the bus. */
export interface DesktopPart extends AsyncDisposable {
  ask(command: Record<string, unknown>): Promise<unknown>;
  /** From now on it answers nobody. */
  freeze(): void;
}

export interface TrayPart extends DesktopPart {
  /** Null while no program has an icon. */
  icon(): Promise<ShownIcon | null>;
  /** Chooses the entry with this label through D-Bus. */
  choose(label: string): Promise<void>;
}

export interface NotificationPart extends DesktopPart {
  all(): Promise<ShownNotification[]>;
  click(at: number): Promise<void>;
}

export interface TestBus extends AsyncDisposable {
  /** For programs on this bus. */
  readonly env: Readonly<Record<string, string>>;
  tray(): Promise<TrayPart>;
  notifications(): Promise<NotificationPart>;
}

const startMs = 15_000;

export async function startBus(): Promise<TestBus> {
  const started: ChildProcess[] = [];
  const start = (program: string, args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess => {
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] });
    started.push(child);
    return child;
  };
  const bus = start('dbus-daemon', ['--session', '--nofork', '--print-address'], {});
  const env = { DBUS_SESSION_BUS_ADDRESS: await nextLine(linesOf(bus)), NO_AT_BRIDGE: '1', GTK_A11Y: 'none' };
  const part = async (kind: string): Promise<DesktopPart> => {
    const child = start(SYSTEM_PYTHON, [join(import.meta.dirname, 'tray-host.py'), kind], env);
    const lines = linesOf(child);
    if ((await nextLine(lines)) !== '"ready"') throw new Error(`the test's ${kind} did not start`);
    let turn: Promise<unknown> = Promise.resolve();
    return {
      ask(command) {
        turn = turn.then(async () => {
          const answer = nextLine(lines);
          child.stdin?.write(`${JSON.stringify(command)}\n`);
          return JSON.parse(await answer);
        });
        return turn;
      },
      freeze: () => void child.kill('SIGSTOP'),
      [Symbol.asyncDispose]: () => stop(child),
    };
  };
  return {
    env,
    async tray() {
      const tray = await part('tray');
      return {
        ...tray,
        icon: async () => (await tray.ask({ do: 'icon' })) as ShownIcon | null,
        async choose(label) {
          const answer = await tray.ask({ do: 'click', label });
          if (answer !== true) throw new Error(`${label}: ${JSON.stringify(answer)}`);
        },
        [Symbol.asyncDispose]: tray[Symbol.asyncDispose],
      };
    },
    async notifications() {
      const daemon = await part('notifications');
      return {
        ...daemon,
        all: async () => (await daemon.ask({ do: 'all' })) as ShownNotification[],
        click: async (at) => void (await daemon.ask({ do: 'click', at })),
        [Symbol.asyncDispose]: daemon[Symbol.asyncDispose],
      };
    },
    async [Symbol.asyncDispose]() {
      for (const child of started.reverse()) await stop(child);
    },
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  // One that stands still ends only once it goes on.
  child.kill('SIGCONT');
  await ended;
}

function linesOf(child: ChildProcess): Interface {
  if (!child.stdout) throw new Error('no standard output');
  return createInterface(child.stdout);
}

async function nextLine(lines: Interface): Promise<string> {
  const [line] = await once(lines, 'line', { signal: AbortSignal.timeout(startMs) });
  return String(line);
}
