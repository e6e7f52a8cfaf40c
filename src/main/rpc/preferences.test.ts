import { expect, test } from 'vitest';
import { Preferences } from '../../shared/preferences.ts';
import { Settings, type SettingsStore } from '../store/settings.ts';
import { createPreferences } from './preferences.ts';

function rig(apply: (now: Preferences, before: Preferences) => void) {
  let kept = Settings.parse({});
  const settings: SettingsStore = {
    get: () => kept,
    set: (change) => {
      kept = { ...kept, ...change };
    },
  };
  const told: Preferences[] = [];
  const set = createPreferences({ settings, apply, changed: () => told.push(kept.preferences) });
  return { set, kept: () => kept.preferences, told };
}

test('what a file leaves out is as usual, and nothing else is taken', () => {
  expect(Preferences.parse({ undoSeconds: 5 })).toMatchObject({ undoSeconds: 5, copyFormat: 'url' });
  for (const wrong of [{ undoSeconds: -1 }, { copyFormat: 'rtf' }, { other: 1 }, { shortcut: '' }]) {
    expect(Preferences.safeParse(wrong).success).toBe(false);
  }
});

test('a change is saved, acted on and shown, and leaves the others', async () => {
  const acted: [boolean, boolean][] = [];
  const { set, kept, told } = rig((now, before) => acted.push([now.startAtLogin, before.startAtLogin]));
  await set({ undoSeconds: 3 });
  await set({ startAtLogin: true });
  expect(kept()).toMatchObject({ undoSeconds: 3, startAtLogin: true });
  expect(acted).toEqual([
    [false, false],
    [true, false],
  ]);
  expect(told.at(-1)).toEqual(kept());
});

test('what the system does not let be so is put back', async () => {
  const { set, kept, told } = rig(() => {
    throw new Error('no');
  });
  await expect(set({ shortcut: 'Control+U', undoSeconds: 3 })).rejects.toThrow('no');
  expect(kept()).toEqual(Preferences.parse({}));
  expect(told).toEqual([Preferences.parse({})]);
});
