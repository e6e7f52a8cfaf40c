/** litterbox.catbox.moe: `POST /resources/internals/api.php`, files at `/<6 or 16>.<ext>` (hosts.md 1.1). */

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

const times = ['1h', '12h', '24h', '72h'];

async function answer(request: HostRequest): Promise<Answer> {
  if (request.path !== '/resources/internals/api.php') return notFound;
  if (request.method !== 'POST') return noRequestType;
  const form = await request.form();
  if (form.fields.reqtype !== 'fileupload') return noRequestType;
  if (!times.includes(form.fields.time ?? '')) return refusal('No expire time specified.');
  const file = form.files.find(({ field }) => field === 'fileToUpload');
  if (!file) return noFile;
  const refused = typeRefusal(file.name);
  if (refused) return refused;
  const name = randomName(form.fields.fileNameLength === '16' ? 16 : 6) + plainExtension(file.name);
  return { status: 200, text: request.publish(name, file, form) };
}

export const litterbox: HostScript = {
  id: 'litterbox',
  label: 'litterbox',
  limitBytes: 1_000_000_000,
  overLimit: 'linger',
  tooLarge: nginxTooLarge,
  settings: (base) => ({ server: base }),
  answer,
};
