/**
 * fal.ai's storage, as its official JavaScript client uses it: initiate, PUT to the address given, and from 90 MiB on
 * in parts of 10 MiB (hosts.md 1.11, protocol B).
 */
import { randomName } from '../file-store.ts';
import type { FormFile } from '../form.ts';
import { type Answer, type HostRequest, type HostScript, jsonAnswer } from '../host-script.ts';

const key = 'lab-fal-id:lab-fal-secret';

interface Session {
  readonly file: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly type: string;
  readonly multipart: boolean;
  readonly signature: string;
  readonly parts: Map<number, FormFile>;
  done: boolean;
}

function error(status: number, detail: string): Answer {
  return jsonAnswer(status, { detail });
}

const refusedKey = error(401, 'Cannot access application. Invalid key.');

function isSignedIn({ headers }: HostRequest): boolean {
  return headers.authorization === `Key ${key}`;
}

function textOf(value: unknown, field: string): string | null {
  const found = typeof value === 'object' && value !== null ? Reflect.get(value, field) : null;
  return typeof found === 'string' && found !== '' ? found : null;
}

function etagOf(part: FormFile): string {
  return `"${part.sha256.slice(0, 32)}"`;
}

export function fal(): HostScript {
  const sessions = new Map<string, Session>();

  function token(request: HostRequest): Answer {
    if (!isSignedIn(request)) return refusedKey;
    const expires = new Date(Date.now() + 3_600_000).toISOString();
    return jsonAnswer(200, {
      token: randomName(32),
      token_type: 'Bearer',
      base_url: request.base,
      expires_at: expires,
    });
  }

  async function initiate(request: HostRequest, multipart: boolean): Promise<Answer> {
    if (!isSignedIn(request)) return refusedKey;
    const body = await request.json();
    const [type, name] = [textOf(body, 'content_type'), textOf(body, 'file_name')];
    if (type === null || name === null) return error(422, 'content_type and file_name are required');
    const id = randomName(20);
    const file = `files/b/${id}/${name.replaceAll('/', '_')}`;
    const lifecycle = request.headers['x-fal-object-lifecycle'];
    const fields: Record<string, string> = typeof lifecycle === 'string' ? { lifecycle } : {};
    const signature = randomName(16);
    sessions.set(id, { file, fields, type, multipart, signature, parts: new Map(), done: false });
    const path = file.split('/').map(encodeURIComponent).join('/');
    return jsonAnswer(200, {
      upload_url: `${request.base}/upload/${id}?signature=${signature}`,
      file_url: `${request.base}/${path}`,
    });
  }

  /** The address given is the only credential. */
  function sessionOf(request: HostRequest, id: string): Session | null {
    const session = sessions.get(id);
    return session && !session.done && request.query.get('signature') === session.signature ? session : null;
  }

  function publish(request: HostRequest, session: Session, file: FormFile): void {
    request.publish(session.file, file, { fields: session.fields }, { contentType: session.type });
    session.done = true;
  }

  async function part(request: HostRequest, session: Session, number: number): Promise<Answer> {
    if (!session.multipart || number < 1 || number > 10_000) return error(400, 'No such part');
    const file = await request.file(String(number));
    session.parts.set(number, file);
    return { ...jsonAnswer(200, { partNumber: number, etag: etagOf(file) }), headers: { ETag: etagOf(file) } };
  }

  async function complete(request: HostRequest, session: Session): Promise<Answer> {
    const body = await request.json();
    const listed: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'parts') : null;
    if (!Array.isArray(listed) || listed.length === 0) return error(400, 'No parts');
    const files: FormFile[] = [];
    for (const one of listed) {
      const number: unknown = typeof one === 'object' && one !== null ? Reflect.get(one, 'partNumber') : null;
      const file = typeof number === 'number' ? session.parts.get(number) : undefined;
      if (!file || number !== files.length + 1 || textOf(one, 'etag') !== etagOf(file))
        return error(400, 'Invalid part');
      files.push(file);
    }
    const name = session.file.slice(session.file.lastIndexOf('/') + 1);
    publish(request, session, await request.join(files, name, session.type));
    return jsonAnswer(200, {});
  }

  return {
    id: 'fal',
    label: 'fal',
    // Single PUTs above this are for the parts; no other limit is known.
    limitBytes: 100 * 1024 * 1024,
    overLimit: 'linger',
    tooLarge: error(413, 'Payload too large'),
    key,
    settings: (base) => ({ server: base }),
    carriesFile: (method) => method === 'PUT',
    async answer(request) {
      const { method, path } = request;
      if (method === 'POST' && path === '/storage/auth/token') return token(request);
      if (method === 'POST' && path === '/storage/upload/initiate') return initiate(request, false);
      if (method === 'POST' && path === '/storage/upload/initiate-multipart') return initiate(request, true);
      const [, id = '', step = ''] = /^\/upload\/([^/]+)(?:\/(\d+|complete))?$/.exec(path) ?? [];
      if (id === '' || (method !== 'PUT' && method !== 'POST')) return error(404, 'Not Found');
      const session = sessionOf(request, id);
      if (!session) return error(403, 'Signature does not match');
      if (method === 'POST' && step === 'complete') return complete(request, session);
      if (method === 'PUT' && /^\d+$/.test(step)) return part(request, session, Number(step));
      if (method !== 'PUT' || step !== '' || session.multipart) return error(404, 'Not Found');
      const file = await request.file(session.file.slice(session.file.lastIndexOf('/') + 1));
      publish(request, session, file);
      return { status: 200, text: '' };
    },
  };
}
