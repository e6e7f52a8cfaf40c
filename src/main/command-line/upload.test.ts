import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { openDatabase } from '../store/database.ts';
import { createCaller } from './test-command.ts';

const textOf = async (link: string): Promise<string> => (await fetch(link)).text();

describe('bad usage ends with 2', () => {
  test.each<[string, string[], RegExp]>([
    ['no file', [], /No file was named/],
    ['an unknown switch', ['--what', 'a'], /--what/],
    ['--to without a name', ['--to', ',', 'a'], /--to names no destination/],
    ['an unknown destination', ['--to', 'nowhere', 'a'], /no destination called nowhere. There are: catbox, litterbox/],
    ['a period without a unit', ['--keep-at-least', '7', 'a'], /90m, 12h, 7d/],
    ['a configuration that is not there', ['--config', 'none.json', 'a'], /none.json can not be read/],
    ['a name that no destination can have', ['--to', 'x'.repeat(100), 'a'], /--to/],
  ])('%s', async (_, words, reason) => {
    using caller = createCaller();
    const { status, stdout, stderr } = await caller.run(...words);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(reason);
    expect(stderr).not.toMatch(/ {4}at /);
  });

  test('settings that can not be used are named', async () => {
    using caller = createCaller({ choice: 'public', colour: 1 });
    const { status, stderr } = await caller.run('a');
    expect(status).toBe(2);
    expect(stderr).toContain('colour');
  });
});

test('help and version are told on standard output', async () => {
  using caller = createCaller();
  expect(await caller.run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage: droprelay') });
  expect(await caller.run('--version')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  });
});

describe('this computer, without Electron', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('shares in the foreground until %s', async (signal) => {
    using caller = createCaller();
    const program = caller.start('--to', 'this-computer', caller.file('a b%#.txt', 'the bytes'));
    const [link = ''] = await program.lines(1);
    await program.said('Ctrl+C');
    expect(await textOf(link)).toBe('the bytes');
    await program.said('was downloaded.');
    expect(await textOf(link)).toBe('the bytes');
    await program.said('was downloaded, 2 times by now.');
    program.child.kill(signal);
    expect((await program.ended).status).toBe(0);
    await expect(fetch(link)).rejects.toThrow();
  });

  test('what was shared is not served again by the next program', async () => {
    using caller = createCaller();
    const program = caller.start('--to', 'this-computer', caller.file('a.txt', 'the bytes'));
    await program.said('Ctrl+C');
    program.child.kill('SIGINT');
    await program.ended;
    using database = openDatabase(join(caller.home, 'droprelay.db'), 0).database;
    expect(database.get('SELECT stopped_at FROM share')?.stopped_at).toBeTypeOf('number');
  });

  test('one link per file, in order; a file that fails is told on standard error, by a harmless name', async () => {
    using caller = createCaller();
    const names = ['3.txt', '1.txt', '2.txt'].map((name) => caller.file(name, `bytes of ${name}`));
    const [first = '', ...others] = names;
    const program = caller.start('--to', 'this-computer', first, 'missing\u001b[31m\n.txt', ...others);
    const links = await program.lines(3);
    expect(links.map((link) => link.split('/').at(-1))).toEqual(names);
    expect(await Promise.all(links.map(textOf))).toEqual(names.map((name) => `bytes of ${name}`));
    program.child.kill('SIGINT');
    const { status, stderr } = await program.ended;
    expect(status).toBe(1);
    expect(stderr).toContain('missing␛[31m␊.txt: The file was moved, deleted or locked.');
  });
});

describe('the saved chain', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await startLab();
  });
  afterAll(() => lab.stop());

  test('is used in order: what the first refuses, the next takes', async () => {
    using caller = createCaller(lab.settings);
    const files = [caller.file('fine.txt', 'fine'), caller.file('refused.exe', 'refused')];
    const { status, stdout, stderr } = await caller.run(...files);
    const links = stdout.trim().split('\n');
    expect([status, links.length]).toEqual([0, 2]);
    expect(stderr).toContain('refused.exe: catbox: Passed over. It does not take .exe files. Went on to x0.at.\n');
    expect(stderr).toContain('fine.txt: To catbox\n');
    expect(stderr).toContain('fine.txt: Done · catbox · 4 B · Public · no end date\n');
    expect(links[0]).toContain(new URL(lab.catbox.url).host);
    expect(await Promise.all(links.map(textOf))).toEqual(['fine', 'refused']);
  });

  test('links are printed in the format that was asked for', async () => {
    using caller = createCaller(lab.settings);
    const run = async (format: string, name: string): Promise<string> => {
      const { stdout } = await caller.run('--format', format, caller.file(name, `${format} of ${name}`));
      return stdout.replace(lab.catbox.uploads.at(-1)?.link ?? 'no link', 'LINK');
    };
    expect(await run('markdown', 'a [1].txt')).toBe('[a \\[1\\].txt](LINK)\n');
    expect(await run('html', 'b&c.png')).toBe('<img src="LINK" alt="b&amp;c.png">\n');
    expect(await run('{name} {size} {sha256}: {url}', 'd.txt')).toBe('d.txt 38 B : LINK\n');
  });

  test('nothing delivered: no line on standard output, a reason on standard error, and 1', async () => {
    using caller = createCaller(lab.settings);
    const { status, stdout, stderr } = await caller.run('--to', 'catbox', caller.file('refused.exe', 'refused'));
    expect([status, stdout, stderr]).toEqual([1, '', 'refused.exe: catbox does not take .exe files.\n']);
  });

  test('what would need a yes is not sent: neither now nor later, by another program', async () => {
    using caller = createCaller({
      ...lab.settings,
      choice: 'own',
      chains: { own: { order: ['this-computer', 'catbox'] } },
      share: { interface: 'an interface that is gone' },
    });
    const before = lab.catbox.requests.length;
    const { status, stdout, stderr } = await caller.run(caller.file('a.txt', 'mine'));
    expect([status, stdout, lab.catbox.requests.length]).toEqual([1, '', before]);
    expect(stderr).toContain('catbox would be public; name it with --to to agree.\n');
    using database = openDatabase(join(caller.home, 'droprelay.db'), 0).database;
    expect(database.get('SELECT state, owner_id FROM upload')).toEqual({ state: 'failed', owner_id: null });
  });

  test('a history that could not be read is told', async () => {
    using caller = createCaller(lab.settings);
    caller.file('fine.txt', 'fine');
    writeFileSync(join(caller.home, 'droprelay.db'), 'no database'.repeat(500));
    const { status, stderr } = await caller.run('fine.txt');
    expect(status).toBe(0);
    expect(stderr).toContain('droprelay.db.corrupt-');
  });
});
