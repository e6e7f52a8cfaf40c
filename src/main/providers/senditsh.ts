/** sendit.sh: files for a day, 3 GB each, perhaps for one download only (hosts.md 1.5). */
import { z } from 'zod';
import { rawBody } from '../net/raw-body.ts';
import { below, defineHttpHost, serverSetting } from './http-host.ts';
import { pathSegment } from './names.ts';
import { looksLikePage } from './status.ts';

const address = 'https://sendit.sh';
/** All figures are claims of one public client; the host documents none. */
const keptMs = 86_400_000;

const settings = z.strictObject({ server: serverSetting(address, 'hidden') });

/**
 * The link in a text such as "wget http://sendit.sh/lY_-J/a.txt", at the server's own address; null where there is none.
 * The name behind the id is the host's; only `sentName`, standing there unencoded, is told from the words after it.
 */
function linkIn(text: string, server: string, sentName: string): string | null {
  if (looksLikePage(text)) return null;
  const { host } = new URL(server);
  for (const found of text.matchAll(/https?:\/\/([^\s/]+)\/([\w-]{3,32})\//g)) {
    if (found[1] !== host) continue;
    const rest = text.slice(found.index + found[0].length);
    const isRaw = rest.startsWith(sentName) && /^(\s|$)/.test(rest.slice(sentName.length));
    const name = isRaw ? pathSegment(sentName) : /^[^\s\p{Cc}<>"/]+/u.exec(rest)?.[0];
    if (name !== undefined) return new URL(`/${found[2]}/${name}`, server).href;
  }
  return null;
}

export const senditsh = defineHttpHost({
  id: 'senditsh',
  name: 'sendit.sh',
  homepage: address,
  settings,
  server: { address, linkHosts: ['sendit.sh'] },
  traits: () => ({
    scope: 'public',
    // "3 GB"; read as decimal, the lower of the two meanings.
    maxBytes: 3_000_000_000,
    maxBytesByExtension: {},
    refusedExtensions: [],
    takesEmptyFiles: true,
    retention: { kind: 'fixed', ms: keptMs },
    deletable: false,
    // The first request for a link may use it up.
    linkCheck: 'never',
    resumable: false,
    idempotent: false,
  }),
  request: (payload, { server }) => ({
    method: 'PUT',
    url: below(server, pathSegment(payload.name)),
    // What public clients send, whatever the file is.
    body: rawBody(payload, 'application/octet-stream'),
  }),
  readAnswer: ({ text }, { settings, payload, sentAt }) => {
    const link = linkIn(text, settings.server, payload.name);
    return link === null ? null : { link, expiresAt: sentAt + keptMs };
  },
});
