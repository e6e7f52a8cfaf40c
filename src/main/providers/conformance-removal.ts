/** Conformance: what can be deleted is gone afterwards, once and for all, and nothing else is. */
import { expect, test } from 'vitest';
import { notTried, type Suite } from './conformance.ts';
import { failureOf } from './conformance-rig.ts';
import type { Delivery } from './provider.ts';

export function removalConforms({ target, traits, rig, expectFailed }: Suite): void {
  if (!traits.deletable) {
    test('nothing that it gives back can be deleted, as its traits say', async () => {
      expect((await rig().send((await rig().payloadOf(10)).payload)).deleteHandle).toBeNull();
    });
    return;
  }

  const statusOf = async (link: string) =>
    (
      await fetch(link, { headers: { 'user-agent': 'curl/8.0' } }).then(async (answer) => {
        await answer.body?.cancel();
        return answer;
      })
    ).status;
  const remove = async (delivery: Pick<Delivery, 'link' | 'deleteHandle'>, signal = new AbortController().signal) => {
    const { link, deleteHandle } = delivery;
    if (deleteHandle === null) throw new Error('it has nothing to delete it with');
    await rig().connection.remove?.({ link, deleteHandle }, signal);
  };
  const sent = async () => rig().send((await rig().payloadOf(1000)).payload);

  test('what is deleted is gone, and a second time is no error', async () => {
    const [other, delivery] = [await sent(), await sent()];
    expect(await statusOf(delivery.link)).toBe(200);
    await remove(delivery);
    expect(await statusOf(delivery.link)).not.toBe(200);
    await remove(delivery);
    expect(await statusOf(other.link)).toBe(200);
  });

  test('a wrong handle deletes nothing', async () => {
    const delivery = await sent();
    const attempt = remove({ ...delivery, deleteHandle: wrong(delivery.deleteHandle ?? '') });
    if (target.differs?.['wrong-handle']) {
      expectFailed(await failureOf(attempt), { failure: expect.anything(), sent: 'nothing' }, 'wrong-handle');
    } else await attempt;
    expect(await statusOf(delivery.link)).toBe(200);
  });

  test('a cancelled deletion asks nothing, and a host that is not there is told', async () => {
    const delivery = await sent();
    const before = rig().standIn.requests.length;
    expect((await failureOf(remove(delivery, AbortSignal.abort()))).failure).toEqual({ kind: 'cancelled' });
    expect(rig().standIn.requests).toHaveLength(before);
    await rig().standIn.fail({ kind: 'refuse' });
    const usual = { failure: expect.objectContaining({ kind: 'connection' }), sent: expect.any(String) };
    expectFailed(await failureOf(remove(delivery)), usual, 'refuse');
    await rig().standIn.heal();
    expect(await statusOf(delivery.link)).toBe(200);
  });

  if (target.secrets === undefined) notTried('deletion with wrong secrets', 'it is used without any here');
  else {
    test('wrong secrets delete nothing', async () => {
      const delivery = await sent();
      const wrongs = Object.fromEntries(Object.keys(rig().secrets).map((name) => [name, 'wr0ng']));
      const handle = { link: delivery.link, deleteHandle: delivery.deleteHandle ?? '' };
      const attempt = rig().connect(wrongs).remove?.(handle, new AbortController().signal) ?? Promise.resolve();
      const usual = { failure: expect.objectContaining({ kind: 'auth' }), sent: 'nothing' };
      expectFailed(await failureOf(attempt), usual, 'wrong-secret');
      expect(await statusOf(delivery.link)).toBe(200);
    });
  }
}

/** A handle of the same shape: each letter and digit is the next one. */
function wrong(handle: string): string {
  const letters = 'abcdefghijklmnopqrstuvwxyza-ABCDEFGHIJKLMNOPQRSTUVWXYZA-01234567890';
  return handle.replaceAll(/[a-z0-9]/gi, (letter) => letters[letters.indexOf(letter) + 1] ?? letter);
}
