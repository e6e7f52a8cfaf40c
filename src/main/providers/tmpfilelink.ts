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

const settings = z.strictObject({
  server: serverSetting(address, 'hidden'),
  /** No secret: it stands in each link. */
  userId: z
    .string()
    .regex(/^[\x21-\x7e]{0,200}$/)
    .default('')
    .meta({ title: 'User ID', description: 'Keeps files longer, together with the token. It stands in each link.' }),
});

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

/** Fails with `settings-invalid` for a token that no header can hold. */
function userHeaders(userId: string, { authToken }: Secrets): Record<string, string> {
  const token = authToken?.trim() ?? '';
  if (!/^[\x20-\x7e]*$/.test(token)) throw new UploadFailure({ kind: 'settings-invalid', field: 'authToken' });
  return { ...(userId !== '' && { 'X-User-Id': userId }), ...(token !== '' && { 'X-Auth-Token': token }) };
}

export const tmpfilelink = defineHttpHost({
  id: 'tmpfilelink',
  name: 'tmpfile.link',
  homepage: address,
  settings,
  secretFields: [
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
  request: (payload, { server, userId }, secrets) => ({
    method: 'POST',
    url: below(server, 'api/upload'),
    headers: userHeaders(userId, secrets),
    body: multipartBody([], { field: 'file', payload }),
  }),
  readAnswer: (answer, { sentAt }) => {
    const read = jsonOf(answer.text, Answer);
    return read && { link: linkOf(read), expiresAt: sentAt + keptMs, storedBytes: read.size };
  },
});
