import { expect, test } from 'vitest';
import { isActive, linkOf, memoryShares, type Share } from './share-store.ts';

function share(part: Partial<Share>): Share {
  return {
    token: 't',
    uploadId: 'u',
    name: 'a.txt',
    mime: 'text/plain',
    source: { path: '/a.txt', dev: 1n, ino: 2n, size: 3, mtimeNs: 4n },
    transform: null,
    interfaceId: 'loopback',
    host: '127.0.0.1:4000',
    expiresAt: null,
    downloads: 0,
    stoppedAt: null,
    createdAt: 0,
    ...part,
  };
}

test('a share is found by its token and, the newest first, by its upload', () => {
  const store = memoryShares();
  store.add(share({ token: 'one' }));
  store.add(share({ token: 'two' }));
  expect(store.byToken('one')?.token).toBe('one');
  expect(store.byUpload('u')?.token).toBe('two');
  expect(store.byToken('three')).toBeNull();
  expect(store.byUpload('other')).toBeNull();
});

test('downloads are counted per share, unknown tokens are not', () => {
  const store = memoryShares();
  store.add(share({ token: 'one' }));
  store.countDownload('one');
  store.countDownload('one');
  store.countDownload('nobody');
  expect(store.byToken('one')?.downloads).toBe(2);
});

test('a stopped share keeps the time of its first stop', () => {
  const store = memoryShares();
  store.add(share({ token: 'one' }));
  store.stop('one', 5);
  store.stop('one', 9);
  expect(store.byToken('one')?.stoppedAt).toBe(5);
});

test('active are those that are neither stopped nor expired', () => {
  const store = memoryShares();
  store.add(share({ token: 'open' }));
  store.add(share({ token: 'until 10', expiresAt: 10 }));
  store.add(share({ token: 'stopped', stoppedAt: 1 }));
  expect(store.active(9).map(({ token }) => token)).toEqual(['open', 'until 10']);
  expect(store.active(10).map(({ token }) => token)).toEqual(['open']);
  expect(isActive(share({ expiresAt: 10 }), 10)).toBe(false);
});

test.each([
  ['a b#c?d%.txt', 'a%20b%23c%3Fd%25.txt'],
  ['a/b\\c', 'a%2Fb%5Cc'],
  ['日本 🎉\u202E.txt', '%E6%97%A5%E6%9C%AC%20%F0%9F%8E%89%E2%80%AE.txt'],
])('the name %o is one segment of its link', (name, encoded) => {
  const link = linkOf({ host: '[fd00::2]:80', token: 'tok', name });
  expect(new URL(link).pathname).toBe(`/tok/${encoded}`);
});
