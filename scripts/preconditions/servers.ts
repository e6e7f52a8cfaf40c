// What the tests against real servers need: the servers, and other programs that judge what we do.
import { hasLibrary, isInstalled, needsOf, type ServerName, serverNames } from '../../lab/servers/programs.ts';
import { PlainFailure } from '../plain-failure.ts';

const TITLES: Readonly<Record<ServerName, string>> = {
  rgw: 'the S3 server (Ceph RGW)',
  sshd: 'the SFTP server (OpenSSH)',
  webdav: 'the WebDAV server (Apache)',
};

/** What one of them needs: programs and libraries, and the Debian packages that bring these. */
export interface Need {
  readonly title: string;
  readonly parts: readonly string[];
  readonly packages: readonly string[];
}

const NEEDS: readonly Need[] = [
  ...serverNames.map((server) => {
    const { programs, libraries, packages } = needsOf(server);
    return { title: TITLES[server], parts: [...programs, ...libraries], packages };
  }),
  { title: 'the reader of photos (ExifTool)', parts: ['exiftool'], packages: ['libimage-exiftool-perl'] },
];

/** Returns when all of them are there; else a PlainFailure that names what is missing. */
export function requireServers(): void {
  const message = explainServers(missingServers((part) => isInstalled(part) || hasLibrary(part)));
  if (message) throw new PlainFailure(message);
}

/** Those that lack something, with the parts that they lack. */
export function missingServers(isThere: (part: string) => boolean): Need[] {
  return NEEDS.map((need) => ({ ...need, parts: need.parts.filter((part) => !isThere(part)) })).filter(
    ({ parts }) => parts.length > 0,
  );
}

/** One message on everything that is missing, or an empty text. */
export function explainServers(missing: readonly Need[]): string {
  if (missing.length === 0) return '';
  const packages = new Set(missing.flatMap((need) => need.packages));
  return [
    'The tests against real servers can not run here yet, as something is missing:',
    ...missing.map(({ title, parts }) => `- ${title}: ${parts.join(', ')}`),
    'Install it. On Debian, as root:',
    `    apt-get install -y --no-install-recommends ${[...packages].join(' ')}`,
  ].join('\n');
}
