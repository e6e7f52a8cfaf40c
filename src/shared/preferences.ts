/** How the user likes the app to behave: everything that is set in the Settings view and is about no destination. */
import { z } from 'zod';
import { copyFormats, themes } from './choices.ts';
import { languageChoices } from './languages.ts';

/** How a link is put on the clipboard. */
export const CopyFormat = z.enum(copyFormats);
export type CopyFormat = z.infer<typeof CopyFormat>;

/** When the place where a photo or video was taken is left out: for public hosts, always, or never. */
export const LocationRemoval = z.enum(['public', 'always', 'never']);
export type LocationRemoval = z.infer<typeof LocationRemoval>;

/** Which colours the window has. */
export const Theme = z.enum(themes);
export type Theme = z.infer<typeof Theme>;

/** Under which name a file is uploaded: its own, or what a template makes of it. */
export const Naming = z.enum(['keep', 'template']);
export type Naming = z.infer<typeof Naming>;

const fields = {
  language: z.enum(languageChoices),
  /** The links of a batch are copied by themselves once it is done. */
  copyWhenDone: z.boolean(),
  copyFormat: CopyFormat,
  /** For `template`: `{url} {name} {size} {date} {sha256} {expires}`. */
  copyTemplate: z.string().max(2_000),
  naming: Naming,
  /** `{name} {date} {time} {random}`; the ending stays. */
  nameTemplate: z.string().max(200),
  theme: Theme,
  /** Uploads that run at the same time, and of those at one destination. */
  uploadsAtOnce: z.int().min(1).max(40),
  uploadsPerDestination: z.int().min(1).max(40),
  /** Closing the window leaves the program in the tray, where there is one. */
  closeToTray: z.boolean(),
  startAtLogin: z.boolean(),
  /** Uploads the clipboard from anywhere, as Electron writes keys ("Control+Shift+U"); null for none. */
  shortcut: z.string().min(1).max(100).nullable(),
  notifications: z.boolean(),
  removeLocation: LocationRemoval,
  /** Files that look like keys, passwords or wallets wait until the user agrees. */
  askForSecretFiles: z.boolean(),
  /** Copied text is uploaded without asking. */
  uploadText: z.boolean(),
  /** How long a new upload waits, so that it can be taken back before anything is sent, seconds. */
  undoSeconds: z.int().min(0).max(60),
};

/** Some of them, each with its new value. */
export const PreferencesChange = z.strictObject(fields).partial();
export type PreferencesChange = z.infer<typeof PreferencesChange>;

const usual: z.infer<z.ZodObject<typeof fields>> = {
  language: 'system',
  copyWhenDone: true,
  copyFormat: 'url',
  copyTemplate: '{name}: {url}',
  naming: 'keep',
  nameTemplate: '{date} {name}',
  theme: 'system',
  // What small files need to go out as fast as the line allows: most of their time they wait for an answer.
  uploadsAtOnce: 20,
  uploadsPerDestination: 16,
  closeToTray: true,
  startAtLogin: false,
  shortcut: null,
  notifications: true,
  removeLocation: 'public',
  askForSecretFiles: true,
  uploadText: false,
  undoSeconds: 0,
};

/** As a settings file has them; what it leaves out is as usual. */
export const Preferences = PreferencesChange.transform((change) => ({ ...usual, ...change })).pipe(
  z.strictObject(fields),
);
export type Preferences = z.infer<typeof Preferences>;
