/** What the benchmarks are made with: our two C programs, built when they run, and curl. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled } from '../lab/servers/programs.ts';
import { capture } from '../scripts/processes.ts';

export interface Tools {
  /** The compiled `sink.c` and `measure.c`. */
  readonly sink: string;
  readonly measure: string;
  /** curl's version, null where there is no curl that sends several files at once. */
  readonly curl: string | null;
  /** Whether these are there. */
  readonly rclone: boolean;
  readonly aws: boolean;
}

/** The tools, or a sentence that says what is missing. */
export async function prepareTools(folder: string): Promise<Tools | string> {
  if (process.platform === 'win32') return 'Windows has no wait4, by which programs are measured here.';
  mkdirSync(folder, { recursive: true });
  const compile = async (name: string, ...libraries: string[]): Promise<string> => {
    const args = ['-O2', '-pthread', '-o', join(folder, name), join(import.meta.dirname, `${name}.c`), ...libraries];
    const { code, output } = await capture('cc', args, { limitMs: 60_000 });
    return code === 0 ? '' : output.trim() || 'it gave no reason';
  };
  try {
    const wrong = (await compile('sink', '-ldl')) || (await compile('measure'));
    if (wrong) return `The C compiler (cc) failed: ${wrong}`;
  } catch {
    return 'There is no C compiler (cc). On Debian: apt-get install gcc libc6-dev';
  }
  return {
    sink: join(folder, 'sink'),
    measure: join(folder, 'measure'),
    curl: await curlVersion(),
    rclone: isInstalled('rclone'),
    aws: isInstalled('aws'),
  };
}

async function curlVersion(): Promise<string | null> {
  try {
    const { code, output } = await capture('curl', ['--version'], { limitMs: 10_000 });
    const version = /^curl (\S+)/.exec(output)?.[1];
    return code === 0 && version !== undefined ? version : null;
  } catch {
    return null;
  }
}
