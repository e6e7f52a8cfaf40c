/** tmpfiles.org: files for an hour to a day, 100 MB each (hosts.md 1.4). */
import { z } from 'zod';
import { multipartBody } from '../net/multipart.ts';
import { below, defineHttpHost, jsonOf, serverSetting } from './http-host.ts';

const address = 'https://tmpfiles.org';
/** Seconds; the host takes 60 to 86,400, and an hour where it is not told. */
const lifetimes = { '1h': 3600, '6h': 21_600, '12h': 43_200, '24h': 86_400 } as const;

const titles = { '1h': '1 hour', '6h': '6 hours', '12h': '12 hours', '24h': '1 day' };

const settings = z.strictObject({
  server: serverSetting(address, 'hidden'),
  time: z
    .enum(['1h', '6h', '12h', '24h'])
    .default('24h')
    .meta({ title: 'Keep for', description: 'tmpfiles.org deletes the file after this time.', choices: titles }),
});

const Answer = z.object({ status: z.literal('success'), data: z.object({ url: z.string() }) });

/**
 * The file's address: that of its page, `/<id>/<name>`, with `/dl` before it. Such an address has neither query nor
 * fragment, so what looks like one belongs to the name. Plain http becomes https where the server's own address is.
 */
function directLink(text: string, server: string): string | null {
  const url = URL.parse(text.replaceAll('?', '%3F').replaceAll('#', '%23'));
  const page = url?.pathname.replace(/^\/dl(?=\/)/, '') ?? '';
  if (!url || !/^\/[^/]+\/[^/]+$/.test(page)) return null;
  if (url.protocol === 'http:') url.protocol = new URL(server).protocol;
  url.pathname = `/dl${page}`;
  return url.href;
}

export const tmpfilesorg = defineHttpHost({
  id: 'tmpfilesorg',
  name: 'tmpfiles.org',
  homepage: address,
  settings,
  server: { address, linkHosts: ['tmpfiles.org'] },
  traits: ({ time }) => ({
    scope: 'public',
    // "100 MB"; read as decimal, the lower of the two meanings.
    maxBytes: 100_000_000,
    maxBytesByExtension: {},
    refusedExtensions: [],
    takesEmptyFiles: true,
    retention: { kind: 'fixed', ms: lifetimes[time] * 1000 },
    deletable: false,
    linkCheck: 'head',
    resumable: false,
    idempotent: false,
  }),
  request: (payload, { server, time }) => ({
    method: 'POST',
    url: below(server, 'api/v1/upload'),
    body: multipartBody([['expire', String(lifetimes[time])]], { field: 'file', payload }),
  }),
  readAnswer: (answer, { settings, sentAt }) => {
    const read = jsonOf(answer.text, Answer);
    const link = read && directLink(read.data.url, settings.server);
    return link ? { link, expiresAt: sentAt + lifetimes[settings.time] * 1000 } : null;
  },
});
