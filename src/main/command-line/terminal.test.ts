/** What a terminal gets to see: a real one, made by `script`, against the lab. */
import { spawn, spawnSync } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { type Caller, createCaller } from './test-command.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterEach(() => lab.catbox.heal());
afterAll(() => lab.stop());

/** More than the buffers on the way take, so that a host that stalls is seen to. */
const body = 'x'.repeat(30_000_000);

const quoted = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;

/** Runs the command line in a terminal of 70 columns; Ctrl+C is pressed once that much was seen. ESC is given as ␛. */
function inTerminal(caller: Caller, env: NodeJS.ProcessEnv, words: readonly string[], ctrlC?: RegExp) {
  const line = [...caller.command, ...words].map(quoted).join(' ');
  const child = spawn('script', ['-qefc', `stty cols 70 rows 20; ${line}`, '/dev/null'], {
    cwd: caller.folder,
    env: { ...process.env, INIT_CWD: caller.folder, DROPRELAY_HOME: caller.home, TERM: 'xterm', NO_COLOR: '', ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let seen = '';
  let pressed = false;
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    seen += part;
    if (pressed || !ctrlC?.test(seen)) return;
    pressed = true;
    child.stdin.write('\u0003');
  });
  return new Promise<{ status: number | null; seen: string }>((resolve) => {
    child.on('close', (status) => resolve({ status, seen: seen.replaceAll('\r\n', '\n').replaceAll('\u001b', '␛') }));
  });
}

const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

describe.skipIf(!hasScript)('on a terminal', () => {
  test('a bar is drawn while a file is under way, and nothing of it stays', async () => {
    using caller = createCaller(lab.settings);
    await lab.catbox.fail({ kind: 'stall', afterBytes: 1 });
    const name = caller.file('a-rather-long-name-of-a-file-日本語.txt', body);
    const { status, seen } = await inTerminal(caller, {}, [name], /\[\?7h/);
    expect(status).toBe(130);
    expect(seen).toMatch(/^␛\[\?7la-rather-lon…-日本語\.txt {2}.*╌+ {2}To catbox · .*of 30 MB.*␛\[K\n/);
    expect(seen.lastIndexOf('␛[J')).toBeGreaterThan(seen.lastIndexOf('To catbox'));
    expect(seen.lastIndexOf('␛[?7h')).toBeGreaterThan(seen.lastIndexOf('␛[?7l'));
    const after = seen.slice(seen.lastIndexOf('␛[J') + 3);
    expect(after).toMatch(/^[^␛]*Cancelled, nothing was shared\n$/);
  });

  test('no colours with NO_COLOR', async () => {
    using caller = createCaller(lab.settings);
    await lab.catbox.fail({ kind: 'stall', afterBytes: 1 });
    const { seen } = await inTerminal(caller, { NO_COLOR: '1' }, [caller.file('a', body)], /\[\?7h/);
    expect(seen).toContain('To catbox');
    expect(seen).not.toMatch(/␛\[[0-9;]*m/);
  });

  test('plain lines on a dumb one', async () => {
    using caller = createCaller(lab.settings);
    const { status, seen } = await inTerminal(caller, { TERM: 'dumb' }, [caller.file('a', 'a')]);
    expect(status).toBe(0);
    expect(seen).not.toContain('␛');
    expect(seen).toContain('a: To catbox\n');
  });
});
