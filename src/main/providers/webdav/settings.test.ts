import { describe, expect, test } from 'vitest';
import { webdav } from '../webdav.ts';

describe('settings', () => {
  const plain = { server: 'https://dav.example/files', user: 'ann', publicUrl: 'https://files.example' };
  const cloud = { server: 'https://cloud.example/nc/remote.php/dav/files/ann/In', user: 'ann' };
  const issues = (settings: object) =>
    webdav.settings.safeParse(settings).error?.issues.map(({ path }) => path.join('.'));

  test.each([
    plain,
    cloud,
    { ...cloud, server: 'http://10.0.0.2/remote.php/webdav' },
    { ...plain, ...cloud, links: 'public' },
  ])('these are good: %j', (settings) => expect(issues(settings)).toBeUndefined());

  test.each([
    [{ ...plain, user: 'a:b' }, ['user']],
    [{ ...plain, user: 'a\r\nb' }, ['user']],
    [{ ...plain, publicUrl: '' }, ['publicUrl']],
    [{ ...cloud, links: 'public' }, ['publicUrl']],
    [{ ...plain, links: 'nextcloud' }, ['server']],
    [{ ...plain, server: 'https://ann:pw@dav.example/' }, ['server']],
    [{ ...plain, server: 'https://dav.example/?a=b' }, ['server']],
    [{ ...plain, server: 'ftp://dav.example/' }, ['server']],
  ])('these are not: %j', (settings, fields) => expect(issues(settings)).toEqual(fields));
});
