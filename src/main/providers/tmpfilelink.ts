/** tmpfile.link: files for 7 days, 100 MB each (hosts.md 1.3). */
import { z } from 'zod';
import { UploadFailure } from '../../shared/failure.ts';
import { multipartBody } from '../net/multipart.ts';
import { below, defineHttpHost, jsonOf, serverSetting } from './http-host.ts';
import { pathSegment } from './names.ts';
import type { Secrets } from './provider.ts';

const address = 'https://tmpfile.link';
/** Of anonymous uploads; those of a user are kept longer, nobody says how long. */
const keptMs = 7 * 86_400_000;
const headers = { userId: 'X-User-Id', authToken: 'X-Auth-Token' } as const;

const settings = z.strictObject({ server: serverSetting(address, 'hidden') });

const Answer = z.object({
  downloadLink: z.string(),
  fileName: z.string().min(1).optional().catch(undefined),
  size: z.number().optional().catch(undefined),
});

/** Trap: the file name stands in `downloadLink` as it is, and "#", "?" or "%" in it would lead elsewhere. */
function linkOf({ downloadLink, fileName }: z.infer<typeof Answer>): string {
  if (fileName !== undefined && downloadLink.endsWith(`/${fileName}`)) {
    return downloadLink.slice(0, -fileName.length) + pathSegment(fileName);
  }
  return URL.parse(downloadLink)?.href ?? downloadLink;
}

/** The headers of those secrets that there are. Fails with `settings-invalid` for what no header can hold. */
function userHeaders(secrets: Secrets): Record<string, string> {
  const given: Record<string, string> = {};
  for (const [field, header] of Object.entries(headers)) {
    const value = secrets[field]?.trim() ?? '';
    if (!/^[\x20-\x7e]*$/.test(value)) throw new UploadFailure({ kind: 'settings-invalid', field });
    if (value !== '') given[header] = value;
  }
  return given;
}

export const tmpfilelink = defineHttpHost({
  id: 'tmpfilelink',
  name: 'tmpfile.link',
  homepage: address,
  settings,
  secretFields: [
    {
      name: 'userId',
      title: 'User ID',
      description: 'Keeps files longer, together with the token. Leave both empty to upload anonymously.',
      required: false,
      environment: [],
    },
    {
      name: 'authToken',
      title: 'Token',
      description: 'The access token of your tmpfile.link account, which goes with the user ID.',
      required: false,
      environment: [],
    },
  ],
  // Pictures, documents and media at the first, everything else at d1 to d10 of the second (a public client's notes).
  server: { address, linkHosts: ['d.tmpfile.link', '*.tfdl.net'] },
  traits: () => ({
    scope: 'public',
    // "100MB"; read as decimal, the lower of the two meanings.
    maxBytes: 100_000_000,
    maxBytesByExtension: {},
    refusedExtensions: [],
    takesEmptyFiles: true,
    retention: { kind: 'fixed', ms: keptMs },
    deletable: false,
    linkCheck: 'head',
    resumable: false,
    idempotent: false,
  }),
  request: (payload, { server }, secrets) => ({
    method: 'POST',
    url: below(server, 'api/upload'),
    headers: userHeaders(secrets),
    body: multipartBody([], { field: 'file', payload }),
  }),
  readAnswer: (answer, { sentAt }) => {
    const read = jsonOf(answer.text, Answer);
    return read && { link: linkOf(read), expiresAt: sentAt + keptMs, storedBytes: read.size };
  },
});
