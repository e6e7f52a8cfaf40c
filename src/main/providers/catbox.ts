/** catbox.moe: files with no end date, 200 MB each, anonymous or in the user's account (hosts.md 1.10). */
import { z } from 'zod';
import { UploadFailure } from '../../shared/failure.ts';
import { multipartBody } from '../net/multipart.ts';
import { catboxError, catboxRefusedExtensions } from './catbox-errors.ts';
import { ask, fieldsBody } from './fileless-request.ts';
import { below, defineHttpHost, serverSetting, type Use } from './http-host.ts';
import { answerDetail } from './status.ts';

const address = 'https://catbox.moe';
const twoYearsMs = 2 * 365 * 24 * 3_600_000;

const settings = z.strictObject({ server: serverSetting(address, 'hidden') });
type Settings = z.infer<typeof settings>;

/** Errors are bare texts with these statuses; 200 is one too. */
const spoken = [400, 412];

/**
 * Deletes a file of the account; the answer's text then has "successfully" in it. The words for everything else are not
 * known: that a file is gone already is therefore asked of its link.
 */
async function remove(
  { link, deleteHandle }: { link: string; deleteHandle: string },
  use: Use<Settings>,
  signal: AbortSignal,
): Promise<void> {
  const { settings, secrets } = use;
  const url = script(settings);
  const body = fieldsBody({ reqtype: 'deletefiles', userhash: secrets.userhash ?? '', files: deleteHandle });
  const answer = await ask(use, { method: 'POST', url, body, signal }, { accepts: spoken });
  if (/successfully/i.test(answer.text) && !spoken.includes(answer.status)) return;
  if (await isGone(link, use, signal)) return;
  const detail = answerDetail(answer, Object.values(secrets));
  const named = catboxError(answer, { host: url.host, sizeBytes: 0, limitBytes: null, type: '', detail, now: 0 });
  if (named?.kind === 'auth' || named?.kind === 'forbidden') throw new UploadFailure(named);
  throw new UploadFailure({ kind: 'bad-request', host: url.host, status: answer.status, detail });
}

/** True where the link leads to nothing any more; false where it does, or can not be asked. */
async function isGone(link: string, { settings, services }: Use<Settings>, signal: AbortSignal): Promise<boolean> {
  const url = new URL(link);
  const allowPrivateAddresses = url.host === new URL(settings.server).host;
  const asked = services.net.request({ method: 'HEAD', url, signal, allowPrivateAddresses, maxAnswerBytes: 1 });
  return await asked.then(
    ({ status }) => status === 404 || status === 410,
    () => false,
  );
}

function script({ server }: Settings): URL {
  return below(server, 'user/api.php');
}

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
  traits: (_, has) => ({
    scope: 'public',
    // "200 MB" and "20 MB" in the host's FAQ; read as decimal, the lower of the two meanings.
    maxBytes: 200_000_000,
    maxBytesByExtension: { gif: 20_000_000 },
    refusedExtensions: catboxRefusedExtensions,
    takesEmptyFiles: true,
    // The operator's blog, July 2026: anonymous files that nobody asked for in two years are removed.
    retention: has('userhash') ? { kind: 'no-end-date' } : { kind: 'while-used', idleMs: twoYearsMs },
    deletable: has('userhash'),
    linkCheck: 'head',
    resumable: false,
    idempotent: false,
  }),
  request: (payload, settings, { userhash }) => ({
    method: 'POST',
    url: script(settings),
    body: multipartBody([['reqtype', 'fileupload'], ...(userhash ? [['userhash', userhash] as const] : [])], {
      field: 'fileToUpload',
      payload,
    }),
  }),
  readAnswer: ({ text }, { has }) => {
    const link = text.trim();
    // Files of nobody's account can not be deleted.
    const name = has('userhash') ? URL.parse(link)?.pathname.split('/').at(-1) : undefined;
    return { link, ...(name !== undefined && { deleteHandle: name }) };
  },
  errors: catboxError,
  remove,
});
