// What a person at the terminal sees when a script can not do its work: a sentence, an exit code, no stack trace.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { capture, PROJECT_ROOT } from './processes.ts';

const RUN = join(PROJECT_ROOT, 'scripts', 'run.mjs');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'droprelay-run-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A program in place of Electron, which tells what it was started with. */
function electronThat(script: string): NodeJS.ProcessEnv {
  writeFileSync(join(folder, 'electron'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  writeFileSync(join(folder, 'version'), '42.0.0');
  return { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: folder };
}

test('a name that is no script gets the usage', async () => {
  const { code, output } = await capture(process.execPath, [RUN, '../x'], { limitMs: 10_000 });
  expect(code).toBe(1);
  expect(output).toContain('Usage:');
});

test.skipIf(process.platform === 'win32')('an Electron that is not there is told without a stack trace', async () => {
  const env = { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'none') };
  const { code, output } = await capture(process.execPath, [RUN, 'start'], { env, limitMs: 10_000 });
  expect(code).toBe(1);
  expect(output).toContain('ELECTRON_OVERRIDE_DIST_PATH');
  expect(output).not.toMatch(/^\s+at /m);
});

describe.runIf(process.platform === 'linux')('npm start', () => {
  test('without a display says how to have one', async () => {
    const { DISPLAY: _, WAYLAND_DISPLAY: __, ...env } = electronThat('exit 0');
    const { code, output } = await capture(process.execPath, [RUN, 'start'], { env, limitMs: 10_000 });
    expect(code).toBe(1);
    expect(output).toContain('xvfb-run -a npm start');
    expect(output).not.toMatch(/^\s+at /m);
  });
});

describe.skipIf(process.platform === 'win32')('a program that is run', () => {
  const runner = `
    import { run } from ${JSON.stringify(join(PROJECT_ROOT, 'scripts', 'processes.ts'))};
    const { code, stoppedBy } = await run('sh', ['-c', process.argv[2]], { ownGroup: true });
    console.log('ended', code, stoppedBy);`;

  test('gets the signal that we get, and its own exit code counts', async () => {
    const file = join(folder, 'runner.mjs');
    writeFileSync(file, runner);
    const child = spawn(process.execPath, [file, 'trap "exit 7" TERM; echo ready; while :; do sleep 0.05; done'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('ready') && !output.includes('ended')) child.kill('SIGTERM');
    });
    await once(child, 'close');
    expect(output).toContain('ended 7 SIGTERM');
  });
});
