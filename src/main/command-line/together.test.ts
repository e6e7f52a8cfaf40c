/** App and command line at once on one data folder: nothing is sent twice, nothing is lost. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { openDatabase } from '../store/database.ts';
import { type Caller, createCaller } from './test-command.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterEach(() => lab.catbox.heal());
afterAll(() => lab.stop());

/** Runs a second program to its end. */
function runApp(
  { folder, home }: Caller,
  files: readonly string[],
): Promise<{ status: number | null; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'test-app.ts'), ...files], {
      cwd: folder,
      env: { ...process.env, DROPRELAY_HOME: home },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      stderr += part;
    });
    child.on('close', (status) => resolve({ status, stderr }));
  });
}

function rows({ home }: Caller) {
  using database = openDatabase(join(home, 'droprelay.db'), 0).database;
  return database.all(
    `SELECT u.name, u.state, u.owner_id, b.intake,
            (SELECT count(*) FROM attempt a WHERE a.upload_id = u.id AND a.outcome LIKE '%delivered%') AS deliveries
     FROM upload u JOIN batch b ON b.id = u.batch_id ORDER BY u.name`,
  );
}

test('each file of four programs is sent once, and every row is whole', async () => {
  using caller = createCaller({ ...lab.settings, chains: { public: { order: ['catbox'] } } });
  const before = lab.catbox.uploads.length;
  const [cli1 = [], cli2 = [], app1 = [], app2 = []] = ['cli1', 'cli2', 'app1', 'app2'].map((who) =>
    Array.from({ length: 40 }, (_, at) => caller.file(`${who}-${at}.txt`, `${who} ${at}`)),
  );
  const path = (name: string) => join(caller.folder, name);
  const first = caller.start(...cli1);
  await first.said('To catbox');
  const ended = await Promise.all([
    runApp(caller, app1.map(path)),
    caller.run(...cli2),
    runApp(caller, app2.map(path)),
    first.ended,
  ]);
  expect(ended.map(({ status }) => status)).toEqual([0, 0, 0, 0]);
  expect(ended.map(({ stderr }) => stderr).join('')).not.toMatch(/locked|busy|SQLITE/i);
  const all = [...cli1, ...cli2, ...app1, ...app2].sort();
  const sent = lab.catbox.uploads.slice(before).map(({ name }) => name);
  expect(sent.sort()).toEqual(all);
  const found = rows(caller);
  expect(found.map((row) => row.name).sort()).toEqual(all);
  expect(new Set(found.map((row) => `${row.state} ${row.owner_id} ${row.deliveries}`))).toEqual(
    new Set(['done null 1']),
  );
  expect(found.filter((row) => row.intake === 'command-line')).toHaveLength(80);
});

test('what a killed command line left, the app goes on with', async () => {
  using caller = createCaller({ ...lab.settings, chains: { public: { order: ['catbox'] } } });
  const before = lab.catbox.uploads.length;
  await lab.catbox.fail({ kind: 'stall', afterBytes: 1 }, Infinity);
  const program = caller.start(caller.file('a.txt', 'x'.repeat(9000)));
  await program.said('To catbox');
  program.child.kill('SIGKILL');
  await program.ended;
  await lab.catbox.heal();
  expect(await runApp(caller, [])).toEqual({ status: 0, stderr: '' });
  expect(rows(caller)).toMatchObject([{ name: 'a.txt', state: 'done', deliveries: 1 }]);
  expect(lab.catbox.uploads.slice(before).map(({ name }) => name)).toEqual(['a.txt']);
});

test('what only a configuration knew is not sent to a saved destination of the same name', async () => {
  using caller = createCaller({ ...lab.settings, chains: { public: { order: ['catbox'] } } });
  const requests = lab.catbox.requests.length;
  await lab.x0at.fail({ kind: 'stall', afterBytes: 1 });
  const config = { destinations: [{ id: 'catbox', provider: 'x0at', settings: { server: lab.x0at.url } }] };
  const program = caller.start(
    '--config',
    caller.file('c.json', JSON.stringify(config)),
    caller.file('a', 'x'.repeat(9000)),
  );
  await program.said('To x0.at');
  program.child.kill('SIGKILL');
  await program.ended;
  expect(await runApp(caller, [])).toEqual({ status: 0, stderr: '' });
  expect(rows(caller)).toMatchObject([{ state: 'paused', deliveries: 0 }]);
  expect(lab.catbox.requests.length).toBe(requests);
});
