/** `--status --online` against the lab: what is printed, where, and with which exit status. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { createCaller } from './test-command.ts';

let lab: Lab;
/** A chain of three. Every host is led to the lab: a check that went to a real one would send it a file. */
let settings: object;
beforeAll(async () => {
  lab = await startLab();
  const three = ['catbox', 'litterbox', 'x0at'];
  const destinations = lab.settings.destinations.map((one) => ({ ...one, enabled: three.includes(one.id) }));
  settings = { ...lab.settings, destinations, chains: { public: { order: three } } };
});
afterEach(async () => {
  for (const host of lab.standIns) await host.heal();
});
afterAll(() => lab.stop());

const linesOf = (text: string): string[] => text.trimEnd().split('\n');

test('checks all that is set up, says what stays, and ends with 0 where all works', async () => {
  using caller = createCaller(settings);
  const { status, stdout, stderr } = await caller.run('--status', '--online');
  expect(stderr).toBe('Checking 3 destinations. A file of 1 KB is sent to each.\n');
  const [head, ...rows] = linesOf(stdout);
  expect(head).toMatch(/^destination +provider +result +took +why$/);
  expect(rows).toHaveLength(3);
  expect(rows[0]).toMatch(/^catbox +catbox +works +\d\.\d s +The file of 1 KB stays there until .+\.$/);
  expect(rows[1]).toMatch(/^litterbox +litterbox +works +\d\.\d s +The file of 1 KB stays there until .+\.$/);
  expect(status).toBe(0);
});

test('ends with 1 where one does not, and says at which step and why', async () => {
  using caller = createCaller(settings);
  await lab.litterbox.fail({ kind: 'refuse' });
  const { status, stdout } = await caller.run('--status', '--online');
  const [, , litterbox, x0at] = linesOf(stdout);
  expect(litterbox).toMatch(
    /^litterbox +litterbox +failed: way +\d\.\d s +litterbox is not reachable\. \(.*ECONNREFUSED.*\)$/,
  );
  expect(x0at).toMatch(/ works /);
  expect(status).toBe(1);
});

test('with an ID asks that one only, and prints its steps as data with --json', async () => {
  using caller = createCaller(settings);
  const before = lab.catbox.requests.length;
  const { status, stdout } = await caller.run('--status', 'x0at', '--online', '--json');
  const lines = linesOf(stdout).map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    {
      id: 'x0at',
      provider: 'x0at',
      check: {
        destinationId: 'x0at',
        steps: [
          { name: 'settings', state: 'ok' },
          { name: 'dns', state: 'skipped', why: 'literal-address' },
          { name: 'proxy', state: 'ok', facts: [{ kind: 'way', proxy: null }] },
          { name: 'tls', state: 'skipped', why: 'plain-http' },
          { name: 'clock', state: 'ok' },
          { name: 'credentials', state: 'skipped' },
          { name: 'put', state: 'ok', facts: [{ bytes: 1024 }] },
          { name: 'read-back', state: 'ok', facts: [{ proof: { kind: 'size', by: 'link' } }] },
          { name: 'delete', state: 'skipped', why: 'not-deletable' },
        ],
        left: { kind: 'file' },
      },
    },
  ]);
  expect([status, lab.catbox.requests.length]).toEqual([0, before]);
});

test('checks this computer through a server of its own', async () => {
  using caller = createCaller(settings);
  const { status, stdout } = await caller.run('--status', 'this-computer', '--online');
  expect([status, linesOf(stdout)[1]]).toEqual([
    0,
    expect.stringMatching(/^this-computer \(This computer\) +this-computer +works/),
  ]);
});

test('without --online an ID shows that one only; a configured one is found by its name', async () => {
  using caller = createCaller(settings);
  expect(linesOf((await caller.run('--status', 'x0at')).stdout)).toHaveLength(2);
  const server = { id: 'work', provider: 'x0at', label: 'Our server', settings: lab.x0at.settings };
  writeFileSync(join(caller.folder, 'c.json'), JSON.stringify({ destinations: [server] }));
  const { status, stdout } = await caller.run('--status', '--online', '--config', 'c.json');
  expect([status, linesOf(stdout)]).toEqual([
    0,
    [expect.anything(), expect.stringMatching(/^work \(Our server\) +x0at +works/)],
  ]);
});

test('an ID that is not there is bad usage', async () => {
  using caller = createCaller(settings);
  const { status, stdout, stderr } = await caller.run('--status', 'nowhere', '--online');
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/no destination called nowhere/);
});

test('Ctrl+C ends with 130, and shows what was found by then', async () => {
  using caller = createCaller(settings);
  await lab.catbox.fail({ kind: 'stall', afterBytes: 1 });
  const before = lab.catbox.requests.length;
  const program = caller.start('--status', 'catbox', '--online');
  await program.said('Checking');
  await expect.poll(() => lab.catbox.requests.slice(before).some(({ method }) => method === 'POST')).toBe(true);
  program.child.kill('SIGINT');
  const { status, stdout } = await program.ended;
  expect([status, linesOf(stdout)[1]]).toEqual([130, expect.stringMatching(/^catbox +catbox +stopped/)]);
});
