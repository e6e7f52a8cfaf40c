import { describe, expect, test } from 'vitest';
import { UploadFailure } from '../../shared/failure.ts';
import type { HttpAnswer, Net } from '../net/net.ts';
import type { Payload } from '../net/payload.ts';
import type { Delivery, Traits } from '../providers/provider.ts';
import { plainTraits } from './test-host.ts';
import { createVerify, verifyNothing } from './verification.ts';

const pin = { path: '/a.bin', dev: 1n, ino: 1n, size: 5, mtimeNs: 1n };
const payload: Payload = {
  name: 'a.bin',
  mime: 'application/octet-stream',
  size: 5,
  source: pin,
  open: () => Promise.reject(new Error('not read')),
};
const delivery: Delivery = { link: 'https://a.example/a.bin', deleteHandle: null, expiresAt: null, proof: null };
const connection = { upload: () => Promise.reject(new Error('not used')) };

/** What verification finds where the link answers so (null: not at all), and how it was asked. */
async function verified(
  answer: Partial<HttpAnswer> | null,
  traits: Partial<Traits> = {},
  of = delivery,
  name = payload.name,
) {
  const asked: string[] = [];
  const waits: number[] = [];
  const net: Net = {
    request({ method }) {
      asked.push(method);
      if (!answer) return Promise.reject(new UploadFailure({ kind: 'connection', host: 'a.example', detail: '' }));
      return Promise.resolve({ status: 200, headers: {}, text: '', truncated: false, sent: 'nothing', ...answer });
    },
    connect: () => Promise.reject(new Error('a link check only sends requests')),
    close: () => Promise.resolve(),
  };
  const verify = createVerify(net, (ms) => {
    waits.push(ms);
    return Promise.resolve();
  });
  const at = { traits: { ...plainTraits, ...traits }, connection };
  return { verdict: await verify(of, { ...payload, name }, at, new AbortController().signal), asked, waits };
}

describe('verification', () => {
  test('takes the proof of the host without asking the link', async () => {
    const proof = { kind: 'hash', by: 'host' } as const;
    expect(await verified(null, {}, { ...delivery, proof })).toEqual({
      verdict: { kind: 'proof', proof },
      asked: [],
      waits: [],
    });
  });

  test.each(['never', 'own-server'] as const)('asks no link that may not be asked (%s)', async (linkCheck) => {
    const { verdict, asked } = await verified(null, { linkCheck });
    expect(verdict).toEqual({ kind: 'proof', proof: { kind: 'unverified', why: 'not-checkable' } });
    expect(asked).toEqual([]);
  });

  test('the right length is a proof of size', async () => {
    const { verdict } = await verified({ headers: { 'content-length': '5' } });
    expect(verdict).toEqual({ kind: 'proof', proof: { kind: 'size', by: 'link' } });
  });

  test('another length is a contradiction', async () => {
    const { verdict } = await verified({ headers: { 'content-length': '6' } });
    expect(verdict).toEqual({ kind: 'contradiction', failure: { kind: 'bad-proof', why: 'size' } });
  });

  test.each([
    ['a.JPG', '4', 'proof'],
    ['a.jpg', '6', 'contradiction'],
    ['a.jpg', '0', 'contradiction'],
    ['a.zip', '4', 'contradiction'],
  ])('%s of 5 bytes, %s behind the link, where pictures may shrink: %s', async (name, length, kind) => {
    const { verdict } = await verified(
      { headers: { 'content-length': length } },
      { mayShrink: ['jpg'] },
      delivery,
      name,
    );
    expect(verdict).toMatchObject(
      kind === 'proof' ? { kind, proof: { kind: 'reachable' } } : { kind, failure: { why: 'size' } },
    );
  });

  test('a link that can not be reached is asked three times, then delivered as unverified', async () => {
    const { verdict, asked, waits } = await verified(null);
    expect(verdict).toEqual({ kind: 'proof', proof: { kind: 'unverified', why: 'unreachable' } });
    expect([asked.length, waits]).toEqual([3, [2_000, 8_000]]);
  });

  describe('where the link must open', () => {
    const mustOpen = { linkMustOpen: true };
    const hash = { kind: 'hash', by: 'host' } as const;
    const size = { kind: 'size', by: 'host' } as const;
    const closed = { kind: 'contradiction', failure: { kind: 'bad-proof', why: 'closed' } };

    test.each([
      ['a hash', hash, { headers: { 'content-length': '5' } }, { kind: 'proof', proof: hash }],
      ['a size', size, { headers: { 'content-length': '5' } }, { kind: 'proof', proof: { kind: 'size', by: 'link' } }],
      ['a size', size, {}, { kind: 'proof', proof: size }],
      ['a hash', hash, { status: 403 }, closed],
      ['a hash', hash, { status: 503 }, { kind: 'proof', proof: hash }],
      ['a hash', hash, null, { kind: 'proof', proof: hash }],
      ['nothing', null, { status: 404 }, closed],
      ['nothing', null, null, { kind: 'proof', proof: { kind: 'unverified', why: 'unreachable' } }],
      [
        'a hash',
        hash,
        { headers: { 'content-length': '6' } },
        { kind: 'contradiction', failure: { kind: 'bad-proof', why: 'size' } },
      ],
    ])('and the host proves %s (%o), the answer %o gives %o', async (_, proof, answer, verdict) => {
      const seen = await verified(answer, mustOpen, { ...delivery, proof });
      expect(seen.verdict).toEqual(verdict);
      expect(seen.asked.length).toBeGreaterThan(0);
    });

    test.each(['never', 'own-server'] as const)('it is not asked where it may not be (%s)', async (linkCheck) => {
      const seen = await verified(null, { ...mustOpen, linkCheck }, { ...delivery, proof: hash });
      expect([seen.verdict, seen.asked]).toEqual([{ kind: 'proof', proof: hash }, []]);
    });

    test('nobody is asked where the host itself contradicts', async () => {
      const proof = { kind: 'contradiction', why: 'hash' } as const;
      const seen = await verified(null, mustOpen, { ...delivery, proof });
      expect(seen.verdict).toEqual({ kind: 'contradiction', failure: { kind: 'bad-proof', why: 'hash' } });
      expect(seen.asked).toEqual([]);
    });
  });

  test('who asked for no check gets none', async () => {
    const at = { traits: plainTraits, connection };
    expect(await verifyNothing(delivery, payload, at, new AbortController().signal)).toEqual({
      kind: 'proof',
      proof: { kind: 'unverified', why: 'not-asked' },
    });
  });
});
