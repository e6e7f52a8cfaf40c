/** A data folder, files to hand in, two hosts, and programs that are started on them and killed. */
import { type ChildProcess, fork } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DestinationId } from '../../shared/ids.ts';
import type { GivenDestination } from '../destinations.ts';
import { readNote, readRecord, type UploadRow } from './record.ts';
import { type Sink, startSink } from './sink.ts';

/** Where the program finds the destinations that it is given, in its folder. */
export const givenFile = 'given.json';

/** What a running program is told. */
export type Command =
  | 'pause'
  | 'resume'
  | 'cancel'
  | 'consent'
  | 'use link'
  | 'try again'
  | 'hand in again'
  | 'tell when idle'
  | 'tell when discarded'
  | 'quit';

/** What is seen from outside at one moment. */
export interface Seen {
  readonly rows: readonly UploadRow[];
  /** Requests that the hosts hold. */
  readonly held: number;
  readonly clipboard: string;
  /** Where a program stood still. */
  readonly standing: string;
}

export interface SentFile {
  readonly path: string;
  readonly name: string;
  readonly sha256: string;
}

export interface Scene extends AsyncDisposable {
  readonly home: string;
  readonly files: readonly SentFile[];
  /** The destinations `first` and `second`. */
  readonly first: Sink;
  readonly second: Sink;
  look(): Seen;
  /** Starts the program; it goes on with what it finds. */
  start(args?: readonly string[]): Program;
}

export interface Program {
  readonly said: readonly string[];
  tell(command: Command): void;
  /** Resolves once the program said so. */
  hear(what: string): Promise<void>;
  /** Resolves once all unfinished uploads are this program's, or it stands still, and `condition` holds. */
  until(condition: (seen: Seen) => boolean): Promise<void>;
  /** SIGKILL; resolves with what is left behind. */
  kill(): Promise<Seen>;
  /** Ends it in good order; resolves with its exit code. */
  quit(): Promise<number | null>;
}

/** @param given destinations beside those two, with their secrets, for programs whose `--chain` names them */
export async function setScene(count: number, bytes: number, given: readonly GivenDestination[] = []): Promise<Scene> {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-kill-'));
  const first = await startSink();
  const second = await startSink();
  const files = Array.from({ length: count }, (_, index) => {
    const name = `file ${index}.bin`;
    const path = join(folder, name);
    const content = randomBytes(bytes + index);
    writeFileSync(path, content);
    return { path, name, sha256: createHash('sha256').update(content).digest('hex') };
  });
  const home = join(folder, 'home');
  mkdirSync(home);
  const destinations = Object.entries({ first, second }).map(([id, { url }]) => ({
    id,
    provider: 'x0at',
    label: id,
    settings: { server: url },
  }));
  writeFileSync(join(home, 'settings.json'), JSON.stringify({ choice: 'public', destinations }));
  writeFileSync(join(home, givenFile), JSON.stringify(given));
  const look = (): Seen => ({
    rows: readRecord(home),
    held: first.held + second.held,
    clipboard: readNote(home, 'clipboard'),
    standing: readNote(home, 'standing'),
  });
  const programs: ChildProcess[] = [];
  return {
    home,
    files,
    first,
    second,
    look,
    start(args = []) {
      const child = fork(join(import.meta.dirname, 'program.ts'), [...args], {
        env: { ...process.env, DROPRELAY_HOME: home, NO_PROXY: '*', no_proxy: '*' },
        // Not what the test runner was started with.
        execArgv: [],
      });
      programs.push(child);
      return control(child, look);
    },
    async [Symbol.asyncDispose]() {
      for (const program of programs) if (isRunning(program)) await end(program);
      await first[Symbol.asyncDispose]();
      await second[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, maxRetries: 5 });
    },
  };
}

/** The destination `own`, for `setScene`. */
export function ownDestination(
  provider: string,
  settings: Readonly<Record<string, unknown>>,
  secrets: Readonly<Record<string, string>>,
): GivenDestination {
  const id = DestinationId.parse('own');
  return { id, provider, label: 'Own', settings: { ...settings }, enabled: true, scope: null, consent: 'ask', secrets };
}

/** SHA-256 of what anybody gets by the link. */
export async function sha256Behind(link: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of (await fetch(link)).body ?? []) hash.update(chunk);
  return hash.digest('hex');
}

function control(child: ChildProcess, look: () => Seen): Program {
  const said: string[] = [];
  child.on('message', (message) => said.push(String(message)));
  const exited = once(child, 'exit');
  const waitFor = async (condition: () => boolean): Promise<void> => {
    while (!condition()) {
      if (!isRunning(child)) throw new Error(`the program ended with ${child.exitCode ?? child.signalCode}`);
      await new Promise((soon) => setTimeout(soon, 3));
    }
  };
  return {
    said,
    tell: (command) => void child.send(command),
    hear: (what) => waitFor(() => said.includes(what)),
    until: (condition) =>
      waitFor(() => {
        const seen = look();
        const isOurs = seen.rows.every(({ pid }) => pid === null || pid === child.pid);
        return (isOurs || seen.standing !== '') && condition(seen);
      }),
    async kill() {
      await end(child);
      return look();
    },
    async quit() {
      child.send('quit' satisfies Command);
      await exited;
      return child.exitCode;
    },
  };
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

async function end(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
