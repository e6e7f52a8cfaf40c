import { beforeEach, expect, test, vi } from 'vitest';
import type { Caller } from './doors.ts';

type Listener = (event: object, name: unknown, input: unknown) => Promise<unknown>;
const listeners = new Map<string, Listener>();

// In plain Node this module would look for Electron's binary.
vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, listener: Listener) => listeners.set(channel, listener),
    removeHandler: (channel: string) => listeners.delete(channel),
  },
}));
const { openDoors } = await import('./doors.ts');

beforeEach(() => listeners.clear());

const frame = { origin: 'https://host.example' };
const answerAsCaller = async (_door: unknown, caller: Caller): Promise<unknown> => caller;

function called(event: object): Promise<unknown> {
  const listener = listeners.get('droprelay:page');
  if (!listener) throw new Error('the door is closed');
  return listener(event, 'app.quit', { go: true });
}

test('a call waits until there is somebody to answer', async () => {
  const doors = openDoors();
  const sender = { mainFrame: frame };
  const waits = called({ sender, senderFrame: frame });
  doors.answerBy(async (door, _caller, name, input) => [door, name, input]);
  expect(await waits).toEqual(['page', 'app.quit', { go: true }]);
});

test('whoever called is who it was then, whatever stands in its frame once it is answered', async () => {
  const doors = openDoors();
  const sender: { mainFrame: object } = { mainFrame: frame };
  const event: { sender: object; senderFrame: object | null } = { sender, senderFrame: frame };
  const waits = called(event);
  const next = { origin: 'app://droprelay' };
  sender.mainFrame = next;
  event.senderFrame = next;
  doors.answerBy(answerAsCaller);
  expect(await waits).toEqual({ sender, isMainFrame: true, origin: 'https://host.example' });
});

test.each([
  ['in the page', { origin: 'app://droprelay' }, 'app://droprelay'],
  ['that is gone', null, null],
])('a frame %s is not the page', async (_which, senderFrame, origin) => {
  const doors = openDoors();
  doors.answerBy(answerAsCaller);
  const sender = { mainFrame: frame };
  expect(await called({ sender, senderFrame })).toEqual({ sender, isMainFrame: false, origin });
});

test('closed, both doors let nobody in', () => {
  const doors = openDoors();
  expect(listeners.size).toBe(2);
  doors[Symbol.dispose]();
  expect(listeners.size).toBe(0);
});
