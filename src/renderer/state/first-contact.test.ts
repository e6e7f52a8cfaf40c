import { expect, test } from 'vitest';
import { type Door, type EventName, events } from '../../shared/contract.ts';
import { makeContact } from './first-contact.ts';

function doorOf() {
  const listeners = new Map<string, (payload: never) => void>();
  const door = {
    call: () => new Promise(() => undefined),
    on(name: EventName, listener: (payload: never) => void) {
      listeners.set(name, listener);
      return () => undefined;
    },
  } as unknown as Door;
  const tell = (name: EventName, payload: unknown): void => {
    const listener = listeners.get(name);
    if (!listener) throw new Error(`nobody listens to ${name}`);
    listener(payload as never);
  };
  return { door, tell, listeners };
}

test('hears all that main tells, but the history, which is heard where it is shown', () => {
  const { door, listeners } = doorOf();
  makeContact(door);
  const told = Object.keys(events).filter((name) => !name.startsWith('history.'));
  expect([...listeners.keys()].sort()).toEqual(told.sort());
});

test('what was told early comes in its order, and before what is told later', () => {
  const { door, tell } = doorOf();
  const contact = makeContact(door);
  const heard: unknown[] = [];
  tell('uploads.removed', 1);
  tell('uploads.changed', 2);
  tell('uploads.removed', 3);
  contact.hearBy({ 'uploads.removed': (it) => heard.push(it), 'uploads.changed': (it) => heard.push(it) });
  tell('uploads.changed', 4);
  expect(heard).toEqual([1, 2, 3, 4]);
});

test('what nobody asked to hear is not kept, and after one that breaks, the next is heard', () => {
  const { door, tell } = doorOf();
  const contact = makeContact(door);
  tell('uploads.changed', 1);
  contact.hearBy({});
  const heard: unknown[] = [];
  tell('uploads.changed', 2);
  contact.hearBy({ 'uploads.changed': (it) => heard.push(it) });
  tell('uploads.changed', 3);
  expect(heard).toEqual([3]);

  const other = doorOf();
  const broken = makeContact(other.door);
  other.tell('uploads.removed', 1);
  const hearers = {
    'uploads.removed': () => {
      throw new Error('broken');
    },
    'uploads.changed': (it: unknown) => heard.push(it),
  };
  expect(() => broken.hearBy(hearers)).toThrow('broken');
  other.tell('uploads.changed', 4);
  expect(heard).toEqual([3, 4]);
});
