/** litterbox.catbox.moe: `POST /resources/internals/api.php`, files at `/<6 or 16>.<ext>` (hosts.md 1.1). */

import { randomName } from '../file-store.ts';
import { type Answer, type HostRequest, type HostScript, notFound, plainExtension } from '../host-script.ts';

const refused = /\.(exe|scr|cpl|jar|doc[a-z]*)$/i;
const times = ['1h', '12h', '24h', '72h'];

/** Errors are bare texts with status 412, as public clients of the host report them; how it refuses a type is a guess. */
async function answer(request: HostRequest): Promise<Answer> {
  if (request.path !== '/resources/internals/api.php') return notFound;
  if (request.method !== 'POST') return { status: 412, text: 'No request type given.' };
  const form = await request.form();
  if (form.fields.reqtype !== 'fileupload') return { status: 412, text: 'No request type given.' };
  if (!times.includes(form.fields.time ?? '')) return { status: 412, text: 'No expire time specified.' };
  const file = form.files.find(({ field }) => field === 'fileToUpload');
  if (!file) return { status: 412, text: 'No files given.' };
  if (refused.test(file.name)) return { status: 412, text: 'Filetype not allowed.' };
  const name = randomName(form.fields.fileNameLength === '16' ? 16 : 6) + plainExtension(file.name);
  return { status: 200, text: request.publish(name, file, form) };
}

export const litterbox: HostScript = {
  id: 'litterbox',
  label: 'litterbox',
  limitBytes: 1_000_000_000,
  overLimit: 'linger',
  tooLargeText: '<html><head><title>413 Request Entity Too Large</title></head></html>',
  settings: (base) => ({ server: base }),
  answer,
};
