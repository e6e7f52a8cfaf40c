/** The calls about the data that the program keeps: its folder, back-ups, and what it can say about itself. */
import { z } from 'zod';

const bytes = z.number().int().nonnegative();
const count = z.number().int().nonnegative();
const nothing = z.void();
const none = z.undefined();

export const KeptData = z.object({
  /** The settings and the history. */
  historyBytes: bytes,
  /** Copies that the program made, such as of pasted images. */
  copies: z.object({ count, bytes }),
});
export type KeptData = z.infer<typeof KeptData>;

/** What a back-up holds, or why nothing can be restored from it. */
export const RestoreOffer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), token: z.string(), madeAt: z.number(), uploads: count, destinations: count }),
  z.object({ kind: z.literal('refused'), why: z.enum(['no-backup', 'damaged', 'newer', 'no-room', 'busy']) }),
]);
export type RestoreOffer = z.infer<typeof RestoreOffer>;

/** Facts about the program and this computer that help to find a defect; no path, no name of the user, no secret. */
export const Diagnostics = z.object({
  app: z.string(),
  electron: z.string(),
  chromium: z.string(),
  node: z.string(),
  system: z.string(),
  /** `x11`, `wayland` and the name of the desktop; '' where there is no such thing. */
  session: z.string(),
  /** Who puts texts on the clipboard: Electron, the tools of Wayland, or Electron while the window is in front. */
  clipboard: z.enum(['electron', 'wayland-tools', 'in-front']),
  tray: z.enum(['shown', 'none']),
  notifications: z.enum(['served', 'none']),
  /** How secrets are kept here; `unknown` while there is none. */
  keyStore: z.enum(['sealed', 'weak', 'not-sealed', 'unknown']),
  proxy: z.enum(['system', 'none', 'own']),
  history: z.object({ version: count, uploads: count, bytes }),
});
export type Diagnostics = z.infer<typeof Diagnostics>;

export const dataCalls = {
  'data.view': { door: 'page', input: none, output: KeptData },
  /** Opens the data folder in the system's file manager. */
  'data.openFolder': { door: 'page', input: none, output: z.object({ opened: z.boolean() }) },
  /** Deletes the copies that nothing needs any more. */
  'data.sweep': { door: 'page', input: none, output: z.object({ freedBytes: bytes }) },
  /** Main's dialog chooses the file: settings and history, no secrets. */
  'data.backUp': { door: 'page', input: none, output: z.object({ end: z.enum(['saved', 'cancelled', 'refused']) }) },
  /** Main's dialog chooses the file, which is checked as a whole; null where none was chosen. Nothing changes yet. */
  'data.restore': { door: 'page', input: none, output: RestoreOffer.nullable() },
  /** Sets the present data aside, takes those of the back-up, and starts the program anew. */
  'data.restoreGo': { door: 'page', input: z.object({ token: z.string().max(64), go: z.boolean() }), output: nothing },
  'diagnostics.view': { door: 'page', input: none, output: Diagnostics },
  /** Copies a report for whoever looks for a defect; false where the clipboard did not take it. */
  'diagnostics.copy': { door: 'page', input: none, output: z.object({ copied: z.boolean() }) },
} as const;
