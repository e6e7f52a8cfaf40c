import { describe, expect, test } from 'vitest';
import type { UploadId } from '../../shared/ids.ts';
import { deliver } from '../engine/test-host.ts';
import { createDoor, upload } from './test-history-door.ts';

describe('links of many', () => {
  test('are asked, told of as they answer, and what they answered is kept', async () => {
    const answers = ['open', 'gone', 'unreachable', 'not-checkable', null] as const;
    const names = answers.map((_, at) => `${at}.txt`);
    await using door = createDoor({
      askLink: (id) => Promise.resolve(answers[Number(door.rig.reader.view(id)?.name[0])] ?? null),
    });
    const ids = await upload(door.rig, ...names);
    expect(await door.calls['history.check']({ ids })).toEqual({ open: 1, gone: 1, unreachable: 1, notCheckable: 1 });
    const told = door.sentAs('history.checked').flat() as { id: string; check: { found: string } }[];
    expect(told.map(({ id, check }) => [ids.indexOf(id as UploadId), check.found]).toSorted()).toEqual([
      ...[
        [0, 'open'],
        [1, 'gone'],
        [2, 'unreachable'],
        [3, 'not-checkable'],
      ],
    ]);
    expect(door.sentAs('history.progress').at(-1)).toEqual({ act: 'check', done: 5, total: 5 });
    const rows = await door.listed();
    expect(rows.map((row) => row?.check?.found)).toEqual(['open', 'gone', 'unreachable', 'not-checkable', undefined]);
    expect(rows[1]?.endsAt).toBe(rows[1]?.check?.at);
  });

  test('are asked no more once it is stopped; only one round goes at a time', async () => {
    let asked = 0;
    const begun = Promise.withResolvers<void>();
    await using door = createDoor({
      askLink(_id, signal) {
        asked += 1;
        if (asked === 8) begun.resolve();
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve(null)));
      },
    });
    const ids = await upload(door.rig, ...Array.from({ length: 12 }, (_, at) => `${at}.txt`));
    const round = door.calls['history.check']({ ids });
    await begun.promise;
    await expect(door.calls['history.check']({ ids })).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
    await door.calls['history.stop']({ act: 'check' });
    expect(await round).toEqual({ open: 0, gone: 0, unreachable: 0, notCheckable: 0 });
    expect(asked).toBe(8);
  });

  test('are deleted where the host can, and it is told where it could not', async () => {
    let removals = 0;
    await using door = createDoor({
      hosts: {
        a: {
          answers: [deliver({ deleteHandle: 'h' }), deliver({ deleteHandle: 'refused' }), deliver()],
          remove({ deleteHandle }) {
            removals += 1;
            return deleteHandle === 'h' ? Promise.resolve() : Promise.reject(new Error('no'));
          },
        },
      },
    });
    const ids = await upload(door.rig, '1.txt', '2.txt', '3.txt');
    expect(await door.calls['history.deleteOnHost']({ ids })).toEqual({ deleted: 1, failed: 1, impossible: 1 });
    expect(await door.calls['history.deleteOnHost']({ ids: ids.slice(0, 1) })).toMatchObject({ deleted: 1 });
    expect(removals).toBe(2);
    expect((await door.listed()).map((row) => row?.receipt?.deletion.kind)).toEqual([
      'deleted',
      'unconfirmed',
      'impossible',
    ]);
  });
});
