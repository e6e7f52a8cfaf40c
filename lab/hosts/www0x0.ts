/** 0x0.st and other servers that run its software: `POST /`, files at `/<id>.<ext>`, managed there (hosts.md 1.6). */
import { randomName } from '../file-store.ts';
import type { Form, FormFile } from '../form.ts';
import {
  type Answer,
  type HostRequest,
  type HostScript,
  nginxTooLarge,
  notFound,
  plainAnswer,
} from '../host-script.ts';

interface Stored {
  readonly name: string;
  readonly link: string;
  readonly token: string;
  /** Epoch ms. */
  expires: number;
}

const limitBytes = 512 * 1024 * 1024;
const hourMs = 3_600_000;
/** From here on `expires` is a time, below it a number of hours. */
const firstEpochMs = 1_650_460_320_000;
/** The real list is not published. */
const refusedAgents = /^(curl|wget|python|node|undici|axios|pastebin-tester)/i;
const refusedTypes =
  /^application\/(x-dosexec|x-executable|x-sharedlib|x-hdf5|java-archive|vnd\.android\.package-archive|x-rar(-compressed)?|vnd\.microsoft\.portable-executable)$/;

function error(status: number, text: string): Answer {
  return plainAnswer(status, `${text}\n`);
}

/** What the first bytes show, as far as it matters here. */
function sniffed(head: Buffer): string {
  if (head.subarray(0, 2).toString('latin1') === 'MZ') return 'application/x-dosexec';
  if (head.subarray(0, 4).toString('latin1') === '\x7fELF') return 'application/x-executable';
  if (head.subarray(0, 4).toString('latin1') === 'Rar!') return 'application/x-rar';
  return '';
}

function longestMs(size: number): number {
  return (30 + (30 - 365) * (size / limitBytes - 1) ** 3) * 24 * hourMs;
}

/** When a file ends, epoch ms; null for an `expires` that is no number. */
function expiryOf(asked: string | undefined, size: number, now: number): number | null {
  const latest = now + longestMs(size);
  if (asked === undefined) return latest;
  if (!/^\d+$/.test(asked)) return null;
  const wanted = Number(asked) >= firstEpochMs ? Number(asked) : now + Number(asked) * hourMs;
  return Math.min(wanted, latest);
}

/** At most nine characters are kept. */
function extension(name: string): string {
  const found = /(\.tar)?\.[A-Za-z0-9]+$/.exec(name)?.[0] ?? '';
  return found.slice(0, 9);
}

export function www0x0(): HostScript {
  const bySha256 = new Map<string, Stored>();

  async function upload(request: HostRequest): Promise<Answer> {
    const form = await request.form();
    const file = form.files.find(({ field }) => field === 'file');
    if (!file) return error(400, 'Bad Request');
    const type = (file.contentType ?? '').replace(/;.*/s, '');
    if (refusedTypes.test(type) || refusedTypes.test(sniffed(file.head))) return error(415, 'Unsupported Media Type');
    const expires = expiryOf(form.fields.expires, file.size, Date.now());
    if (expires === null) return error(400, 'Bad Request');
    const known = bySha256.get(file.sha256);
    if (!known) return linkTo(store(request, form, file, expires), true);
    // Trap: known bytes get the link that they have, even a secret one, no token, and at most a longer life.
    known.expires = Math.max(known.expires, expires);
    return linkTo(known, false);
  }

  function store(request: HostRequest, form: Form, file: FormFile, expires: number): Stored {
    const folder = 'secret' in form.fields ? `s/${randomName(22)}/` : '';
    const name = folder + randomName(4) + extension(file.name);
    const stored = { name, link: request.publish(name, file, form), token: randomName(43), expires };
    bySha256.set(file.sha256, stored);
    return stored;
  }

  function linkTo({ link, token, expires }: Stored, isNew: boolean): Answer {
    // Its times have a fraction of a millisecond.
    const headers = { 'X-Expires': (expires + 0.1956).toFixed(4), ...(isNew && { 'X-Token': token }) };
    return { status: 200, text: `${link}\n`, headers };
  }

  async function manage(request: HostRequest): Promise<Answer> {
    const { fields } = await request.form();
    const found = [...bySha256].find(([, { name }]) => name === fileName(request.path));
    if (!found) return notFound;
    const [sha256, stored] = found;
    if (fields.token !== stored.token) return error(401, 'Unauthorized');
    if ('delete' in fields) {
      request.remove(stored.name);
      bySha256.delete(sha256);
      return plainAnswer(200, '');
    }
    const size = (await request.published(stored.name))?.size ?? 0;
    const expires = 'expires' in fields ? expiryOf(fields.expires, size, Date.now()) : null;
    if (expires === null) return error(400, 'Bad Request');
    stored.expires = expires;
    return plainAnswer(202, '');
  }

  return {
    id: 'www0x0',
    label: '0x0.st',
    limitBytes,
    overLimit: 'linger',
    tooLarge: nginxTooLarge,
    settings: (base) => ({ server: base }),
    carriesFile: (method, path) => method === 'POST' && path === '/',
    nameOf: fileName,
    async answer(request) {
      // Trap: unwelcome programs are told so by their name alone.
      const agent = request.headers['user-agent'] ?? '';
      if (agent === '' || refusedAgents.test(agent)) return error(403, 'User agent not allowed.');
      if (request.method === 'POST') return request.path === '/' ? upload(request) : manage(request);
      if (request.method !== 'GET' && request.method !== 'HEAD') return error(405, 'Method Not Allowed');
      return request.path === '/' ? { status: 200, text: '<html><title>The Null Pointer</title></html>' } : notFound;
    },
  };
}

/** A link may carry any further name behind its own, for the looks. */
function fileName(path: string): string {
  return /^\/((?:s\/[^/]+\/)?[^/]+)(?:\/[^/]*)?$/.exec(path)?.[1] ?? path;
}
