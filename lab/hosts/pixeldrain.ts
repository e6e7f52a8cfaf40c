/** pixeldrain.com: `PUT /api/file/<name>` with an API key; a page at `/u/<id>`, the file at `/api/file/<id>` (hosts.md 1.8). */
import { randomName } from '../file-store.ts';
import type { FormFile } from '../form.ts';
import { type Answer, decoded, type HostRequest, type HostScript, htmlPage, jsonAnswer } from '../host-script.ts';

const key = 'lab-pixeldrain-key';
const longestName = 255;

function error(status: number, value: string): Answer {
  return jsonAnswer(status, { success: false, value, message: value.replaceAll('_', ' ') });
}

const missing = error(404, 'not_found');

/** The key is the Basic password; the user's name does not matter. */
function passwordOf(request: HostRequest): string | null {
  const credentials = /^Basic (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (credentials === undefined) return null;
  return /^[^:]*:(.*)$/s.exec(Buffer.from(credentials, 'base64').toString('utf8'))?.[1] ?? null;
}

export function pixeldrain(): HostScript {
  const names = new Map<string, string>();

  function refused(name: string, size: number): Answer | null {
    if (name.length > longestName) return error(413, 'name_too_long');
    return size === 0 ? error(422, 'no_file') : null;
  }

  function store(request: HostRequest, file: FormFile, name: string): string {
    const id = randomName(8);
    names.set(id, name);
    request.publish(`u/${id}`, { ...file, name }, undefined, {
      servedAt: `api/file/${id}`,
      contentType: file.contentType ?? 'application/octet-stream',
    });
    return id;
  }

  async function put(request: HostRequest): Promise<Answer> {
    const name = decoded(request.path.replace('/api/file/', ''));
    const file = await request.file(name);
    return refused(name, file.size) ?? jsonAnswer(201, { id: store(request, file, name) });
  }

  async function post(request: HostRequest): Promise<Answer> {
    const { files, fields } = await request.form();
    const file = files.find(({ field }) => field === 'file');
    if (!file) return error(422, 'no_file');
    const name = fields.name ?? file.name;
    return refused(name, file.size) ?? jsonAnswer(200, { success: true, id: store(request, file, name) });
  }

  async function info(request: HostRequest, id: string): Promise<Answer> {
    const found = await request.published(`api/file/${id}`);
    if (!found) return missing;
    return jsonAnswer(200, {
      success: true,
      id,
      name: names.get(id) ?? '',
      size: found.size,
      hash_sha256: found.sha256,
      mime_type: found.contentType,
      can_edit: passwordOf(request) === key,
    });
  }

  return {
    id: 'pixeldrain',
    label: 'pixeldrain',
    limitBytes: 10_000_000_000,
    // It answers before the body is out, and reads on.
    overLimit: 'linger',
    tooLarge: error(413, 'file_too_large'),
    earlyTooLarge: error(413, 'file_too_large'),
    rateLimited: error(429, 'rate_limit'),
    key,
    settings: (base) => ({ server: base }),
    async answer(request) {
      const { method, path } = request;
      const [, page] = /^\/u\/([^/]+)$/.exec(path) ?? [];
      if (page !== undefined) return names.has(page) ? htmlPage(200, 'file ~ pixeldrain') : htmlPage(404, 'Not found');
      const [, id = '', rest = ''] = /^\/api\/file(?:\/([^/]+))?(\/info)?$/.exec(path) ?? [];
      if (method === 'GET' && rest === '/info') return info(request, id);
      if (method === 'GET' && path !== '/api/user/files') return missing;
      // Trap: nothing is changed without a key; there is no anonymous upload any more.
      const password = passwordOf(request);
      if (password === null) return error(401, 'authentication_required');
      if (password !== key) return error(401, 'authentication_failed');
      if (method === 'GET') return jsonAnswer(200, { success: true, files: [] });
      if (method === 'PUT' && id !== '' && rest === '') return put(request);
      if (method === 'POST' && path === '/api/file') return post(request);
      if (method !== 'DELETE') return missing;
      if (!request.remove(`api/file/${id}`)) return missing;
      names.delete(id);
      return jsonAnswer(200, { success: true, value: 'file_deleted' });
    },
  };
}
