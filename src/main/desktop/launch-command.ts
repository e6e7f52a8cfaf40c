/** How this very program is started again: at login, by a key that the desktop binds, after its own end. */
import { basename } from 'node:path';
import { homeFolder } from '../store/home.ts';

export interface LaunchCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** The data folder, where it is not the usual one. */
  readonly home: string | null;
}

export interface ThisProgram {
  readonly executable: string;
  /** In development: the folder that the executable is given. */
  readonly folder: string | null;
  readonly env: NodeJS.ProcessEnv;
}

/** The command in words; `env` (POSIX) stands before it where the program needs to be told its data folder. */
export function commandWords({ program, args, home }: LaunchCommand): string[] {
  return [...(home === null ? [] : ['env', `DROPRELAY_HOME=${home}`]), program, ...args];
}

/** The mounted copy that an AppImage runs from is gone at its end; `APPIMAGE` names the file itself. */
export function launchCommand({ executable, folder, env }: ThisProgram, more: readonly string[] = []): LaunchCommand {
  const program = folder === null && env.APPIMAGE ? env.APPIMAGE : executable;
  const home = env.DROPRELAY_HOME ? homeFolder(env) : null;
  return { program, args: [...(folder === null ? [] : [folder]), ...more], home };
}

/** The command as a shell takes it. */
export function shellCommand(command: LaunchCommand): string {
  return commandWords(command).map(shellWord).join(' ');
}

/** The same without folders, to be shown: no page learns a path. */
export function shownCommand({ program, args }: LaunchCommand): string {
  return shellCommand({ program: basename(program), args: args.filter((word) => word.startsWith('--')), home: null });
}

function shellWord(word: string): string {
  return /^[\w/.:=+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
