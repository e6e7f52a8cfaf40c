import { expect, test } from 'vitest';
import { UploadId } from '../../shared/ids.ts';
import { createShareStore, type StoredShare } from './share-store.ts';
import { createTestStore, source, storeNow } from './test-store.ts';

const share: StoredShare = {
  token: 'token',
  uploadId: 'one',
  name: 'a b%.txt',
  mime: 'text/plain',
  source,
  transform: 'without-location:00',
  interfaceId: 'loopback',
  host: '127.0.0.1:4000',
  expiresAt: storeNow + 10,
  downloads: 0,
  stoppedAt: null,
  createdAt: storeNow,
};

test('a share comes back as it was kept, to the last bit of the pin', () => {
  const shares = createShareStore(createTestStore(['one']).database);
  shares.add(share);
  expect(shares.byToken('token')).toEqual(share);
  expect(shares.byUpload('one')).toEqual(share);
  expect([shares.byToken('TOKEN'), shares.byUpload('two')]).toEqual([null, null]);
  expect(() => shares.add(share)).toThrow(/UNIQUE/);
});

test('the share that was added last is the upload’s', () => {
  const shares = createShareStore(createTestStore(['one']).database);
  shares.add(share);
  shares.add({ ...share, token: 'second' });
  expect(shares.byUpload('one')?.token).toBe('second');
});

test('an upload that is shared can not be taken from the list before its share ended', () => {
  const { database, store } = createTestStore(['one']);
  const shares = createShareStore(database);
  shares.add(share);
  const one = UploadId.parse('one');
  store.setState(one, { name: 'done' });
  expect(store.dismiss([one])).toEqual([]);
  shares.stop('token', storeNow);
  expect(store.dismiss([one])).toEqual([one]);
});

test('downloads are counted, and a stop keeps its first time', () => {
  const shares = createShareStore(createTestStore(['one']).database);
  shares.add(share);
  shares.countDownload('token');
  shares.countDownload('token');
  shares.countDownload('nobody');
  shares.stop('token', storeNow + 1);
  shares.stop('token', storeNow + 2);
  expect(shares.byToken('token')).toMatchObject({ downloads: 2, stoppedAt: storeNow + 1 });
});

test('active are those that are neither stopped nor at their end, oldest first', () => {
  const shares = createShareStore(createTestStore(['one']).database);
  shares.add({ ...share, token: 'new', createdAt: storeNow + 1, expiresAt: null });
  shares.add({ ...share, token: 'old' });
  shares.add({ ...share, token: 'stopped', stoppedAt: storeNow });
  expect(shares.active(storeNow + 9).map(({ token }) => token)).toEqual(['old', 'new']);
  expect(shares.active(storeNow + 10).map(({ token }) => token)).toEqual(['new']);
});
