/**
 * The clipboard on Wayland. A program without focus and a fresh press writes into the void there, and Chromium reads
 * back what it wrote all the same. `wl-copy` and `wl-paste` do both, and are a witness; without them nothing is claimed.
 */
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { type Board, mostBytes, NoAnswer, TooMuch } from './clipboard-board.ts';
import type { SystemClipboard } from './clipboard-contents.ts';
import { utf8 } from './clipboard-formats.ts';

/** Time for one run, ms: the compositor may be asked to show a window for it first. */
const toolMs = 5_000;
/** Types of text, the most certain first. */
const textTypes = ['text/plain;charset=utf-8', 'UTF8_STRING', 'text/plain', 'STRING', 'TEXT'];

export interface Tools {
  readonly copy: string;
  readonly paste: string;
}

/** What one run may take. */
interface Limits {
  readonly ms: number;
  readonly bytes: number;
}

/** True in a Wayland session, also for a program that came by XWayland: the tools speak to the same compositor. */
export function isWayland(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): boolean {
  return platform === 'linux' && Boolean(env.WAYLAND_DISPLAY);
}

/** Null where one of them is not installed. */
export function findTools(env: NodeJS.ProcessEnv): Tools | null {
  const copy = onPath('wl-copy', env);
  const paste = onPath('wl-paste', env);
  return copy && paste ? { copy, paste } : null;
}

export function toolsBoard({ copy, paste }: Tools, limits: Limits = { ms: toolMs, bytes: mostBytes }): Board {
  const read: Board['read'] = async (format) => {
    const bytes = await run(paste, ['--no-newline', '--type', format], null, limits);
    return bytes === null || bytes.length === 0 ? [] : [bytes];
  };
  const formats: Board['formats'] = async () => {
    const list = await run(paste, ['--list-types'], null, limits);
    return list === null ? [] : utf8(list).split('\n').filter(Boolean);
  };
  return {
    formats,
    quickFormats: formats,
    read,
    async text() {
      const offered = await formats();
      const type = textTypes.find((one) => offered.includes(one));
      const [bytes] = type === undefined ? [] : await read(type);
      return bytes ? utf8(bytes) : '';
    },
    image: async () => null,
    async write(text) {
      // Told the type, it does not guess one from the words.
      const args = text === '' ? ['--clear'] : ['--type', 'text/plain'];
      // Whether it was taken is seen by who reads it back.
      await run(copy, args, text, limits);
    },
  };
}

/** Whether a window of ours has the focus, and when a key or button was pressed in one last (ms, as `clock`). */
export interface Front {
  readonly focused: () => boolean;
  readonly pressedAt: () => number;
  readonly clock: () => number;
}

/** A press as old as this still counts for the compositor, ms. */
const freshMs = 2_000;

/** Without the tools: what others copied is seen with focus only, and a write arrives only with a fresh press too. */
export function onlyInFront(clipboard: SystemClipboard, { focused, pressedAt, clock }: Front): SystemClipboard {
  return {
    look: async () => (focused() ? clipboard.look() : { kind: 'nothing', what: 'unseen' }),
    mark: async () => (focused() ? clipboard.mark() : null),
    // One lost write, and from then on Chromium reads back what it wrote: none is tried that could be lost.
    writeText: async (text) => focused() && clock() - pressedAt() <= freshMs && clipboard.writeText(text),
  };
}

/**
 * Runs a program and gives what it wrote; null where it failed, as `wl-paste` does on an empty clipboard. Throws where
 * it can not be started, takes too long (`NoAnswer`) or writes too much (`TooMuch`); it is ended then.
 */
function run(program: string, args: readonly string[], input: string | null, limits: Limits): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    // What `wl-copy` leaves behind to serve the text would keep a pipe open for good.
    const out = input === null ? 'pipe' : 'ignore';
    const child = spawn(program, args, { stdio: [input === null ? 'ignore' : 'pipe', out, 'ignore'] });
    const pieces: Buffer[] = [];
    let size = 0;
    const giveUp = (why: Error): void => {
      child.kill('SIGKILL');
      // What it wrote is let go of at once, and what still comes is not kept.
      child.stdout?.destroy();
      pieces.length = 0;
      reject(why);
    };
    const late = (): void => giveUp(new NoAnswer(`${program} did not end within ${limits.ms} ms`));
    const timer = setTimeout(late, limits.ms);
    child.stdout?.on('data', (piece: Buffer) => {
      pieces.push(piece);
      size += piece.length;
      if (size > limits.bytes) giveUp(new TooMuch());
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on(input === null ? 'close' : 'exit', (code) => {
      clearTimeout(timer);
      resolve(code === 0 ? Buffer.concat(pieces) : null);
    });
    // It may end without having read all.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input ?? '');
  });
}

function onPath(program: string, env: NodeJS.ProcessEnv): string | null {
  const folders = (env.PATH ?? '').split(delimiter).filter(isAbsolute);
  return folders.map((folder) => join(folder, program)).find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
