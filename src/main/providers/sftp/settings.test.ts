import { describe, expect, test } from 'vitest';
import { sftp } from '../sftp.ts';
import { below } from './settings.ts';

describe('the settings', () => {
  const good = { host: 'files.example', user: 'me', publicUrl: 'https://files.example/x' };

  test.each([
    ['files.example', 'sftp://files.example:22'],
    ['192.0.2.7', 'sftp://192.0.2.7:22'],
    ['2001:db8::7', 'sftp://[2001:db8::7]:22'],
    ['BÜCHER.example', 'sftp://xn--bcher-kva.example:22'],
  ])('the host %j is at %j', (name, address) => {
    expect(sftp.servers(sftp.settings.parse({ ...good, host: name })).map(({ href }) => href)).toEqual([address]);
  });

  test.each([
    '',
    'a b',
    'me@files.example',
    'files.example:22',
    'files.example/x',
    'sftp://files.example',
    '[::1',
    'a?b',
  ])('the host %j is none', (name) => {
    expect(sftp.settings.safeParse({ ...good, host: name }).success).toBe(false);
  });

  test('an address for links must be there, and a host key looks like one', () => {
    expect(sftp.settings.safeParse(good).success).toBe(true);
    for (const wrong of [
      { publicUrl: '' },
      { publicUrl: undefined },
      { hostKey: 'MD5:aa:bb' },
      { port: 0 },
      { user: '' },
    ]) {
      expect(sftp.settings.safeParse({ ...good, ...wrong }).success).toBe(false);
    }
  });

  test.each([
    ['', 'a/b', 'a/b'],
    ['~', 'a', 'a'],
    ['~/www/', 'a', 'www/a'],
    ['/', 'a', '/a'],
    ['/srv/www', 'a', '/srv/www/a'],
  ])('in the folder %j, %j is %j', (at, path, whole) => {
    expect(below({ folder: at }, path)).toBe(whole);
  });

  test('a password or a key is enough, and an agent too', () => {
    const settings = sftp.settings.parse(good);
    const missing = (...has: string[]) => sftp.missingSecret?.(settings, (field) => has.includes(field));
    expect([missing(), missing('passphrase'), missing('password'), missing('privateKey')]).toEqual([
      'password',
      'password',
      null,
      null,
    ]);
    expect(sftp.missingSecret?.({ ...settings, agent: true }, () => false)).toBeNull();
  });
});
