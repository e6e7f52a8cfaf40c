/** x0.at and other servers that run single_php_filehost: `POST /`, files at `/<id>.<ext>` (hosts.md 1.2). */

import { randomName } from '../file-store.ts';
import { type Answer, type HostRequest, type HostScript, plainAnswer } from '../host-script.ts';

const index: Answer = {
  status: 200,
  text: '<!DOCTYPE html>\n<html lang="en"><head><title>Filehost</title></head><body><pre>How to upload</pre></body></html>\n',
};

/** At most seven characters, two parts for a tar archive. */
function extension(name: string): string {
  const found = /\.((?:tar\.)?[^.]+)$/.exec(name)?.[1] ?? '';
  const kept = found.slice(0, 7).replace(/[^A-Za-z0-9.]/g, '');
  return kept === '' ? '' : `.${kept}`;
}

function idLength(asked: string | undefined): number {
  return /^\d+$/.test(asked ?? '') ? Math.max(3, Math.min(24, Number(asked))) : 3;
}

/** Whatever is not an upload falls through to the front page, with status 200: the trap. */
async function answer(request: HostRequest): Promise<Answer> {
  if (request.method !== 'POST') return request.path === '/' ? index : { status: 404, text: 'Not found\n' };
  const form = await request.form();
  const file = form.files.find(({ field }) => field === 'file');
  if (!file) return index;
  if (file.size === 0) return { status: 400, text: 'Error 400: Uploaded file is empty\\n' };
  const link = request.publish(randomName(idLength(form.fields.id_length)) + extension(file.name), file, form);
  if ('formatted' in form.fields)
    return { status: 200, text: `<pre>Access your file here: <a href="${link}">${link}</a></pre>` };
  return { status: 200, text: `${link}\n` };
}

export const x0at: HostScript = {
  id: 'x0at',
  label: 'x0.at',
  limitBytes: 100 * 1024 * 1024,
  overLimit: 'after-body',
  tooLarge: plainAnswer(413, 'Error 413: Max File Size Exceeded\n'),
  settings: (base) => ({ server: `${base}/` }),
  answer,
};
