import { expect, test } from 'vitest';
import { Preferences, type PreferencesChange } from '../../shared/preferences.ts';
import type { LoginItem } from './login-item.ts';
import { createPreferenceActs } from './preference-acts.ts';
import { createShortcut } from './shortcut.ts';

function createActs(setLogin: (on: boolean, put: (on: boolean) => void) => void = (on, put) => put(on)) {
  let atLogin = false;
  const put = (on: boolean): void => {
    atLogin = on;
  };
  const loginItem: LoginItem = {
    view: () => ({ atLogin, needsApproval: false }),
    set: (on) => setLogin(on, put),
  };
  const registered: string[] = [];
  const system = { register: (keys: string) => registered.push(keys) > 0, unregister: () => 0, setSuspended: () => 0 };
  const shortcut = createShortcut({ system, isWayland: false, pressed: () => undefined, command: '' });
  const reported: unknown[] = [];
  const spoken: string[] = [];
  const done: string[] = [];
  const acts = createPreferenceActs(
    shortcut,
    loginItem,
    (choice) => spoken.push(choice),
    (error) => reported.push(error),
    {
      show: (theme) => done.push(theme),
      limitsChanged: () => done.push('limits'),
    },
  );
  const ask = (change: PreferencesChange): void => acts.apply(Preferences.parse(change), change);
  return { acts, ask, registered, reported, put, spoken, done };
}

const invalid = expect.objectContaining({ failure: { kind: 'settings-invalid', field: 'Start at login' } });

test('only what was asked for is done', () => {
  const { acts, ask, registered, put, spoken } = createActs();
  ask({ notifications: false });
  expect([registered, acts.view().startUp.atLogin]).toEqual([[], false]);
  ask({ startAtLogin: true });
  ask({ shortcut: 'Control+Alt+U' });
  expect([registered, acts.view().startUp.atLogin]).toEqual([['Control+Alt+U'], true]);
  ask({ language: 'de' });
  expect(spoken).toEqual(['de']);
  // The user removed it in the system's settings.
  put(false);
  ask({ notifications: true });
  expect(acts.view().startUp.atLogin).toBe(false);
  ask({ startAtLogin: true });
  expect(acts.view().startUp.atLogin).toBe(true);
});

test('a system that refuses, or does not do what it was told, makes the change fail', () => {
  const silent = createActs(() => undefined);
  expect(() => silent.ask({ startAtLogin: true })).toThrow(invalid);
  const refusing = createActs(() => {
    throw new Error('EACCES');
  });
  expect(() => refusing.ask({ startAtLogin: true })).toThrow(invalid);
  expect(refusing.reported).toHaveLength(1);
});

test('colours and limits count at once', () => {
  const { ask, done } = createActs();
  ask({ notifications: false });
  expect(done).toEqual([]);
  ask({ theme: 'dark' });
  ask({ uploadsAtOnce: 3 });
  ask({ uploadsPerDestination: 2 });
  expect(done).toEqual(['dark', 'limits', 'limits']);
});
