import { expect, test } from 'vitest';
import type { Held, SystemClipboard } from './clipboard.ts';
import { takeClipboard } from './paste.ts';

/** What is taken from a clipboard that holds this, and the name of what was spooled. */
async function taken(held: Held, now: Date) {
  const names: string[] = [];
  const clipboard: SystemClipboard = {
    look: () => Promise.resolve(held),
    mark: () => Promise.resolve(''),
    writeText: () => Promise.resolve(true),
  };
  const spool = {
    keep(name: string) {
      names.push(name);
      return Promise.resolve(`/spool/${name}`);
    },
    sweep: () => Promise.resolve(),
  };
  return { result: await takeClipboard(clipboard, spool, now), names };
}

test('an image becomes a file that is named by the local time', async () => {
  const { result, names } = await taken({ kind: 'image', png: new Uint8Array(1) }, new Date(2026, 0, 2, 3, 4, 5));
  expect(names).toEqual(['Pasted image 2026-01-02 03.04.05.png']);
  expect(result).toEqual({ paths: ['/spool/Pasted image 2026-01-02 03.04.05.png'] });
});

test('files are taken as they are', async () => {
  const { result, names } = await taken({ kind: 'files', paths: ['/a', '/b'] }, new Date());
  expect([result, names]).toEqual([{ paths: ['/a', '/b'] }, []]);
});

test.each([
  ['empty', 'empty-clipboard'],
  ['text', 'text'],
  ['unknown', 'unknown'],
] as const)('%s is told', async (kind, nothing) => {
  expect((await taken({ kind }, new Date())).result).toEqual({ nothing });
});
