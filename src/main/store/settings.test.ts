import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Preferences } from '../../shared/preferences.ts';
import { homeFolder, openHome } from './home.ts';
import { readSettingsFile, Settings, setAside } from './settings.ts';

const folder = mkdtempSync(join(tmpdir(), 'droprelay-settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(content: string): ReturnType<typeof readSettingsFile> {
  const file = join(folder, 'settings.json');
  writeFileSync(file, content);
  const result = readSettingsFile(file);
  expect(readFileSync(file, 'utf8')).toBe(content);
  return result;
}

describe('the settings file', () => {
  test('that is missing gives the defaults', () => {
    expect(readSettingsFile(join(folder, 'missing.json'))).toEqual({
      kind: 'read',
      settings: {
        choice: null,
        destinations: [],
        chains: { public: { order: [], mayWiden: false }, own: { order: [], mayWiden: false } },
        share: { interface: 'loopback', port: null },
        preferences: Preferences.parse({}),
        told: { tray: false },
        bytesPerSecond: null,
        proxy: { use: 'system', server: '', user: '' },
      },
    });
  });

  test('that names some fields gives the defaults for the others', () => {
    const result = read('{"choice":"public","chains":{"own":{"order":["a"]}}}');
    expect(result).toMatchObject({
      settings: { choice: 'public', chains: { own: { order: ['a'], mayWiden: false } } },
    });
  });

  test.each([
    ['{"choice":', 'the whole file'],
    ['[]', 'the whole file'],
    ['', 'the whole file'],
    ['{"choice":"moon"}', 'choice'],
    ['{"colour":1}', 'colour'],
    ['{"share":{"port":1,"colour":1}}', 'share.colour'],
    ['{"share":{"port":0}}', 'share.port'],
    ['{"destinations":[{"id":"a","provider":"","label":"A"}]}', 'destinations.0.provider'],
    [`{"${'x'.repeat(500)}":1}`, 'x'.repeat(200)],
  ])('%s is invalid, and %s named', (content, field) => {
    expect(read(content)).toEqual({ kind: 'invalid', field });
  });

  test('that is a folder is an error', () => {
    expect(() => readSettingsFile(folder)).toThrow(/EISDIR/);
  });

  test('can be set aside', () => {
    const file = join(folder, 'bad.json');
    writeFileSync(file, 'bad');
    expect(setAside(file, 7)).toBe(`${file}.corrupt-7`);
    expect(readFileSync(`${file}.corrupt-7`, 'utf8')).toBe('bad');
  });

  test('what is written can be read again', () => {
    const settings = Settings.parse({ share: { port: 4_000 } });
    expect(read(JSON.stringify(settings))).toEqual({ kind: 'read', settings });
  });
});

describe('the data folder', () => {
  test.each<[NodeJS.ProcessEnv, NodeJS.Platform, string]>([
    [{ DROPRELAY_HOME: '/data' }, 'linux', resolve('/data')],
    [{ DROPRELAY_HOME: 'data', INIT_CWD: '/caller' }, 'linux', resolve('/caller/data')],
    [{ XDG_CONFIG_HOME: '/xdg' }, 'linux', join('/xdg', 'droprelay')],
    [{ APPDATA: '/roaming' }, 'win32', join('/roaming', 'Droprelay')],
  ])('%o on %s', (env, platform, expected) => {
    expect(homeFolder(env, platform)).toBe(expected);
  });

  test('is made with all in it', () => {
    const home = openHome(join(folder, 'new', 'home'));
    expect(home.databaseFile.startsWith(home.folder)).toBe(true);
    expect(() => writeFileSync(join(home.spoolFolder, 'x'), '')).not.toThrow();
  });
});
