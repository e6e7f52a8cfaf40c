/** The one global shortcut: asked of the system, and what the system says of it. */
import type { ShortcutRefusal, ShortcutView } from '../../shared/desktop-view.ts';
import { UploadFailure } from '../../shared/failure.ts';
import { areUsableKeys } from '../../shared/shortcut-keys.ts';

/** Electron's `globalShortcut`, as far as it is needed here. */
export interface SystemShortcuts {
  /** Throws for keys that it does not know. */
  register(keys: string, pressed: () => void): boolean;
  unregister(keys: string): void;
  /** Shortcuts do nothing while suspended, and none can be registered. */
  setSuspended(suspended: boolean): void;
}

export interface ShortcutDeps {
  readonly system: SystemShortcuts;
  /** The session is Wayland's: the desktop decides, asks the user, and tells no program what came of it. */
  readonly isWayland: boolean;
  readonly pressed: () => void;
  /** The command that does the same, as the window shows it; '' where nothing but the program takes shortcuts. */
  readonly command: string;
}

export interface Shortcut extends Disposable {
  /** Asks for what was chosen earlier; a refusal stands in the view, and the choice stays. */
  start(keys: string | null): void;
  /** Changes it; fails with `settings-invalid` where the system does not take it, and changes nothing then. */
  change(keys: string | null): void;
  /** While keys are being chosen, those that are chosen already do nothing. */
  record(on: boolean): void;
  view(): ShortcutView;
}

export function createShortcut({ system, isWayland, pressed, command }: ShortcutDeps): Shortcut {
  let current: string | null = null;
  /** What was chosen, and does not work. */
  let broken = false;
  let refused: ShortcutView['refused'] = null;

  const ask = (keys: string): ShortcutRefusal | null => {
    if (!areUsableKeys(keys)) return 'unknown-keys';
    try {
      if (system.register(keys, pressed)) return null;
    } catch {
      return 'unknown-keys';
    }
    return isWayland ? 'not-allowed' : 'taken';
  };
  /** True where the system has taken it. */
  const take = (keys: string): boolean => {
    const why = ask(keys);
    refused = why && { keys, why };
    if (!why) current = keys;
    return why === null;
  };
  const stateNow = (): ShortcutView['state'] => {
    if (current !== null) return isWayland ? 'asked' : 'works';
    return broken ? 'refused' : 'off';
  };

  return {
    start(keys) {
      if (keys !== null) broken = !take(keys);
    },
    change(keys) {
      system.setSuspended(false);
      const before = current;
      if (keys !== before) {
        if (keys !== null && !take(keys)) throw new UploadFailure({ kind: 'settings-invalid', field: 'shortcut' });
        if (before !== null) system.unregister(before);
        current = keys;
      }
      broken = false;
      refused = null;
    },
    record: (on) => system.setSuspended(on),
    view: () => ({ state: stateNow(), refused, command }),
    [Symbol.dispose]() {
      if (current !== null) system.unregister(current);
      current = null;
    },
  };
}
