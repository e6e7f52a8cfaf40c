/** What the switches of the command line do, against the lab. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { createCaller } from './test-command.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterEach(async () => {
  for (const host of lab.standIns) await host.heal();
});
afterAll(() => lab.stop());

const textOf = async (link: string): Promise<string> => (await fetch(link)).text();
const objects = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('--json', () => {
  test('gives one object per file, in order: name, path as given, state, receipt, ledger, and why there is no link', async () => {
    using caller = createCaller(lab.settings);
    mkdirSync(join(caller.folder, 'folder', 'sub'), { recursive: true });
    writeFileSync(join(caller.folder, 'folder', 'sub', 'b.txt'), 'b');
    const files = [caller.file('refused.exe', 'x'), 'folder/', 'missing.txt'];
    const { status, stdout } = await caller.run('--json', '--to', 'catbox', ...files);
    expect(status).toBe(1);
    expect(objects(stdout)).toMatchObject([
      {
        name: 'refused.exe',
        path: 'refused.exe',
        state: { name: 'failed', failure: { kind: 'type-refused' }, at: 'catbox' },
        receipt: null,
        sentence: 'catbox does not take .exe files.',
        ledger: [{ destinationId: 'catbox', outcome: { kind: 'passed-over' } }],
      },
      {
        name: 'b.txt',
        path: 'folder/sub/b.txt',
        size: 1,
        state: { name: 'done' },
        receipt: {
          link: lab.catbox.uploads.at(-1)?.link,
          destinationId: 'catbox',
          proof: { kind: 'size', by: 'link' },
        },
        sentence: null,
        ledger: [{ number: 1, outcome: { kind: 'delivered' } }],
      },
      {
        path: 'missing.txt',
        state: { failure: { kind: 'source-unreadable', why: 'missing' } },
        sentence: 'The file was moved, deleted or locked.',
        ledger: [],
      },
    ]);
  });

  test('tells of retries in the ledger', async () => {
    using caller = createCaller(lab.settings);
    await lab.catbox.fail({ kind: 'status', status: 503, retryAfter: '0' });
    const { status, stdout } = await caller.run('--json', caller.file('a.txt', 'a'));
    expect(status).toBe(0);
    expect(objects(stdout)[0].ledger).toMatchObject([
      { outcome: { kind: 'failed', failure: { kind: 'server', status: 503 } }, next: { act: 'retry' } },
      { number: 2, outcome: { kind: 'delivered' } },
    ]);
  });
});

test('--fragile uses the first destination and no other', async () => {
  using caller = createCaller(lab.settings);
  const name = caller.file('refused.exe', 'x');
  expect(await caller.run('--fragile', name)).toMatchObject({ status: 1, stdout: '' });
  expect(await caller.run(name)).toMatchObject({ status: 0 });
});

test('--to takes the label of a destination, where only one has it', async () => {
  const [catbox] = lab.settings.destinations.filter(({ id }) => id === 'catbox');
  const mine = (id: string, label: string) => ({ ...catbox, id, label });
  const destinations = [mine('1', 'My box'), mine('2', 'Twin'), mine('3', 'Twin')];
  using caller = createCaller({ ...lab.settings, destinations });
  const { status, stdout } = await caller.run('--json', '--to', 'My box', caller.file('a.txt', 'a'));
  expect(status).toBe(0);
  expect(objects(stdout)[0].receipt).toMatchObject({ destinationId: '1', destinationLabel: 'My box' });
  expect(await caller.run('--to', 'Twin', caller.file('b.txt', 'b'))).toMatchObject({ status: 2, stdout: '' });
});

describe('a key that is missing or wrong', () => {
  test('is told with the variable that holds it', async () => {
    using caller = createCaller(lab.settings);
    const { status, stdout, stderr } = await caller.run('--to', 'pixeldrain', caller.file('a.txt', 'a'));
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(
      'a.txt: The key that this needs is not set up here. Set PIXELDRAIN_API_KEY, or give the key with --config.',
    );
    const wrong = await caller.startIn({ env: { PIXELDRAIN_API_KEY: 'wrong-canary' } }, '--to', 'pixeldrain', 'a.txt')
      .ended;
    expect(wrong.status).toBe(1);
    expect(wrong.stderr).toContain('Set PIXELDRAIN_API_KEY');
    expect(wrong.stderr).not.toContain('canary');
  });

  test('is no matter once the variable holds a good one', async () => {
    using caller = createCaller(lab.settings);
    const env = { PIXELDRAIN_API_KEY: lab.pixeldrain.key ?? '' };
    const { status, stdout } = await caller.startIn({ env }, '--to', 'pixeldrain', caller.file('a.txt', 'a')).ended;
    expect([status, stdout.trim()]).toEqual([0, lab.pixeldrain.uploads.at(-1)?.link]);
  });
});

test('--no-verify does not open the link', async () => {
  using caller = createCaller(lab.settings);
  const before = lab.catbox.requests.length;
  const { stdout } = await caller.run('--no-verify', '--json', caller.file('a.txt', 'a'));
  expect(objects(stdout)[0].receipt.proof).toEqual({ kind: 'unverified', why: 'not-asked' });
  expect(lab.catbox.requests.slice(before).map(({ method }) => method)).toEqual(['POST']);
});

describe('--keep-at-least', () => {
  test('passes over what keeps the file shorter', async () => {
    using caller = createCaller(lab.settings);
    const { status, stdout } = await caller.run(
      '--to',
      'litterbox,x0at',
      '--keep-at-least',
      '7d',
      caller.file('a', 'a'),
    );
    expect([status, stdout]).toEqual([0, `${lab.x0at.uploads.at(-1)?.link}\n`]);
  });

  test('sends nothing where all keep it shorter, and says so', async () => {
    using caller = createCaller(lab.settings);
    const before = lab.litterbox.requests.length;
    const { status, stdout, stderr } = await caller.run(
      '--to',
      'litterbox',
      '--keep-at-least',
      '2d',
      caller.file('a', 'a'),
    );
    expect([status, stdout, lab.litterbox.requests.length]).toEqual([1, '', before]);
    expect(stderr).toBe('a: litterbox would keep it for 24 hours only; ask for less with --keep-at-least.\n');
  });
});

describe('files', () => {
  test('more than 50 are sent without a question, and their links stand in order', async () => {
    using caller = createCaller(lab.settings);
    mkdirSync(join(caller.folder, 'many'));
    const names = Array.from({ length: 60 }, (_, at) => `${at}`.padStart(2, '0'));
    for (const name of names) writeFileSync(join(caller.folder, 'many', name), name);
    const { status, stdout } = await caller.run('many');
    expect(status).toBe(0);
    expect(await Promise.all(stdout.trim().split('\n').map(textOf))).toEqual(names);
  });

  test('an empty folder has no link', async () => {
    using caller = createCaller(lab.settings);
    mkdirSync(join(caller.folder, 'empty'));
    expect(await caller.run('empty')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'empty: There are no files in this folder.\n',
    });
  });

  test('relative paths are meant against the folder that npm was called in', async () => {
    using caller = createCaller(lab.settings);
    caller.file('a.txt', 'mine');
    const ended = caller.startIn({ env: { INIT_CWD: caller.folder, PWD: '/' } }, 'a.txt').ended;
    expect(await textOf((await ended).stdout.trim())).toBe('mine');
  });
});

describe('standard output', () => {
  test('has a link as soon as it and all before it are known', async () => {
    using caller = createCaller(lab.settings);
    await lab.x0at.fail({ kind: 'stall', afterBytes: 1 });
    const files = [caller.file('1.txt', '1'), caller.file('stuck.exe', 'x'.repeat(9000)), caller.file('3.txt', '3')];
    const program = caller.start(...files);
    const [link = ''] = await program.lines(1);
    expect(await textOf(link)).toBe('1');
    await program.said('3.txt: Done');
    program.child.kill('SIGINT');
    const { status, stdout, stderr } = await program.ended;
    // The third link was held back by the second file, and is told before the end.
    expect([status, stdout.trim().split('\n').length]).toEqual([130, 2]);
    expect(stderr).toMatch(/stuck\.exe: Cancelled/);
  });
});

describe('--status', () => {
  test('prints the destinations of the chain and then all others that are set up, with their health', async () => {
    const destinations = lab.settings.destinations.filter(({ id }) => ['catbox', 'litterbox', 'x0at'].includes(id));
    const order = ['catbox', 'litterbox'];
    using caller = createCaller({ ...lab.settings, destinations, chains: { public: { order } } });
    await caller.run(caller.file('a.txt', 'a'));
    const { status, stdout, stderr } = await caller.run('--status');
    expect([status, stderr]).toEqual([0, '']);
    const [head, ...rows] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/^destination +provider +who +largest +kept +health$/);
    expect(rows[0]).toMatch(/^catbox +catbox +Public +200 MB +stays while it is used +works \(1 of 1\)$/);
    expect(rows[1]).toMatch(/^litterbox +litterbox +Public +1 GB +24 hours +not used yet$/);
    expect(rows[2]).toMatch(/^x0at /);
    expect(rows).toHaveLength(3);
  });

  test('prints data with --json, of the destinations that --to names', async () => {
    using caller = createCaller(lab.settings);
    const { stdout } = await caller.run('--status', '--json', '--to', 'x0at,this-computer');
    expect(objects(stdout)).toMatchObject([
      { id: 'x0at', scope: 'public', retention: { kind: 'by-size' }, health: { state: 'unknown' } },
      { id: 'this-computer', scope: 'local', maxBytes: null },
    ]);
  });
});
