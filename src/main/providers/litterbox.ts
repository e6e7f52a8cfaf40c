/** litterbox.catbox.moe: files for one to 72 hours, 1 GB each (hosts.md 1.1). */
import { z } from 'zod';
import { multipartBody } from '../net/multipart.ts';
import { catboxError, catboxRefusedExtensions } from './catbox-errors.ts';
import { below, defineHttpHost, serverSetting } from './http-host.ts';

const address = 'https://litterbox.catbox.moe';
const hourMs = 3_600_000;
const lifetimesMs = { '1h': hourMs, '12h': 12 * hourMs, '24h': 24 * hourMs, '72h': 72 * hourMs };

const titles = { '1h': '1 hour', '12h': '12 hours', '24h': '1 day', '72h': '3 days' };

const settings = z.strictObject({
  server: serverSetting(address, 'hidden'),
  time: z
    .enum(['1h', '12h', '24h', '72h'])
    .default('24h')
    .meta({ title: 'Keep for', description: 'Litterbox deletes the file after this time.', choices: titles }),
});

export const litterbox = defineHttpHost({
  id: 'litterbox',
  name: 'litterbox',
  homepage: 'https://litterbox.catbox.moe',
  settings,
  server: { address, linkHosts: ['litter.catbox.moe'] },
  traits: ({ time }) => ({
    scope: 'public',
    // "1 GB"; read as decimal, the lower of the two meanings: nothing is sent in vain.
    maxBytes: 1_000_000_000,
    maxBytesByExtension: {},
    refusedExtensions: catboxRefusedExtensions,
    takesEmptyFiles: true,
    retention: { kind: 'fixed', ms: lifetimesMs[time] },
    deletable: false,
    linkCheck: 'head',
    resumable: false,
    idempotent: false,
  }),
  request: (payload, { server, time }) => ({
    method: 'POST',
    url: below(server, 'resources/internals/api.php'),
    body: multipartBody(
      [
        ['reqtype', 'fileupload'],
        ['time', time],
        // 16 instead of 6 random characters: nobody can guess the link.
        ['fileNameLength', '16'],
      ],
      { field: 'fileToUpload', payload },
    ),
  }),
  readAnswer: ({ text }, { settings, sentAt }) => ({
    link: text.trim(),
    expiresAt: sentAt + lifetimesMs[settings.time],
  }),
  errors: catboxError,
});
