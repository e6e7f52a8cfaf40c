import { expect, test } from 'vitest';
import { UploadFailure } from '../../../shared/failure.ts';
import type { Payload } from '../../net/payload.ts';
import { inTurn } from '../turns.ts';
import { freshFor, leftFile, savedFor } from './checkpoint.ts';
import { beside, tamePath } from './files.ts';
import { linkForm } from './links.ts';

test.each([
  ['direct', 'https://www.dropbox.com/scl/fi/x/a.txt?rlkey=k&dl=1'],
  ['inline', 'https://www.dropbox.com/scl/fi/x/a.txt?rlkey=k&raw=1'],
  ['page', 'https://www.dropbox.com/scl/fi/x/a.txt?rlkey=k&dl=0'],
] as const)('trap: a link as %s, whatever it was before', (form, link) => {
  for (const query of ['rlkey=k&dl=0', 'dl=0&rlkey=k', 'rlkey=k', 'rlkey=k&raw=1', 'rlkey=k&dl=1&dl=0&raw=0']) {
    expect(linkForm(new URL(`https://www.dropbox.com/scl/fi/x/a.txt?${query}`), form).href).toBe(link);
  }
});

test('an old link without a key gets its form too', () => {
  expect(linkForm(new URL('https://www.dropbox.com/s/abc/a.txt?dl=0'), 'direct').search).toBe('?dl=1');
});

test.each([
  ['a/desktop.ini', '/a/_desktop.ini'],
  ['Thumbs.db', '/_Thumbs.db'],
  ['.DS_Store', '/_.DS_Store'],
  ['.dropbox/a.txt', '/_.dropbox/a.txt'],
  ['a/b.dropbox', '/a/b.dropbox'],
])('the name %s is tamed', (key, path) => expect(tamePath(key)).toBe(path));

test('a name beside another keeps folder and extension', () => {
  expect(beside('/Droprelay/a.tar.gz')).toMatch(/^\/Droprelay\/a.*-[a-z0-9]{6}.*\.gz$/);
  expect(beside('/a')).not.toBe(beside('/a'));
});

test('a checkpoint is good for the file that it was made of, and for no other', () => {
  const payload = (size: number, mtimeNs: bigint) => ({ size, source: { mtimeNs } }) as Payload;
  const saved = { ...freshFor(payload(10, 5n), '/a'), session: { id: 's', offset: 4 } };
  expect(savedFor(payload(10, 5n), JSON.stringify(saved))).toEqual(saved);
  expect(savedFor(payload(11, 5n), JSON.stringify(saved))).toBeNull();
  expect(savedFor(payload(10, 6n), JSON.stringify(saved))).toBeNull();
  for (const odd of [{ session: { id: 's', offset: 11 } }, { session: { id: 's', offset: -1 } }, { path: 'a' }]) {
    expect(savedFor(payload(10, 5n), JSON.stringify({ ...saved, ...odd }))).toBeNull();
  }
  expect(leftFile(JSON.stringify({ ...saved, fileId: 'abc' }))).toBe('abc');
  expect(leftFile(JSON.stringify(saved))).toBeNull();
  expect(leftFile('nonsense')).toBeNull();
});

test('turns of an account come one after the other, those of others beside them, and who cancels leaves the line', async () => {
  const { signal } = new AbortController();
  const done: string[] = [];
  const first = Promise.withResolvers<void>();
  const turns = [
    inTurn('a', signal, () => first.promise.then(() => done.push('first'))),
    inTurn('a', signal, async () => done.push('second')),
    inTurn('b', signal, async () => done.push('other')),
  ];
  const cancel = new AbortController();
  const cancelled = inTurn('a', cancel.signal, async () => done.push('never'));
  const last = inTurn('a', signal, async () => done.push('last'));
  await turns[2];
  cancel.abort();
  await expect(cancelled).rejects.toThrow(UploadFailure);
  expect(done).toEqual(['other']);
  first.resolve();
  await Promise.all([...turns, last]);
  expect(done).toEqual(['other', 'first', 'second', 'last']);
  await expect(inTurn('a', signal, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await inTurn('a', signal, async () => 'again')).toBe('again');
});
