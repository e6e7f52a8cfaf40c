/** The one folder that holds everything Droprelay keeps, and the places in it. */
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export interface Home {
  readonly folder: string;
  readonly settingsFile: string;
  readonly databaseFile: string;
  /** Bytes of ours that have no file of their own, such as a pasted image. */
  readonly spoolFolder: string;
  /** Chromium's own profile. */
  readonly browserFolder: string;
}

/** The data folder for this environment: `DROPRELAY_HOME`, else the system's usual place. */
export function homeFolder(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  if (env.DROPRELAY_HOME) return resolve(env.INIT_CWD ?? '.', env.DROPRELAY_HOME);
  if (platform === 'win32') return join(env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Droprelay');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Droprelay');
  return join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'droprelay');
}

/** Makes the folder where it is missing, readable by its owner alone. Throws what the file system throws. */
export function openHome(folder: string = homeFolder()): Home {
  const spoolFolder = join(folder, 'spool');
  mkdirSync(spoolFolder, { recursive: true, mode: 0o700 });
  return {
    folder,
    settingsFile: join(folder, 'settings.json'),
    databaseFile: join(folder, 'droprelay.db'),
    spoolFolder,
    browserFolder: join(folder, 'browser'),
  };
}
