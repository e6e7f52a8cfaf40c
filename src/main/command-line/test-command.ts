/** Runs the command line as a child process, on a data folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves with all of standard output once it holds that many lines. */
  lines(count: number): Promise<string[]>;
  /** Resolves once standard error holds the text. */
  said(text: string): Promise<void>;
}

export interface Circumstances {
  readonly env?: NodeJS.ProcessEnv;
  /** What comes in on standard input; null leaves it open. Without it there is none. */
  readonly input?: string | Buffer | null;
  /** Words before the command: a program that starts it. */
  readonly within?: readonly string[];
}

export interface Caller extends Disposable {
  /** The caller's folder. */
  readonly folder: string;
  readonly home: string;
  file(name: string, content: string): string;
  start(...words: string[]): Running;
  run(...words: string[]): Promise<Ended>;
  /** As `start`, under these circumstances. */
  startIn(circumstances: Circumstances, ...words: string[]): Running;
  /** The words that run the command line, for programs that start it themselves. */
  readonly command: readonly string[];
}

const cli = join(import.meta.dirname, '..', 'cli.ts');

/** Every module that is looked for by these names makes the program end with an error. */
const withoutElectron = `
  import { registerHooks } from 'node:module';
  registerHooks({
    resolve(name, context, next) {
      if (/^electron(-store)?(\\/|$)/.test(name)) throw new Error('there is no ' + name);
      return next(name, context);
    },
  });`;

/** @param settings content of the settings file; none is written without */
export function createCaller(settings?: object): Caller {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-cli-'));
  const home = mkdtempSync(join(tmpdir(), 'droprelay-cli-home-'));
  if (settings) writeFileSync(join(home, 'settings.json'), JSON.stringify(settings));
  const children: ChildProcess[] = [];

  const hook = `data:text/javascript,${encodeURIComponent(withoutElectron)}`;
  const command = [process.execPath, '--import', hook, cli];
  const startIn = ({ env: more, input, within = [] }: Circumstances, ...words: string[]): Running => {
    const { INIT_CWD: _, ...env } = process.env;
    const [program = '', ...args] = [...within, ...command, ...words];
    const child = spawn(program, args, {
      cwd: folder,
      env: { ...env, DROPRELAY_HOME: home, ...more },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    children.push(child);
    child.stdin?.on('error', () => undefined);
    if (input !== undefined && input !== null) child.stdin?.end(input);
    if (!child.stdout || !child.stderr) throw new Error('both are pipes');
    const outputs = { stdout: child.stdout, stderr: child.stderr };
    const text = { stdout: '', stderr: '' };
    const look: (() => void)[] = [];
    for (const name of ['stdout', 'stderr'] as const) {
      outputs[name].setEncoding('utf8').on('data', (part: string) => {
        text[name] += part;
        for (const each of look) each();
      });
    }
    const ended = new Promise<Ended>((resolve) => {
      child.on('close', (status) => resolve({ status, ...text }));
    });
    const when = <T>(found: () => T | null): Promise<T> =>
      new Promise((resolve, reject) => {
        const each = (): void => {
          const value = found();
          if (value !== null) resolve(value);
        };
        look.push(each);
        each();
        ended.then((end) => reject(new Error(`ended too early: ${JSON.stringify(end)}`)), reject);
      });
    return {
      child,
      ended,
      lines: (count) =>
        when(() => {
          const lines = text.stdout.split('\n').slice(0, -1);
          return lines.length >= count ? lines : null;
        }),
      said: (part) => when(() => (text.stderr.includes(part) ? undefined : null)),
    };
  };

  return {
    folder,
    home,
    file(name, content) {
      writeFileSync(join(folder, name), content);
      return name;
    },
    command,
    startIn,
    start: (...words) => startIn({}, ...words),
    run: (...words) => startIn({}, ...words).ended,
    [Symbol.dispose]() {
      for (const child of children) child.kill('SIGKILL');
      for (const each of [folder, home]) rmSync(each, { recursive: true, force: true });
    },
  };
}
