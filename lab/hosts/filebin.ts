/** filebin.net and other servers that run filebin2: `PUT /<bin>/<name>`, files at the same address (hosts.md 1.9). */
import type { FormFile } from '../form.ts';
import {
  type Answer,
  decoded,
  type HostRequest,
  type HostScript,
  htmlPage,
  jsonAnswer,
  plainAnswer,
} from '../host-script.ts';

interface Bin {
  readonly files: Map<string, FormFile>;
  state: 'open' | 'locked' | 'deleted';
}

const weekMs = 604_800_000;
const longestName = 120;
/** Programs that are let past the page that asks a person to go on. */
const downloaders = /curl|Wget|VLC/;

/** As the server stores a name: odd characters become `_`, as does a leading dot; at most 120 bytes. */
function sanitised(name: string): string {
  const plain = name.replaceAll(/[^\p{L}\p{N}\-_=+,.()[\] ]/gu, '_').replace(/^\./, '_');
  let cut = plain;
  while (Buffer.byteLength(cut) > longestName) cut = [...cut].slice(0, -1).join('');
  return cut;
}

/** Where the bytes are, behind the redirect to the storage. */
function storedAt(bin: string, name: string): string {
  return `storage/${bin}/${name}`;
}

export function filebin(): HostScript {
  const bins = new Map<string, Bin>();

  function binJson(id: string, bin: Bin) {
    const now = Date.now();
    const bytes = [...bin.files.values()].reduce((sum, { size }) => sum + size, 0);
    const times = { updated_at: new Date(now).toISOString(), expired_at: new Date(now + weekMs).toISOString() };
    return { id, readonly: bin.state === 'locked', bytes, files: bin.files.size, ...times };
  }

  async function fileJson(request: HostRequest, filename: string, file: FormFile) {
    const { size, md5, sha256 } = await request.measured(file);
    return { filename, 'content-type': file.contentType, bytes: size, md5, sha256 };
  }

  async function upload(request: HostRequest, id: string, name: string): Promise<Answer> {
    const { headers } = request;
    if (!/^[A-Za-z0-9_-]{0,60}$/.test(id)) return plainAnswer(400, 'invalid bin\n');
    if (id.length < 8) return plainAnswer(400, 'The bin is too short\n');
    const bin: Bin = bins.get(id) ?? { files: new Map(), state: 'open' };
    // Trap: bins that are locked, expired or gone take nothing.
    if (bin.state !== 'open') return plainAnswer(405, 'This bin is no longer writable\n');
    const file = await request.file(name);
    if (file.size === 0) return plainAnswer(400, 'Empty file\n');
    const [sha256, md5] = [headers['content-sha256'], headers['content-md5']];
    if (sha256 !== undefined && sha256 !== file.sha256) return plainAnswer(400, 'Content-SHA256 mismatch\n');
    if (md5 !== undefined && md5 !== file.md5) return plainAnswer(400, 'Content-MD5 mismatch\n');
    const filename = sanitised(name);
    request.publish(`${id}/${filename}`, file, { fields: { bin: id } }, { servedAt: storedAt(id, filename) });
    bins.set(id, bin);
    bin.files.set(filename, file);
    return jsonAnswer(201, { bin: binJson(id, bin), file: await fileJson(request, filename, file) });
  }

  /** Trap: HEAD is refused, and a program of another name gets a page, unless it brings the page's cookie. */
  function download(request: HostRequest, id: string, name: string): Answer {
    if (request.method === 'HEAD') return plainAnswer(405, '');
    const { 'user-agent': agent = '', cookie = '' } = request.headers;
    if (!downloaders.test(agent) && !cookie.includes('verified=')) return htmlPage(200, 'Filebin: verification');
    const at = storedAt(id, name).split('/').map(encodeURIComponent).join('/');
    return { status: 302, text: '', headers: { Location: `${request.base}/${at}?X-Amz-Expires=60` } };
  }

  async function show(request: HostRequest, id: string, bin: Bin): Promise<Answer> {
    if (!/\bapplication\/json\b/.test(request.headers.accept ?? '')) return htmlPage(200, `Filebin | ${id}`);
    const files = await Promise.all([...bin.files].map(([name, file]) => fileJson(request, name, file)));
    return jsonAnswer(200, { bin: binJson(id, bin), files });
  }

  function removeFile(request: HostRequest, id: string, bin: Bin, name: string): Answer {
    request.remove(storedAt(id, name));
    return bin.files.delete(name) ? plainAnswer(200, 'File deleted successfully\n') : plainAnswer(404, 'Not found\n');
  }

  function removeBin(request: HostRequest, id: string, bin: Bin): Answer {
    for (const name of [...bin.files.keys()]) removeFile(request, id, bin, name);
    bin.state = 'deleted';
    return plainAnswer(200, 'Bin deleted successfully\n');
  }

  async function manage(request: HostRequest, id: string, name: string): Promise<Answer> {
    const { method, path } = request;
    const [, hashed] = /^\/sha256\/([^/]+)$/.exec(path) ?? [];
    const bin = bins.get(hashed ?? id);
    if (!bin || bin.state === 'deleted') return plainAnswer(404, 'Not found\n');
    if (hashed !== undefined) {
      return plainAnswer(200, [...bin.files].map(([file, { sha256 }]) => `${sha256}  ${file}\n`).join(''));
    }
    if (name === '' && method === 'PUT') {
      bin.state = 'locked';
      return plainAnswer(200, 'Bin locked successfully\n');
    }
    if (method === 'DELETE') return name === '' ? removeBin(request, id, bin) : removeFile(request, id, bin, name);
    if (name === '') return show(request, id, bin);
    return bin.files.has(name) ? download(request, id, name) : plainAnswer(404, 'Not found\n');
  }

  return {
    id: 'filebin',
    label: 'filebin',
    // The host publishes no limit.
    limitBytes: Number.MAX_SAFE_INTEGER,
    overLimit: 'after-body',
    tooLarge: plainAnswer(413, 'Request Entity Too Large\n'),
    tellsMd5: true,
    settings: (base) => ({ server: base }),
    carriesFile: (method, path) => (method === 'PUT' || method === 'POST') && /^\/[^/]+\/[^/]+$/.test(path),
    async answer(request) {
      const [, id = '', name = ''] = /^\/([^/]*)(?:\/([^/]+))?$/.exec(request.path) ?? [];
      const sends = request.method === 'PUT' || request.method === 'POST';
      return sends && name !== '' ? upload(request, id, decoded(name)) : manage(request, id, decoded(name));
    },
  };
}
