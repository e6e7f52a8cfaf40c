/** catbox.moe: `POST /user/api.php`, files at `/<6>.<ext>` (hosts.md 1.10). */

import { randomName } from '../file-store.ts';
import { type Answer, type HostRequest, type HostScript, notFound, plainExtension } from '../host-script.ts';

const refused = /\.(exe|scr|cpl|jar|doc[a-z]*)$/i;
const gifLimitBytes = 20_000_000;
/** Served as text, so that no page or script of an uploader runs on the host's name. */
const asText = /\.(html?|php\d?|ht[a-z]*)$/i;

function text(status: number, body: string): Answer {
  return { status, text: body };
}

/**
 * Errors are bare texts with status 412, as public clients of the host report them (CatBox.NET). Known from there are
 * "No request type given." and "No files given."; how it refuses a type or a large gif is a guess.
 */
async function answer(request: HostRequest): Promise<Answer | 'drop'> {
  // A request without User-Agent was seen to be dropped (Savolae/catbox#34).
  if (!request.headers['user-agent']) return 'drop';
  if (request.path !== '/user/api.php') return notFound;
  if (request.method !== 'POST') return text(412, 'No request type given.');
  const form = await request.form();
  if (form.fields.reqtype !== 'fileupload') return text(412, 'No request type given.');
  const file = form.files.find(({ field }) => field === 'fileToUpload');
  if (!file) return text(412, 'No files given.');
  if (refused.test(file.name)) return text(412, 'Filetype not allowed.');
  if (/\.gif$/i.test(file.name) && file.size > gifLimitBytes) return text(412, 'GIFs must be under 20MB.');
  const name = randomName(6) + plainExtension(file.name);
  return text(200, request.publish(name, file, form, asText.test(name) ? 'text/plain' : undefined));
}

export const catbox: HostScript = {
  id: 'catbox',
  label: 'catbox',
  limitBytes: 200_000_000,
  overLimit: 'linger',
  tooLargeText: '<html><head><title>413 Request Entity Too Large</title></head></html>',
  settings: (base) => ({ server: base }),
  answer,
};
