/** tmpfile.link: `POST /api/upload`, files at `/<owner>/<day>/<id>/<name>` (hosts.md 1.3). */
import { randomUUID } from 'node:crypto';
import { lookup } from 'mime-types';
import { type Answer, type HostRequest, type HostScript, htmlPage, jsonAnswer, notFound } from '../host-script.ts';

/** The wording of its errors is a guess: the host documents none. */
async function answer(request: HostRequest): Promise<Answer> {
  if (request.path !== '/api/upload') return notFound;
  if (request.method !== 'POST') return jsonAnswer(405, { error: 'Method not allowed' });
  const form = await request.form();
  const file = form.files.find(({ field }) => field === 'file');
  if (!file) return jsonAnswer(400, { error: 'No file uploaded' });
  const user = request.headers['x-user-id'];
  const owner = typeof user === 'string' ? user.replaceAll(/[^\w-]/g, '') : '';
  const fileName = file.name.replace(/^.*[/\\]/, '');
  const folder = [owner || 'public', new Date().toISOString().slice(0, 10), randomUUID()];
  request.publish([...folder, fileName].join('/'), file, form);
  return jsonAnswer(200, {
    fileName,
    // Trap: the name stands in it as it is; in the encoded one the slashes are encoded too.
    downloadLink: `${request.base}/${folder.join('/')}/${fileName}`,
    downloadLinkEncoded: `${request.base}/${encodeURIComponent([...folder, fileName].join('/'))}`,
    size: (await request.measured(file)).size,
    type: file.contentType ?? (lookup(fileName) || 'application/octet-stream'),
    uploadedTo: owner || 'public',
  });
}

export const tmpfilelink: HostScript = {
  id: 'tmpfilelink',
  label: 'tmpfile.link',
  limitBytes: 100_000_000,
  overLimit: 'linger',
  tooLarge: jsonAnswer(413, { error: 'File too large' }),
  // It stands behind Cloudflare.
  earlyTooLarge: htmlPage(413, '413 Payload Too Large'),
  settings: (base) => ({ server: base }),
  answer,
};
