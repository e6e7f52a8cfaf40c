import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from './config.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'droprelay-config-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function read(content: unknown) {
  const file = join(folder, 'c.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return readConfig(file, 'c.json');
}

const canary = 'canary-3f9a1c';
const fine = {
  id: 'mine',
  provider: 'catbox',
  settings: { server: 'http://127.0.0.1:1' },
  secrets: { userhash: canary },
};
const one = (change: object) => ({ destinations: [{ ...fine, ...change }] });

test('destinations get ids that no other program has, and the provider’s name as their label', () => {
  expect(read({ destinations: [fine], chain: ['mine', 'catbox'] })).toEqual({
    kind: 'read',
    config: {
      destinations: [expect.objectContaining({ ...fine, id: 'config:mine', label: 'catbox' })],
      chain: ['mine', 'catbox'],
    },
  });
});

test.each<[string, unknown, string]>([
  ['no JSON', `{"destinations": ${canary}`, 'is not JSON'],
  ['JSON with a slip in it', `{"destinations" 1, "a": "${canary}"}`, 'is not JSON (line 1 column 17)'],
  ['a list', [], 'the whole file does not hold what it should'],
  ['an unknown field', { colour: canary }, 'colour is not known'],
  ['a missing field', { destinations: [{ id: 'a' }] }, 'destinations.0.provider is missing'],
  ['an id of the wrong kind', one({ id: 7 }), 'destinations.0.id does not hold what it should'],
  ['an id that --to can not name', one({ id: 'a,b' }), 'destinations.0.id does not hold what it should'],
  ['an id that is used twice', { destinations: [fine, fine] }, 'destinations.1.id is used twice'],
  [
    'an unknown provider',
    one({ provider: 'nowhere' }),
    'provider names no provider; there are catbox, litterbox, x0at',
  ],
  [
    'a setting of the wrong kind',
    one({ settings: { server: canary } }),
    'destinations.0.settings.server does not hold',
  ],
  ['an unknown setting', one({ settings: { colour: canary } }), 'destinations.0.settings.colour is not known'],
  [
    'a secret among the settings',
    one({ settings: { userhash: canary } }),
    'settings.userhash belongs among the secrets',
  ],
  [
    'an unknown secret',
    one({ secrets: { key: canary } }),
    'secrets.key is no secret of this provider (it has userhash)',
  ],
  ['a secret that is no text', one({ secrets: { userhash: 7 } }), 'destinations.0.secrets.userhash does not hold'],
])('%s is named, and what the file holds is not', (_, content, reason) => {
  const result = read(content);
  expect(result.kind === 'bad' && result.reason).toContain(reason);
  expect(JSON.stringify(result)).not.toContain(canary);
});

test('a file that is not there is named', () => {
  const result = readConfig(join(folder, 'none.json'), 'none.json');
  expect(result).toEqual({ kind: 'bad', reason: 'The configuration none.json can not be read (ENOENT).' });
});
