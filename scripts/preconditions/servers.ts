// What the tests against real servers need: the servers.
import { hasLibrary, isInstalled, needsOf, type ServerName, serverNames } from '../../lab/servers/programs.ts';
import { PlainFailure } from '../plain-failure.ts';

const TITLES: Readonly<Record<ServerName, string>> = {
  rgw: 'the S3 server (Ceph RGW)',
  sshd: 'the SFTP server (OpenSSH)',
  webdav: 'the WebDAV server (Apache)',
};

export interface MissingParts {
  server: ServerName;
  /** Programs and libraries. */
  parts: string[];
}

/** Returns when all of them are there; else a PlainFailure that names what is missing. */
export function requireServers(): void {
  const message = explainServers(missingServers((part) => isInstalled(part) || hasLibrary(part)));
  if (message) throw new PlainFailure(message);
}

export function missingServers(isThere: (part: string) => boolean): MissingParts[] {
  return serverNames
    .map((server) => {
      const { programs, libraries } = needsOf(server);
      return { server, parts: [...programs, ...libraries].filter((part) => !isThere(part)) };
    })
    .filter(({ parts }) => parts.length > 0);
}

/** One message on everything that is missing, or an empty text. */
export function explainServers(missing: readonly MissingParts[]): string {
  if (missing.length === 0) return '';
  const packages = new Set(missing.flatMap(({ server }) => needsOf(server).packages));
  return [
    'The tests against real servers can not run here yet, as something is missing:',
    ...missing.map(({ server, parts }) => `- ${TITLES[server]}: ${parts.join(', ')}`),
    'Install it. On Debian, as root:',
    `    apt-get install -y --no-install-recommends ${[...packages].join(' ')}`,
  ].join('\n');
}
