/** tmpfiles.org: `POST /api/v1/upload`; a page at `/<id>/<name>`, the file at `/dl/<id>/<name>` (hosts.md 1.4). */
import { randomInt } from 'node:crypto';
import {
  type Answer,
  decoded,
  type HostRequest,
  type HostScript,
  htmlPage,
  jsonAnswer,
  nginxTooLarge,
  notFound,
} from '../host-script.ts';

/** Seconds. */
const shortest = 60;
const longest = 86_400;
const usual = 3600;

/** How it refuses a missing file or a wrong `expire` is a guess. */
function invalid(field: string, text: string): Answer {
  return jsonAnswer(422, { status: 'error', errors: { [field]: [text] } });
}

async function answer(request: HostRequest): Promise<Answer> {
  const { method, path } = request;
  if (path === '/api/v1/upload' && method === 'POST') return upload(request);
  // Trap: the link of the answer leads to a page.
  const page = /^\/\d+\/[^/]+$/.test(path) && (await request.published(`dl${decoded(path)}`));
  return page ? htmlPage(200, 'Temporary file: download it here') : notFound;
}

async function upload(request: HostRequest): Promise<Answer> {
  const form = await request.form();
  const file = form.files.find(({ field }) => field === 'file');
  if (!file) return invalid('file', 'The file field is required.');
  const expire = Number(form.fields.expire ?? usual);
  if (!Number.isInteger(expire) || expire < shortest || expire > longest) {
    return invalid('expire', `The expire field must be between ${shortest} and ${longest}.`);
  }
  const name = `${randomInt(1_000_000, 100_000_000)}/${file.name.replace(/^.*[/\\]/, '')}`;
  const url = request.publish(name, file, form, { servedAt: `dl/${name}` });
  return jsonAnswer(200, { status: 'success', data: { url } });
}

export const tmpfilesorg: HostScript = {
  id: 'tmpfilesorg',
  label: 'tmpfiles.org',
  limitBytes: 100_000_000,
  overLimit: 'linger',
  tooLarge: nginxTooLarge,
  settings: (base) => ({ server: base }),
  answer,
};
