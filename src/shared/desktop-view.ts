/** What the desktop lets this program do, as the Settings view shows it: what really is, not what was wished. */
import { z } from 'zod';

/** Why the system did not take a shortcut: another program has it, it knows no such keys, or it lets no program have one. */
export const ShortcutRefusal = z.enum(['taken', 'unknown-keys', 'not-allowed']);
export type ShortcutRefusal = z.infer<typeof ShortcutRefusal>;

export const ShortcutView = z.object({
  /**
   * `works`: the system has it; `asked`: the desktop was asked and tells no program what came of it (Wayland); `refused`:
   * it was chosen, and does not work now; `off`: none was chosen.
   */
  state: z.enum(['off', 'works', 'asked', 'refused']),
  /** What the system did not take last; null where it took all that it was asked for. */
  refused: z.object({ keys: z.string(), why: ShortcutRefusal }).nullable(),
  /** The command that the desktop's own settings can bind to keys, its folders left out; '' where none is needed. */
  command: z.string(),
});
export type ShortcutView = z.infer<typeof ShortcutView>;

export const StartUpView = z.object({
  /** The system starts the program when the user logs in. */
  atLogin: z.boolean(),
  /** It does so only once the user agreed in the system's settings (macOS). */
  needsApproval: z.boolean(),
});
export type StartUpView = z.infer<typeof StartUpView>;

export const DesktopView = z.object({ shortcut: ShortcutView, startUp: StartUpView });
export type DesktopView = z.infer<typeof DesktopView>;
