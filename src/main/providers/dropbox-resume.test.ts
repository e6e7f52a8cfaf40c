/** Dropbox: uploads that were cut, killed, or ended without a word, and what is sent again of them. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Payload } from '../net/payload.ts';
import { createRig, type Failed, failureOf, type Rig } from './conformance-rig.ts';
import { dropboxTarget } from './dropbox/test-target.ts';
import { dropbox } from './dropbox.ts';

const mebibyte = 1024 * 1024;
const signal = new AbortController().signal;

let rig: Rig;
beforeAll(async () => {
  rig = await createRig(dropbox, dropboxTarget({ settings: {} }));
});
afterEach(() => rig.standIn.heal());
afterAll(() => rig.close());

/** The requests from `before` on, as "route", or "route bytes" where they carried some of a file. */
function asked(before: number): string[] {
  return rig.standIn.requests.slice(before).map(({ path, bodyBytes }) => {
    const route = path.replace(/^\/2\/(files|sharing)\//, '');
    return /^upload/.test(route) && bodyBytes > 0 ? `${route} ${bodyBytes / mebibyte}` : route;
  });
}

const bytesSince = (before: number) =>
  rig.standIn.requests
    .slice(before)
    .filter(({ path }) => path.startsWith('/2/files/upload'))
    .reduce((sum, { bodyBytes }) => sum + bodyBytes, 0);

/** An upload that fails, and what it saved last. */
async function cut(payload: Payload, resumeFrom: string | null = null): Promise<Failed & { state: string | null }> {
  const saved: (string | null)[] = [];
  const failed = await rig.failing(payload, { resumeFrom, checkpoint: (state) => saved.push(state) });
  return { ...failed, state: saved.at(-1) ?? null };
}

const refusal = (error: object) =>
  ({ kind: 'status', status: 409, body: JSON.stringify({ error_summary: 'x/..', error }) }) as const;

test('killed at half, the next start sends only what is missing', async () => {
  const size = 60 * mebibyte;
  const { payload, sha256 } = await rig.payloadOf(size, 'half.bin');
  const begin = rig.standIn.requests.length;
  const { state: resumeFrom } = await rig.killed(payload, size / 2);
  await expect.poll(() => rig.standIn.requests.every(({ ended }) => ended)).toBe(true);
  const before = rig.standIn.requests.length;
  const progress: number[] = [];
  const { link, proof } = await rig.send(
    payload,
    { resumeFrom, onProgress: (bytes) => progress.push(bytes) },
    rig.connect(),
  );
  expect(asked(before)).toEqual([
    ...[8, 8, 8, 8, 4].map((bytes) => `upload_session/append_v2 ${bytes}`),
    'upload_session/finish',
    'create_shared_link_with_settings',
  ]);
  expect(bytesSince(before)).toBe(size - 24 * mebibyte);
  expect(bytesSince(begin)).toBeLessThanOrEqual(size + 8 * mebibyte);
  expect(Math.min(...progress)).toBeGreaterThanOrEqual(24 * mebibyte);
  expect(progress.at(-1)).toBe(size);
  expect(proof).toEqual({ kind: 'hash', by: 'host' });
  expect(rig.standIn.uploads.at(-1)).toMatchObject({ size, sha256 });
  expect((await fetch(link)).status).toBe(200);
});

test('a session is saved before anything is sent under it', async () => {
  const { payload } = await rig.payloadOf(9 * mebibyte);
  await rig.standIn.fail({ kind: 'status', status: 503 }, 1, /append_v2$/);
  const { state, sent, failure } = await cut(payload);
  expect([failure.kind, sent]).toEqual(['server', 'part']);
  expect(JSON.parse(state ?? '')).toMatchObject({ session: { offset: 0, id: expect.any(String) }, committing: null });
});

test('trap: bytes that came in without an answer are not sent again: it goes on where the host says', async () => {
  const { payload, sha256 } = await rig.payloadOf(20 * mebibyte);
  await rig.standIn.fail({ kind: 'reset-after-body' }, 1, /append_v2$/);
  const { state, failure, sent } = await cut(payload);
  expect([failure.kind, sent]).toEqual(['connection', 'part']);
  const before = rig.standIn.requests.length;
  await rig.send(payload, { resumeFrom: state });
  expect(asked(before).slice(0, 3)).toEqual([
    'upload_session/append_v2 8',
    'upload_session/append_v2 8',
    'upload_session/append_v2 4',
  ]);
  expect(rig.standIn.uploads.at(-1)).toMatchObject({ sha256 });
});

test('a host that sends us to and fro is not obeyed for ever', async () => {
  const { payload } = await rig.payloadOf(9 * mebibyte);
  await rig.standIn.fail(refusal({ '.tag': 'incorrect_offset', correct_offset: 0 }), Infinity, /append_v2$/);
  const before = rig.standIn.requests.length;
  expect((await rig.failing(payload)).failure).toMatchObject({ kind: 'bad-request', detail: 'incorrect_offset' });
  expect(asked(before).filter((one) => one === 'upload_session/start')).toHaveLength(2);
  expect(asked(before)).toHaveLength(2 + 2 * 4);
});

test.each([
  ['not there any more', refusal({ '.tag': 'not_found' })],
  ['at an offset beyond the file', refusal({ '.tag': 'incorrect_offset', correct_offset: 1e12 })],
])('trap: a session that is %s is begun anew', async (_, fault) => {
  const { payload, sha256 } = await rig.payloadOf(20 * mebibyte);
  await rig.standIn.fail({ kind: 'status', status: 503 }, 1, /finish$/);
  const { state } = await cut(payload);
  await rig.standIn.fail(fault, 1, /append_v2$/);
  const half = JSON.stringify({
    ...JSON.parse(state ?? ''),
    committing: null,
    session: { id: 'gone', offset: 8 * mebibyte },
  });
  const before = rig.standIn.requests.length;
  await rig.send(payload, { resumeFrom: half });
  expect(asked(before)).toContain('upload_session/start');
  expect(rig.standIn.uploads.at(-1)).toMatchObject({ sha256 });
});

test('trap: a session that is closed already is finished, or begun anew where it lacks something', async () => {
  const { payload, sha256 } = await rig.payloadOf(20 * mebibyte);
  const whole = await rig.payloadOf(9 * mebibyte, 'closed.bin');
  await rig.standIn.fail({ kind: 'status', status: 503 }, 1, /finish$/);
  const { state } = await cut(whole.payload);
  const kept = JSON.parse(state ?? '');
  const early = JSON.stringify({ ...kept, session: { ...kept.session, offset: 8 * mebibyte } });
  const before = rig.standIn.requests.length;
  await rig.send(whole.payload, { resumeFrom: early });
  expect(asked(before)).toEqual([
    'get_metadata',
    'upload_session/append_v2 1',
    'upload_session/finish',
    'create_shared_link_with_settings',
  ]);
  await rig.standIn.fail(refusal({ '.tag': 'closed' }), 1, /append_v2$/);
  await rig.send(payload);
  expect(rig.standIn.uploads.at(-1)).toMatchObject({ sha256 });
});

test.each([
  ['in one request', 1000, /files\/upload$/],
  ['in a session', 9 * mebibyte, /finish$/],
])(
  'trap: a file that came in without an answer is found again, and there is no second one (%s)',
  async (_, size, at) => {
    const { payload, sha256 } = await rig.payloadOf(size, `ambiguous-${size}.bin`);
    const files = rig.standIn.uploads.length;
    await rig.standIn.fail({ kind: 'reset-after-body' }, 1, at);
    const { state, failure, sent } = await cut(payload);
    expect([failure.kind, sent]).toEqual(['connection', 'all']);
    const before = rig.standIn.requests.length;
    const { link, proof } = await rig.send(payload, { resumeFrom: state });
    expect(asked(before)).toEqual(['get_metadata', 'create_shared_link_with_settings']);
    expect(rig.standIn.uploads).toHaveLength(files + 1);
    expect(rig.standIn.uploads.at(-1)).toMatchObject({ sha256 });
    expect(proof).toEqual({ kind: 'hash', by: 'host' });
    expect(await (await fetch(link)).bytes()).toHaveLength(size);
  },
);

test('one that did not come in is sent under its name, or under another where that is taken by now', async () => {
  const { payload } = await rig.payloadOf(1000, 'late.bin');
  await rig.standIn.fail({ kind: 'status', status: 500 });
  const { state } = await cut(payload);
  const { link } = await rig.send((await rig.payloadOf(10, 'late.bin')).payload);
  expect(link).toMatch(/\/late\.bin\?/);
  const mine = await rig.send(payload, { resumeFrom: state });
  expect(mine.link).toMatch(/\/late-[a-z0-9]{6}\.bin\?/);
  expect(await (await fetch(link)).bytes()).toHaveLength(10);
});

test('trap: a link that exists already is used, as the refusal tells it or as it is listed', async () => {
  for (const listed of [false, true]) {
    const { payload } = await rig.payloadOf(1000, 'shared.bin');
    await rig.standIn.fail({ kind: 'reset-after-body' }, 1, /create_shared/);
    const { state, failure, sent } = await cut(payload);
    expect([failure.kind, sent]).toEqual(['connection', 'all']);
    if (listed) {
      const bare = { '.tag': 'shared_link_already_exists', shared_link_already_exists: { '.tag': 'other' } };
      await rig.standIn.fail(refusal(bare), 1, /create_shared/);
    }
    const before = rig.standIn.requests.length;
    const { link } = await rig.send(payload, { resumeFrom: state });
    const steps = ['get_metadata', 'create_shared_link_with_settings'];
    expect(asked(before)).toEqual(listed ? [...steps, 'list_shared_links'] : steps);
    expect(link).toMatch(/\?rlkey=[a-z0-9]{25}&dl=1$/);
    expect((await fetch(link)).status).toBe(200);
  }
});

test('a file that was moved meanwhile is found by its id', async () => {
  const { payload } = await rig.payloadOf(1000, 'moved.bin');
  await rig.standIn.fail({ kind: 'status', status: 503 }, 1, /create_shared/);
  const { state } = await cut(payload);
  const elsewhere = JSON.stringify({ ...JSON.parse(state ?? ''), path: '/nowhere/else.bin' });
  const files = rig.standIn.uploads.length;
  await rig.send(payload, { resumeFrom: elsewhere });
  expect(rig.standIn.uploads).toHaveLength(files);
});

test('a link that is not for everybody is none, and the file is deleted with what the upload left', async () => {
  const { payload } = await rig.payloadOf(1000, 'team.bin');
  const shared = {
    '.tag': 'file',
    url: `${rig.standIn.settings.server}/scl/fi/x/team.bin?rlkey=k&dl=0`,
    link_permissions: { resolved_visibility: { '.tag': 'team_only' } },
  };
  await rig.standIn.fail({ kind: 'text', text: JSON.stringify(shared) }, 1, /create_shared/);
  const { failure, sent, state } = await cut(payload);
  expect(failure).toMatchObject({ kind: 'forbidden', detail: 'a link for team_only only' });
  expect(sent).toBe('all');
  const discard = () => rig.connection.discard?.(state ?? '', signal);
  await discard();
  await discard();
  const before = rig.standIn.requests.length;
  await rig.send(payload, { resumeFrom: state });
  expect(asked(before)).toEqual(['get_metadata', 'upload 0.00095367431640625', 'create_shared_link_with_settings']);
});

test('what an upload left without a file is forgotten without a word', async () => {
  const before = rig.standIn.requests.length;
  for (const state of ['', 'nonsense', '{}']) await rig.connection.discard?.(state, signal);
  expect(asked(before)).toEqual([]);
});

test('a file that another account does not have is not told to be deleted', async () => {
  const delivery = await rig.send((await rig.payloadOf(10)).payload);
  const id = delivery.deleteHandle?.split(' ')[0];
  const of = (deleteHandle: string) => rig.connection.remove?.({ link: delivery.link, deleteHandle }, signal);
  const elsewhere = `${'a'.repeat(22)} anothers`;
  expect((await failureOf(of(elsewhere) ?? Promise.resolve())).failure.kind).toBe('forbidden');
  // Who signed in anew to the same account finds it.
  await of(`${id} before`);
  expect((await fetch(delivery.link)).status).toBe(404);
});

test('a file of the same bytes that was there before is none of ours: it would be deleted with ours', async () => {
  const { payload } = await rig.payloadOf(1000, 'twin.bin');
  const first = await rig.send(payload);
  await rig.standIn.fail({ kind: 'reset', afterBytes: 100 }, 1, /upload$/);
  const { state } = await cut(payload);
  // As if the first one were some hours old.
  const later = JSON.stringify({ ...JSON.parse(state ?? ''), committing: Date.now() + 3_600_000 });
  const second = await rig.send(payload, { resumeFrom: later });
  expect(second.deleteHandle).not.toBe(first.deleteHandle);
  await rig.connection.remove?.({ link: second.link, deleteHandle: second.deleteHandle ?? '' }, signal);
  expect((await fetch(first.link)).status).toBe(200);
});
