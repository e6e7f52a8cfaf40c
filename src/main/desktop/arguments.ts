/** Reads what the program was started with: files, what to do at once, and whether to stay out of the way. */
import { isAbsolute, resolve } from 'node:path';
import { pathsOfUriList } from './uri-list.ts';

/** What a start can ask for beside files. */
export type Act = 'upload-clipboard' | 'upload-files';

export interface Invocation {
  /** Absolute paths, in the order given. */
  readonly files: string[];
  readonly act: Act | null;
  /** Started by the system at login: nobody waits for a window. */
  readonly hidden: boolean;
}

export interface Caller {
  /** An installed app; in development the first argument is the program's own folder. */
  readonly packaged: boolean;
  /** What relative paths are meant against. */
  readonly folder: string;
}

const acts: Readonly<Record<string, Act>> = {
  '--upload-clipboard': 'upload-clipboard',
  '--upload-files': 'upload-files',
};
/** Given by the entry that starts the program at login. */
export const hiddenOption = '--hidden';

/** Only ever brings the window to the front, whatever it says. */
const deepLink = /^droprelay:/i;
const anyUrl = /^[a-z][a-z\d+.-]+:\/\//i;

/**
 * What follows `--` is data, whatever it looks like. Before it, words with a dash are options, ours or Chromium's; of
 * the others an installed app takes files and `file:` URLs, and in development none is taken. A page can make a browser
 * start the program with a link of ours, and not every system keeps the link in one piece: beside one nothing counts.
 * @param argv as Node gives it, the executable first
 */
export function readArguments(argv: readonly string[], { packaged, folder }: Caller): Invocation {
  const end = argv.indexOf('--');
  const before = argv.slice(1, end >= 0 ? end : undefined);
  if (before.some((word) => deepLink.test(word))) return { files: [], act: null, hidden: false };
  const words = packaged ? before.filter((word) => !word.startsWith('-')) : [];
  const named = words.flatMap((word) => (anyUrl.test(word) ? pathsOfUriList(word) : [word]));
  const names = [...named, ...(end >= 0 ? argv.slice(end + 1) : [])];
  return {
    files: names.filter((name) => name !== '').map((name) => (isAbsolute(name) ? name : resolve(folder, name))),
    act: before.map((word) => acts[word]).find((act) => act !== undefined) ?? null,
    hidden: before.includes(hiddenOption),
  };
}

/** The options that a program was started with, and in development its folder: what it was asked to do is left out. */
export function optionsOf(argv: readonly string[], packaged: boolean): string[] {
  const end = argv.indexOf('--');
  const before = argv.slice(1, end >= 0 ? end : undefined);
  return before.filter((word) => !(word in acts) && word !== hiddenOption && (!packaged || word.startsWith('-')));
}

/** The folder that whoever started the program was in; npm runs scripts in the project's own. */
export function callerFolder(env: NodeJS.ProcessEnv, packaged: boolean, folder: string): string {
  return packaged ? folder : (env.INIT_CWD ?? folder);
}
