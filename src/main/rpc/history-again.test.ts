import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BatchId, type UploadId } from '../../shared/ids.ts';
import { deliver, hang, refuse } from '../engine/test-host.ts';
import { idOf, running } from '../engine/test-rig.ts';
import { createDoor, upload } from './test-history-door.ts';

const idBatch = BatchId.parse('none');

describe('sending again', () => {
  test('makes a new batch with the same files through the present chain', async () => {
    await using door = createDoor();
    const { rig, calls, arrived } = door;
    const ids = await upload(rig, '1.txt', '2.txt');
    const result = await calls['history.again']({ ids });
    expect(result).toEqual({ batch: arrived[0], sent: 2, leftOut: [] });
    await rig.engine.idle();
    expect(rig.hosts.a?.got).toHaveLength(4);
    expect((await door.listed()).map((row) => [row?.name, row?.intake]).toSorted()).toEqual([
      ...[
        ['1.txt', 'drop'],
        ['1.txt', 'history'],
        ['2.txt', 'drop'],
        ['2.txt', 'history'],
      ],
    ]);
  });

  test('leaves out what is another file by now, is gone, or is still on its way', async () => {
    await using door = createDoor({ hosts: { a: { answers: [deliver(), deliver(), hang()] } } });
    const { rig, calls } = door;
    const [changed, gone] = (await upload(rig, '1.txt', '2.txt')) as [UploadId, UploadId];
    const [busy] = rig.submit([rig.file('3.txt')]) as [UploadId];
    await rig.until(busy, running('sending'));
    writeFileSync(join(rig.folder, '1.txt'), 'something else');
    rmSync(join(rig.folder, '2.txt'));
    expect(await calls['history.again']({ ids: [changed, gone, busy] })).toEqual({
      ...{ batch: null, sent: 0 },
      leftOut: [
        { id: changed, why: 'changed' },
        { id: gone, why: 'unreadable' },
        { id: busy, why: 'unfinished' },
      ],
    });
    rig.engine.cancel(busy);
    await rig.engine.idle();
  });

  test('to another destination asks that one and no other, and gives a list of old and new links', async () => {
    await using door = createDoor();
    const { rig, calls, copied, saved } = door;
    const ids = await upload(rig, '=1.txt', '2.txt');
    const { batch, sent } = await calls['history.moveTo']({ ids, to: idOf('b') });
    expect(sent).toBe(2);
    await rig.engine.idle();
    expect([rig.hosts.a?.asked, rig.hosts.b?.asked]).toEqual([2, 2]);
    if (batch === null) throw new Error('a batch was made');
    const { links } = await calls['history.moved']({ batch });
    expect(links).toMatchObject([
      { name: '=1.txt', from: 'https://a.example/1/%3D1.txt', to: 'https://b.example/1/%3D1.txt', state: 'done' },
      { name: '2.txt', from: 'https://a.example/2/2.txt', to: 'https://b.example/2/2.txt', state: 'done' },
    ]);
    const rows = await door.listed();
    expect(rows.find((row) => row?.id === links[0]?.id)?.movedFrom).toBe(links[0]?.from);
    expect(await calls['history.copyMoved']({ batch })).toEqual({ copied: true });
    expect(copied).toEqual([links.map(({ from, to }) => `${from}\t${to}`).join('\n')]);
    expect(await calls['history.saveMoved']({ batch })).toEqual({ end: 'saved', count: 2 });
    expect(saved[0]?.split('\r\n').slice(0, 2)).toEqual([
      '\ufeffname,old link,new link',
      `'=1.txt,${links[0]?.from},${links[0]?.to}`,
    ]);
    // Another batch moved nothing.
    const [other] = await upload(rig, '3.txt');
    const own = other && rig.reader.batchOf(other);
    expect(own && (await calls['history.moved']({ batch: own }))).toEqual({ links: [] });
  });

  test('that fails there fails: no other destination was agreed to', async () => {
    await using door = createDoor({
      hosts: { a: {}, b: { answers: [refuse({ kind: 'too-large', sizeBytes: 1, limitBytes: 0 })] } },
    });
    const { rig, calls } = door;
    const ids = await upload(rig, '1.txt');
    const { batch } = await calls['history.moveTo']({ ids, to: idOf('b') });
    await rig.engine.idle();
    const { links } = await calls['history.moved']({ batch: batch ?? idBatch });
    expect(links).toMatchObject([{ to: null, state: 'failed' }]);
    expect(rig.hosts.a?.asked).toBe(1);
    expect(await calls['history.copyMoved']({ batch: batch ?? idBatch })).toEqual({ copied: false });
    await expect(calls['history.moveTo']({ ids, to: idOf('none') })).rejects.toMatchObject({
      failure: { kind: 'settings-invalid', field: 'destination' },
    });
  });
});
