/** What the real servers need of the system, as their scripts say it. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The scripts beside this file, without `.sh`. */
export const serverNames = ['rgw', 'sshd', 'webdav'] as const;
export type ServerName = (typeof serverNames)[number];

export interface ServerNeeds {
  readonly programs: readonly string[];
  readonly libraries: readonly string[];
  /** The Debian packages that bring them. */
  readonly packages: readonly string[];
}

export function scriptOf(server: ServerName): string {
  return join(import.meta.dirname, `${server}.sh`);
}

export function needsOf(server: ServerName): ServerNeeds {
  const script = readFileSync(scriptOf(server), 'utf8');
  const words = (variable: string): string[] =>
    new RegExp(`^${variable}='([^']+)'$`, 'm').exec(script)?.[1]?.split(' ') ?? [];
  return { programs: words('programs'), libraries: words('libraries'), packages: words('packages') };
}

/** Looks also where Debian keeps servers, which is in no ordinary user's PATH. */
export function isInstalled(program: string): boolean {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => folder !== '' && existsSync(join(folder, program)));
}

export function hasLibrary(library: string): boolean {
  return globSync([`/usr/lib/${library}`, `/usr/lib/*/${library}`]).length > 0;
}
