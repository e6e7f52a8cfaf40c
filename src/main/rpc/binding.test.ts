import type { WebContents } from 'electron';
import { expect, test } from 'vitest';
import { UploadFailure } from '../../shared/failure.ts';
import { bindCalls } from './binding.ts';
import type { Answer, Caller, Door } from './doors.ts';
import type { Handlers } from './handlers.ts';

const origin = 'app://droprelay';
const contents = {} as WebContents;
const fromOurs: Caller = { sender: contents, isMainFrame: true, origin };

function bound(handlers: Partial<Handlers>, window: WebContents | null = contents) {
  const reports: unknown[] = [];
  let answer: Answer | null = null;
  bindCalls({
    doors: {
      answerBy(by) {
        answer = by;
      },
      [Symbol.dispose]: () => undefined,
    },
    handlers: handlers as Handlers,
    window: () => window,
    origin,
    report: (error) => reports.push(error),
  });
  const call = (name: unknown, input?: unknown, door: Door = 'page', caller: Caller = fromOurs) =>
    answer?.(door, caller, name, input);
  return { call, reports };
}

function neverReached(): never {
  throw new Error('a handler was reached');
}

test('what a handler gives crosses as a value, what it throws as a failure; only a defect of ours is reported', async () => {
  const { call, reports } = bound({
    'links.copy': async () => ({ copied: true }),
    'app.askToQuit': () => {
      throw new UploadFailure({ kind: 'cancelled' });
    },
    'uploads.pause': () => {
      throw new Error('unforeseen');
    },
  });
  const id = '01890000-0000-7000-8000-000000000000';
  expect(await call('links.copy', { ids: [id] })).toEqual({ ok: true, value: { copied: true } });
  expect(await call('app.askToQuit')).toEqual({ ok: false, failure: { kind: 'cancelled' } });
  expect(reports).toEqual([]);
  expect(await call('uploads.pause', { ids: [] })).toMatchObject({ ok: false, failure: { kind: 'bug' } });
  expect(reports).toEqual([new Error('unforeseen')]);
});

test('nothing crosses that the contract does not name', async () => {
  const told = { copied: true, path: '/home/somebody/secret' };
  const { call, reports } = bound({ 'shortcut.copyCommand': async () => told });
  expect(await call('shortcut.copyCommand')).toEqual({ ok: true, value: { copied: true } });
  const wrong = bound({ 'shortcut.copyCommand': async () => Object({ copied: '/home/somebody/secret' }) });
  const answer = await wrong.call('shortcut.copyCommand');
  expect(answer).toMatchObject({ ok: false, failure: { kind: 'bug' } });
  expect(JSON.stringify(answer)).not.toContain('somebody');
  expect([reports.length, wrong.reports.length]).toEqual([0, 1]);
});

test.each([
  ['a name that is no call', 'files.read', undefined],
  ['a name of every object', 'toString', undefined],
  ['a name that is no text', { name: 'app.quit' }, undefined],
  [
    'a call of the preload, through the page’s door',
    'intake.files',
    { files: [{ path: '/etc/passwd' }], from: 'drop' },
  ],
  ['an input that does not fit', 'app.quit', { go: 'yes' }],
])('%s reaches no handler', async (_what, name, input) => {
  const { call, reports } = bound({ 'intake.files': neverReached, 'app.quit': neverReached });
  expect(await call(name, input)).toMatchObject({ ok: false });
  expect(reports).toEqual([]);
});

test.each([
  ['other contents', { ...fromOurs, sender: {} as WebContents }],
  ['a frame inside our page', { ...fromOurs, isMainFrame: false }],
  ['another page in our window', { ...fromOurs, origin: 'https://host.example' }],
  ['a frame that is gone', { ...fromOurs, isMainFrame: false, origin: null }],
])('a call from %s is refused, told, and reaches no handler', async (_whose, caller) => {
  const { call, reports } = bound({ 'app.quit': neverReached });
  await expect(call('app.quit', { go: true }, 'page', caller)).rejects.toThrow('refused');
  expect(reports).toEqual([new Error('a call from a frame that is not ours was refused')]);
});

test('without a window, nobody is answered', async () => {
  const { call } = bound({ 'app.quit': neverReached }, null);
  await expect(call('app.quit', { go: true })).rejects.toThrow('refused');
});
