/** Conformance: wrong secrets are told apart, good ones can be checked, and no failure shows one. */
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { notTried, type Suite } from './conformance.ts';
import { failureOf } from './conformance-rig.ts';

/** In no message of ours, and in no answer unless the host repeats it. */
const canary = 'wr0ng+canary/5ecret';

export function secretsConform({ provider, target, rig, topic, expectFailed }: Suite): void {
  if (target.secrets === undefined) {
    const required = provider.secretFields.filter((field) => field.required);
    notTried('secrets', 'it is used without any here', () => expect(required).toEqual([]));
    return;
  }
  const wrong = () => Object.fromEntries(Object.keys(rig().secrets).map((name) => [name, canary]));
  const refused = { failure: expect.objectContaining({ kind: 'auth' }), sent: 'nothing' };

  topic('wrong-secret', () =>
    test('a wrong secret is told apart, shown nowhere, and nothing is stored', async () => {
      const before = rig().standIn.uploads.length;
      const { payload } = await rig().payloadOf(100);
      const thrown: unknown = await rig()
        .send(payload, {}, rig().connect(wrong()))
        .catch((error: unknown) => error);
      expect(inspect(thrown, { depth: 10 })).not.toContain(canary);
      expectFailed(await rig().failing(payload, {}, rig().connect(wrong())), refused, 'wrong-secret');
      expect(rig().standIn.uploads).toHaveLength(before);
    }),
  );

  topic('statuses', () =>
    test('a host that repeats the secrets does not get them into a failure', async () => {
      const said = Object.values(rig().secrets).join(' ');
      await rig().standIn.fail({ kind: 'status', status: 400, body: `who are you, ${said}?` });
      const thrown: unknown = await rig()
        .send((await rig().payloadOf(100)).payload)
        .catch((error: unknown) => error);
      for (const secret of Object.values(rig().secrets)) expect(inspect(thrown, { depth: 10 })).not.toContain(secret);
    }),
  );

  topic('check-credentials', () => {
    const check = (secrets = rig().secrets) =>
      rig().connect(secrets).checkCredentials?.(new AbortController().signal) ?? Promise.reject(new Error('no check'));

    test('good secrets pass the check, and nothing is stored', async () => {
      const before = rig().standIn.uploads.length;
      await check();
      expect(rig().standIn.uploads).toHaveLength(before);
    });

    test('wrong ones do not', async () => {
      expectFailed(await failureOf(check(wrong())), refused, 'wrong-secret');
    });

    test('a host that is not there is no wrong secret', async () => {
      await rig().standIn.fail({ kind: 'refuse' });
      expect((await failureOf(check())).failure.kind).toBe('connection');
    });
  });
}
