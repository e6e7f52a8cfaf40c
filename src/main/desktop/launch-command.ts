/** How this very program is started again: at login, by a key that the desktop binds, after its own end. */
import { basename } from 'node:path';

export interface LaunchCommand {
  readonly program: string;
  readonly args: readonly string[];
}

export interface ThisProgram {
  readonly executable: string;
  /** In development: the folder that the executable is given. */
  readonly folder: string | null;
  readonly env: NodeJS.ProcessEnv;
}

/** The mounted copy that an AppImage runs from is gone at its end; `APPIMAGE` names the file itself. */
export function launchCommand({ executable, folder, env }: ThisProgram, more: readonly string[] = []): LaunchCommand {
  const program = folder === null && env.APPIMAGE ? env.APPIMAGE : executable;
  return { program, args: [...(folder === null ? [] : [folder]), ...more] };
}

/** The command as a shell takes it. */
export function shellCommand({ program, args }: LaunchCommand): string {
  return [program, ...args].map(shellWord).join(' ');
}

/** The same without folders, to be shown: no page learns a path. */
export function shownCommand({ program, args }: LaunchCommand): string {
  return shellCommand({ program: basename(program), args: args.filter((word) => word.startsWith('--')) });
}

function shellWord(word: string): string {
  return /^[\w/.:=+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
