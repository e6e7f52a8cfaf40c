/**
 * sendit.sh: `PUT /<encoded name>`, files at `/<5>/<name>` (hosts.md 1.5). Nobody knows whether a download uses the
 * link up: here it does, as the host is said to do; `singleUse: false` is the other case.
 */
import { randomName } from '../file-store.ts';
import type { FormFile } from '../form.ts';
import {
  type Answer,
  decoded,
  type HostRequest,
  type HostScript,
  nginxTooLarge,
  notFound,
  plainAnswer,
} from '../host-script.ts';

async function answer(request: HostRequest): Promise<Answer> {
  const { method, path } = request;
  if (method === 'PUT' && /^\/[^/]+$/.test(path)) return stored(request, await request.file(decoded(path.slice(1))));
  if (method !== 'POST' || path !== '/') return notFound;
  const file = (await request.form()).files.find(({ field }) => field === 'file');
  return file ? stored(request, file) : plainAnswer(400, 'No file\n');
}

/** Only the line with `wget` is known. */
function stored(request: HostRequest, file: FormFile): Answer {
  const link = request.publish(`${randomName(5)}/${file.name.replace(/^.*[/\\]/, '')}`, file);
  return plainAnswer(200, `\nUpload complete. Download it with:\n\nwget ${link}\n\n`);
}

export const senditsh: HostScript = {
  id: 'senditsh',
  label: 'sendit.sh',
  limitBytes: 3_000_000_000,
  overLimit: 'linger',
  tooLarge: nginxTooLarge,
  singleUse: true,
  settings: (base) => ({ server: base }),
  answer,
};
