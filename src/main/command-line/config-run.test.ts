/** Runs with a configuration file, against the lab: whose destinations are used, and that secrets stay secret. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { openDatabase } from '../store/database.ts';
import { type Caller, createCaller } from './test-command.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterEach(async () => {
  for (const host of lab.standIns) await host.heal();
});
afterAll(() => lab.stop());

const canary = 'canary-3f9a1c"\\é';
const at = (server: string) => ({ server });

function withConfig(caller: Caller, config: object): string[] {
  return ['--config', caller.file('c.json', JSON.stringify(config))];
}

describe('a configuration', () => {
  test('takes precedence over what is saved, and its chain is used', async () => {
    using caller = createCaller({ ...lab.settings, destinations: [] });
    const config = withConfig(caller, {
      destinations: [
        { id: 'catbox', provider: 'x0at', label: 'Mine', settings: at(lab.x0at.url) },
        { id: 'other', provider: 'litterbox', settings: at(lab.litterbox.url) },
      ],
      chain: ['other', 'catbox'],
    });
    const { status, stdout } = await caller.run(...config, '--json', caller.file('a.exe', 'a'));
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      receipt: { destinationId: 'catbox', destinationLabel: 'Mine', link: lab.x0at.uploads.at(-1)?.link },
      ledger: [{ destinationId: 'other', destinationLabel: 'litterbox' }, { destinationId: 'catbox' }],
    });
    // Another program must not take a saved destination of that name for this one.
    using database = openDatabase(join(caller.home, 'droprelay.db'), 0).database;
    expect(database.get('SELECT chain FROM batch')?.chain).toBe('["config:other","config:catbox"]');
  });

  test('may name saved destinations in its chain, and --to may name its own', async () => {
    using caller = createCaller(lab.settings);
    const config = withConfig(caller, {
      destinations: [{ id: 'mine', provider: 'x0at', settings: at(lab.x0at.url) }],
      chain: ['litterbox'],
    });
    const name = caller.file('a.txt', 'a');
    expect((await caller.run(...config, name)).stdout).toBe(`${lab.litterbox.uploads.at(-1)?.link}\n`);
    expect((await caller.run(...config, '--to', 'mine', name)).stdout).toBe(`${lab.x0at.uploads.at(-1)?.link}\n`);
  });

  test.each<[string, object, RegExp]>([
    ['an unknown provider', { destinations: [{ id: 'a', provider: 'nowhere' }] }, /destinations\.0\.provider.*catbox/],
    ['an unknown field', { chains: [] }, /chains is not known/],
    ['a chain that leads nowhere', { chain: ['nowhere'] }, /chain\.0 names no destination; there are catbox/],
    ['no destination at all', {}, /chain names no destination/],
  ])('that does not fit ends with 2: %s', async (_, config, reason) => {
    using caller = createCaller(lab.settings);
    const { status, stdout, stderr } = await caller.run(...withConfig(caller, config), 'a');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^The configuration c\.json does not fit: /);
    expect(stderr).toMatch(reason);
  });
});

test.each<[string, Parameters<Lab['catbox']['fail']>[0]]>([
  ['an answer that is no link', { kind: 'text', text: `what is ${canary}?` }],
  ['a link that holds it', { kind: 'text', text: `https://files.catbox.moe/${encodeURIComponent(canary)}.txt` }],
  ['a refusal', { kind: 'status', status: 403, body: `no: ${canary} and ${encodeURIComponent(canary)}` }],
  ['a fault of the server', { kind: 'status', status: 500, body: JSON.stringify({ userhash: canary }) }],
  ['a page', { kind: 'status', status: 400, body: `<html><title>${canary}</title></html>`, contentType: 'text/html' }],
])('a secret is written nowhere, whatever its host does with it: %s', async (_, fault) => {
  using caller = createCaller(lab.settings);
  await lab.catbox.fail(fault, Infinity);
  const config = withConfig(caller, {
    destinations: [
      { id: 'mine', provider: 'catbox', label: 'Mine', settings: at(lab.catbox.url), secrets: { userhash: canary } },
    ],
  });
  const name = caller.file('a.txt', 'a');
  const ended = [await caller.run(...config, name), await caller.run(...config, '--json', name)];
  expect(ended.map(({ status }) => status)).toEqual([1, 1]);
  const written = [
    JSON.stringify(ended),
    ...readdirSync(caller.home, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')),
  ];
  for (const text of written) expect(text).not.toContain('3f9a1c');
});

test('a secret reaches its host', async () => {
  using caller = createCaller(lab.settings);
  const config = withConfig(caller, {
    destinations: [{ id: 'mine', provider: 'catbox', settings: at(lab.catbox.url), secrets: { userhash: 'abc123' } }],
  });
  await caller.run(...config, caller.file('a.txt', 'a'));
  expect(lab.catbox.uploads.at(-1)?.fields.userhash).toBe('abc123');
});
