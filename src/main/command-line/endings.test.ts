/** How the command line ends when something stops it: Ctrl+C, a reader that went away, a data folder of no use. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { fileAt } from '../engine/intake.ts';
import { createParts } from '../parts.ts';
import { openDatabase } from '../store/database.ts';
import { openHome } from '../store/home.ts';
import { readSettingsFile } from '../store/settings.ts';
import { type Caller, createCaller } from './test-command.ts';
import { giveUp } from './upload.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterEach(() => lab.catbox.heal());
afterAll(() => lab.stop());

function rows({ home }: Caller) {
  using database = openDatabase(join(home, 'droprelay.db'), 0).database;
  return database.all('SELECT state, owner_id FROM upload ORDER BY position');
}

describe('Ctrl+C', () => {
  test('cancels what is under way and ends with 130; the link that was there is told', async () => {
    using caller = createCaller(lab.settings);
    const program = caller.start(caller.file('a.txt', 'a'), '--to', 'catbox');
    await program.lines(1);
    await program.ended;
    await lab.catbox.fail({ kind: 'stall', afterBytes: 1 });
    const stuck = caller.start(caller.file('b.txt', 'x'.repeat(9000)));
    await stuck.said('b.txt: To catbox');
    stuck.child.kill('SIGINT');
    expect(await stuck.ended).toMatchObject({ status: 130, stdout: '' });
    expect(rows(caller).at(-1)).toEqual({ state: 'cancelled', owner_id: null });
  });

  test('cancels what waits for its turn as well', async () => {
    using caller = createCaller({ ...lab.settings, chains: { public: { order: ['catbox'] } } });
    await lab.catbox.fail({ kind: 'stall', afterBytes: 1 }, Infinity);
    const files = Array.from({ length: 20 }, (_, at) => caller.file(`${at}.txt`, 'x'.repeat(9000)));
    const program = caller.start(...files);
    await program.said('To catbox');
    program.child.kill('SIGINT');
    const { status, stderr } = await program.ended;
    expect([status, stderr.match(/: Cancelled/g)?.length]).toEqual([130, 20]);
    expect(stderr).toContain('Press Ctrl+C again to end at once.');
    expect(new Set(rows(caller).map((row) => row.state))).toEqual(new Set(['cancelled']));
  });

  test('a second time ends the program, whatever it is busy with', async () => {
    const module = join(import.meta.dirname, 'interrupts.ts');
    const code = `
      import { watchInterrupts } from ${JSON.stringify(module)};
      const { hurried } = watchInterrupts(() => process.stdout.write('tidy'));
      hurried.addEventListener('abort', () => process.stdout.write('given up, '));
      setInterval(() => undefined, 1000);
      process.stdout.write('ready, ');`;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', code], { stdio: 'pipe' });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      said += part;
    });
    await once(child.stdout, 'data');
    const again = setInterval(() => child.kill('SIGINT'), 100);
    const [status] = await once(child, 'close');
    clearInterval(again);
    expect([status, said]).toEqual([130, 'ready, given up, tidy']);
  });

  test('then leaves nothing for another program to send', async () => {
    using caller = createCaller(lab.settings);
    await lab.catbox.fail({ kind: 'stall', afterBytes: 1 }, Infinity);
    const read = readSettingsFile(join(caller.home, 'settings.json'));
    if (read.kind === 'invalid') throw new Error(read.field);
    const parts = createParts({
      home: openHome(caller.home),
      kind: 'command-line',
      settings: { get: () => read.settings, set: () => undefined },
      changed: () => undefined,
      progress: () => undefined,
      report: () => undefined,
    });
    const files = Array.from({ length: 20 }, (_, at) => fileAt(join(caller.folder, caller.file(`${at}.txt`, 'x'))));
    const chain = parts.destinations.chain('public');
    const { uploads } = parts.engine.submit({ files, from: 'command-line', chain, scope: 'public' });
    await expect.poll(() => uploads.some((id) => parts.reader.view(id)?.state.name === 'running')).toBe(true);
    giveUp(uploads, parts);
    expect(new Set(rows(caller).map((row) => `${row.state} ${row.owner_id}`))).toEqual(new Set(['cancelled null']));
    await parts[Symbol.asyncDispose]();
  });
});

test('a reader of the links that goes away ends it quietly', async () => {
  using caller = createCaller(lab.settings);
  const files = Array.from({ length: 30 }, (_, at) => caller.file(`${at}.txt`, `${at}`));
  const line = [...caller.command, ...files].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const shell = spawn('sh', ['-c', `${line} | head -n 1`], {
    cwd: caller.folder,
    env: { ...process.env, INIT_CWD: caller.folder, DROPRELAY_HOME: caller.home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  shell.stderr.setEncoding('utf8').on('data', (part: string) => {
    stderr += part;
  });
  await once(shell, 'close');
  expect(stderr).not.toMatch(/EPIPE| {4}at /);
});

describe('a data folder of no use is told in one sentence, with 1', () => {
  test.each<[string, (caller: Caller) => string, RegExp]>([
    [
      'it is a file',
      (caller) => {
        writeFileSync(join(caller.folder, 'file'), '');
        return join(caller.folder, 'file');
      },
      /it is not a folder\.\n$/,
    ],
    ['it lies below a file', (caller) => join(caller.folder, caller.file('file', ''), 'x'), /it is not a folder\.\n$/],
    [
      'its history is from a newer version',
      (caller) => {
        const home = join(caller.folder, 'newer');
        mkdirSync(home);
        const database = new DatabaseSync(join(home, 'droprelay.db'));
        database.exec('PRAGMA user_version = 999');
        database.close();
        return home;
      },
      /newer version of Droprelay\.\n$/,
    ],
    [
      'its database is a folder',
      (caller) => {
        mkdirSync(join(caller.folder, 'odd', 'droprelay.db'), { recursive: true });
        return join(caller.folder, 'odd');
      },
      /can not be used: /,
    ],
  ])('%s', async (_, make, reason) => {
    using caller = createCaller();
    const { status, stdout, stderr } = await caller.startIn({ env: { DROPRELAY_HOME: make(caller) } }, 'a').ended;
    expect([status, stdout, stderr.trimEnd().split('\n').length]).toEqual([1, '', 1]);
    expect(stderr).toMatch(/^The data folder .* can not be used: /);
    expect(stderr).toMatch(reason);
  });

  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('nobody may write there', async () => {
    using caller = createCaller();
    chmodSync(caller.folder, 0o500);
    const { status, stderr } = await caller.startIn({ env: { DROPRELAY_HOME: join(caller.folder, 'x') } }, 'a').ended;
    chmodSync(caller.folder, 0o700);
    expect([status, stderr]).toEqual([1, expect.stringContaining('this account may not write there')]);
  });
});
