/** catbox.moe: anonymous files with no end date, 200 MB each (hosts.md 1.10). */
import { z } from 'zod';
import { multipartBody } from '../net/multipart.ts';
import { catboxError, catboxRefusedExtensions } from './catbox-errors.ts';
import { below, defineHttpHost, serverSetting } from './http-host.ts';

const address = 'https://catbox.moe';
const twoYearsMs = 2 * 365 * 24 * 3_600_000;

const settings = z.strictObject({ server: serverSetting(address, 'hidden') });

export const catbox = defineHttpHost({
  id: 'catbox',
  name: 'catbox',
  homepage: 'https://catbox.moe',
  settings,
  secretFields: [
    {
      name: 'userhash',
      title: 'User hash',
      description: 'Uploads into your Catbox account, where you can delete them. Leave empty to upload anonymously.',
      required: false,
      environment: ['CATBOX_USERHASH', 'CATBOX_USER_HASH'],
    },
  ],
  server: { address, linkHosts: ['files.catbox.moe'] },
  traits: () => ({
    scope: 'public',
    // "200 MB" and "20 MB" in the host's FAQ; read as decimal, the lower of the two meanings.
    maxBytes: 200_000_000,
    maxBytesByExtension: { gif: 20_000_000 },
    refusedExtensions: catboxRefusedExtensions,
    takesEmptyFiles: true,
    // The operator's blog, July 2026: anonymous files that nobody asked for in two years are removed.
    retention: { kind: 'while-used', idleMs: twoYearsMs },
    deletable: false,
    linkCheck: 'head',
    resumable: false,
    idempotent: false,
  }),
  request: (payload, { server }, { userhash }) => ({
    method: 'POST',
    url: below(server, 'user/api.php'),
    body: multipartBody([['reqtype', 'fileupload'], ...(userhash ? [['userhash', userhash] as const] : [])], {
      field: 'fileToUpload',
      payload,
    }),
  }),
  readAnswer: ({ text }) => ({ link: text.trim() }),
  errors: catboxError,
});
