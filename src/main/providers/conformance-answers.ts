/** Conformance: refusals are told apart, and nothing counts as a success but a link of the host's own to the file. */
import { expect, test } from 'vitest';
import { notTried, type Suite } from './conformance.ts';
import { usualProof } from './conformance-arrival.ts';

const mebibyte = 1024 * 1024;
/** More than a form's fields and boundaries take. */
const clearlyOver = 4096;

export function answersConform(suite: Suite): void {
  const { target, traits, rig, topic, expectFailed } = suite;

  topic('statuses', () => {
    test.each([
      [{ status: 413 }, { kind: 'too-large', limitBytes: null }, 'nothing'],
      [{ status: 429, retryAfter: '7' }, { kind: 'rate-limited', retryAfterMs: 7000 }, 'nothing'],
      [{ status: 403, body: 'no\u202e\r\nentry' }, { kind: 'forbidden', detail: 'no entry' }, 'nothing'],
      [{ status: 451 }, { kind: 'content-blocked' }, 'nothing'],
      [{ status: 500 }, { kind: 'server', status: 500, retryAfterMs: null }, 'all'],
      [{ status: 503, retryAfter: '30' }, { kind: 'server', status: 503, retryAfterMs: 30_000 }, 'all'],
      [{ status: 507 }, { kind: 'quota' }, 'nothing'],
      [{ status: 302, location: 'https://elsewhere.example/' }, { kind: 'bad-answer' }, 'all'],
    ] as const)('status %j is told apart', async (answer, failure, sent) => {
      await rig().standIn.fail({ kind: 'status', ...answer });
      const { payload } = await rig().payloadOf(100);
      const usual = { failure: expect.objectContaining(failure), sent };
      expectFailed(await rig().failing(payload), usual, `status-${answer.status}`);
    });

    test.each([
      ['7', 7000],
      [undefined, null],
    ] as const)('too many requests, as this host says it, with Retry-After %j', async (retryAfter, retryAfterMs) => {
      await rig().standIn.fail({ kind: 'rate-limit', ...(retryAfter !== undefined && { retryAfter }) });
      const { failure, sent } = await rig().failing((await rig().payloadOf(100)).payload);
      const usual = { failure: expect.objectContaining({ kind: 'rate-limited' }), sent: 'nothing' };
      expectFailed({ failure, sent }, usual, 'rate-limit');
      if (retryAfterMs !== null) expect(failure).toMatchObject({ retryAfterMs });
    });
  });

  topic('limits', () => {
    test.each(['linger', 'after-body'] as const)('a refusal over an unknown limit is too-large (%s)', async (how) => {
      await rig().standIn.fail({ kind: 'limit', bytes: mebibyte, how });
      const { payload } = await rig().payloadOf(20 * mebibyte);
      const failure = { kind: 'too-large', sizeBytes: payload.size, limitBytes: null };
      expectFailed(await rig().failing(payload), { failure, sent: 'nothing' }, `limit-${how}`);
    });

    test('a refusal with the connection closed at once is too-large, or a cut where it was lost', async () => {
      await rig().standIn.fail({ kind: 'limit', bytes: mebibyte, how: 'close' });
      const { payload } = await rig().payloadOf(20 * mebibyte);
      expect(['too-large', 'cut-while-sending', 'connection']).toContain((await rig().failing(payload)).failure.kind);
    });

    const { maxBytes } = traits;
    if (maxBytes === null) notTried('a file over the limit', 'the host names no limit');
    else {
      test('a file over the limit that the traits name is too-large, and the limit is told', async () => {
        const payload = await rig().hollow(maxBytes + clearlyOver);
        const failure = { kind: 'too-large', sizeBytes: payload.size, limitBytes: maxBytes };
        expectFailed(await rig().failing(payload), { failure, sent: 'nothing' }, 'over-limit');
      });
    }
  });

  topic('answers', () =>
    test.each([
      { kind: 'html-page' } as const,
      ...[
        '',
        'Something went wrong',
        'https://elsewhere.example/abc.bin',
        'javascript:alert(1)',
        'null',
        '[]',
        '{"success":true}',
        'x'.repeat(200_000),
        ...(target.notALink ?? []),
      ].map((text) => ({ kind: 'text', text }) as const),
    ])('200 with anything but a link of its own is no success: %j', async (fault) => {
      await rig().standIn.fail(fault, 1, target.linkTold?.at ?? null);
      const { payload } = await rig().payloadOf(100);
      const { failure, sent } = await rig().failing(payload);
      expect([failure.kind, sent]).toEqual(['bad-answer', target.linkTold?.sent ?? 'all']);
      expect('detail' in failure && failure.detail.length).toBeLessThanOrEqual(500);
    }),
  );

  const proof = usualProof(suite);
  topic('proof', () => {
    if (proof.kind === 'unverified') {
      notTried('a link to an empty file', 'its links may not be asked', () => expect(traits.linkCheck).toBe('never'));
    } else if (proof.kind !== 'reachable' && proof.by === 'host') {
      test.each(['empty', 'truncated'] as const)('the host’s own words tell of a file that came %s', async (file) => {
        await rig().standIn.fail({ kind: 'bad-file', file, told: true });
        const { failure } = await rig().failing((await rig().payloadOf(1000)).payload);
        expect(failure).toEqual({ kind: 'bad-proof', why: expect.stringMatching(/^(size|hash)$/) });
      });
    } else {
      test.each([
        ['empty', 0],
        ['truncated', 500],
      ] as const)('a link to a file that came %s is found out by the check', async (file, gotBytes) => {
        await rig().standIn.fail({ kind: 'bad-file', file });
        const { payload } = await rig().payloadOf(1000);
        const { link } = await rig().send(payload);
        expect(await rig().checked(link, payload)).toEqual({ contradiction: 'size', gotBytes });
      });
    }
  });
}
