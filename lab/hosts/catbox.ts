/** catbox.moe: `POST /user/api.php`, files at `/<6>.<ext>` (hosts.md 1.10). */

import { randomName } from '../file-store.ts';
import {
  type Answer,
  type HostRequest,
  type HostScript,
  nginxTooLarge,
  notFound,
  plainExtension,
} from '../host-script.ts';
import { noFile, noRequestType, refusal, typeRefusal } from './catbox-refusals.ts';

const gifLimitBytes = 20_000_000;
/** Served as text, so that no page or script of an uploader runs on the host's name. */
const asText = /\.(html?|php\d?|ht[a-z]*)$/i;

async function answer(request: HostRequest): Promise<Answer | 'drop'> {
  // A request without User-Agent was seen to be dropped (Savolae/catbox#34).
  if (!request.headers['user-agent']) return 'drop';
  if (request.path !== '/user/api.php') return notFound;
  if (request.method !== 'POST') return noRequestType;
  const form = await request.form();
  if (form.fields.reqtype !== 'fileupload') return noRequestType;
  const file = form.files.find(({ field }) => field === 'fileToUpload');
  if (!file) return noFile;
  const refused = typeRefusal(file.name);
  if (refused) return refused;
  // The words are a guess.
  if (/\.gif$/i.test(file.name) && file.size > gifLimitBytes) return refusal('GIFs must be under 20MB.');
  const name = randomName(6) + plainExtension(file.name);
  return {
    status: 200,
    text: request.publish(name, file, form, asText.test(name) ? { contentType: 'text/plain' } : {}),
  };
}

export const catbox: HostScript = {
  id: 'catbox',
  label: 'catbox',
  limitBytes: 200_000_000,
  overLimit: 'linger',
  tooLarge: nginxTooLarge,
  settings: (base) => ({ server: base }),
  answer,
};
