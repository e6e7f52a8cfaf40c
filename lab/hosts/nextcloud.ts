/**
 * A Nextcloud: WebDAV as SabreDAV speaks it, chunked upload 2 and share links, as its developer manual has them
 * ("Chunked file upload", "OCS Share API") and its server (`apps/dav/lib/Upload`, `ShareAPIController`).
 */
import { randomName } from '../file-store.ts';
import type { FormFile } from '../form.ts';
import { type Answer, decoded, type HostRequest, type HostScript, jsonAnswer } from '../host-script.ts';

export const nextcloudUser = 'ann';
const usualPassword = 'lab-cloud-app-password';
const olderFiles = '/remote.php/webdav/';
const files = `/remote.php/dav/files/${nextcloudUser}/`;
const uploads = `/remote.php/dav/uploads/${nextcloudUser}/`;
const sharing = '/ocs/v2.php/apps/files_sharing/api/v1/shares';
/** Bytes; only the last chunk may be smaller. */
const leastChunk = 5_000_000;

interface Stored {
  readonly file: FormFile;
  /** As WebDAV tells it. */
  readonly bytes: number;
  /** The name under which the stand-in serves it. */
  readonly servedAt: string;
}

export interface NextcloudOptions {
  /** What its admin allows. `off`: no public links; `password`: only with a password. */
  readonly links?: 'allowed' | 'off' | 'password';
  /** The day on which every link ends, as its admin has it: `2026-12-01 00:00:00`. */
  readonly expiration?: string;
  /** False for a server that knows no chunks. */
  readonly chunks?: boolean;
  /** Of its only user. */
  readonly password?: string;
}

export interface Nextcloud {
  readonly script: HostScript;
  /** What is behind a link, as the user named it; null for nothing. */
  behind(link: string): { readonly name: string; readonly size: number; readonly sha256: string } | null;
  /** Paths below the user's folder, and below that of chunks. */
  paths(): string[];
  /** As after a day without a request. */
  expireUploads(): void;
}

/** An error as SabreDAV writes it. */
function sabreError(status: number, message: string): Answer {
  return {
    status,
    text: `<?xml version="1.0" encoding="utf-8"?>\n<d:error xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns">\n  <s:message>${message}</s:message>\n</d:error>\n`,
    contentType: 'application/xml; charset=utf-8',
  };
}

function ocs(status: number, message: string, data: unknown = []): Answer {
  const meta = { status: status === 200 ? 'ok' : 'failure', statuscode: status, message };
  return jsonAnswer(status, { ocs: { meta, data } });
}

const done = (status: number): Answer => ({ status, text: '' });
const noFile = sabreError(404, 'File could not be located');
const noParent = sabreError(409, 'Parent node does not exist');
const taken = 'The destination node already exists, and the overwrite header is set to false';

/** The older address is another way to the same files. */
const ownPath = (path: string): string => decoded(path).replace(olderFiles, files);
const parentOf = (path: string): string => path.slice(0, path.replace(/\/$/, '').lastIndexOf('/') + 1);
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

export function nextcloud(options: NextcloudOptions = {}): Nextcloud {
  const { links = 'allowed', chunks = true, password = usualPassword, expiration = null } = options;
  const stored = new Map<string, Stored>();
  const folders = new Set([files, uploads, `${files}Uploads/`]);
  const shares = new Map<string, string>();

  async function take(request: HostRequest, path: string): Promise<void> {
    const file = await request.file(nameOf(path));
    const { size } = await request.measured(file);
    const servedAt = `stored/${randomName(20)}`;
    request.publish(nameOf(path), file, { fields: {} }, { servedAt });
    stored.set(path, { file, bytes: size, servedAt });
  }

  async function put(request: HostRequest, path: string): Promise<Answer> {
    if (request.headers['content-range'] !== undefined) return sabreError(501, 'PUT with Content-Range is not allowed');
    if (!folders.has(parentOf(path))) return noParent;
    if (/\.(file)?part$/i.test(path)) return sabreError(400, 'This extension is not allowed');
    if (path.startsWith(uploads) && !(Number(nameOf(path)) >= 1 && Number(nameOf(path)) <= 10_000)) {
      return sabreError(400, 'Invalid chunk name, must be numeric between 1 and 10000');
    }
    const isNew = !stored.has(path);
    await take(request, path);
    return done(isNew ? 201 : 204);
  }

  function makeFolder(request: HostRequest, path: string): Answer {
    const url = path.endsWith('/') ? path : `${path}/`;
    if (url.startsWith(uploads) && !chunks) return sabreError(405, 'Method not allowed');
    if (folders.has(url)) return sabreError(405, 'The resource you tried to create already exists');
    if (!folders.has(parentOf(url))) return noParent;
    if (url.startsWith(uploads) && !targetOf(request)) return sabreError(400, 'no Destination');
    folders.add(url);
    return done(201);
  }

  function targetOf({ headers, base, path }: HostRequest): string | null {
    const { destination } = headers;
    const url = typeof destination === 'string' ? URL.parse(destination) : null;
    if (url?.origin !== new URL(base).origin) return null;
    // Each of the two addresses is a tree of its own.
    const isOther = url.pathname.startsWith(olderFiles) !== path.startsWith(olderFiles);
    return isOther ? null : ownPath(url.pathname);
  }

  async function move(request: HostRequest, path: string): Promise<Answer> {
    const to = targetOf(request);
    if (to === null) return sabreError(403, 'The destination is out of the base address');
    if (!folders.has(parentOf(to))) return sabreError(409, 'The destination node is not found');
    const existed = stored.has(to);
    if (existed && request.headers.overwrite === 'F') return sabreError(412, taken);
    if (nameOf(path) === '.file') return assemble(request, parentOf(path), to);
    const found = stored.get(path);
    if (!found) return noFile;
    stored.delete(path);
    stored.set(to, found);
    return done(existed ? 204 : 201);
  }

  async function assemble(request: HostRequest, folder: string, to: string): Promise<Answer> {
    if (!folders.has(folder)) return noFile;
    const parts = [...stored].filter(([path]) => path.startsWith(folder)).sort(([a], [b]) => (a < b ? -1 : 1));
    const sum = parts.reduce((total, [, { bytes }]) => total + bytes, 0);
    if (String(sum) !== request.headers['oc-total-length']) return sabreError(400, `Chunks on server sum up to ${sum}`);
    if (parts.slice(0, -1).some(([, { bytes }]) => bytes < leastChunk)) return sabreError(400, 'a chunk is too small');
    const file = await request.join(
      parts.map(([, part]) => part.file),
      nameOf(to),
      null,
    );
    const servedAt = `stored/${randomName(20)}`;
    request.publish(nameOf(to), file, { fields: {} }, { servedAt });
    for (const [path, part] of parts) {
      request.remove(part.servedAt);
      stored.delete(path);
    }
    folders.delete(folder);
    stored.set(to, { file, bytes: file.size, servedAt });
    return done(201);
  }

  function remove(request: HostRequest, path: string): Answer {
    const isThere = stored.has(path) || folders.has(path);
    for (const [each, { servedAt }] of stored) {
      if (each !== path && !(path.endsWith('/') && each.startsWith(path))) continue;
      request.remove(servedAt);
      stored.delete(each);
    }
    folders.delete(path);
    return isThere ? done(204) : noFile;
  }

  function properties({ headers }: HostRequest, path: string): Answer {
    const self = stored.has(path) ? path : path.endsWith('/') ? path : `${path}/`;
    if (!stored.has(self) && !folders.has(self)) return noFile;
    const below = [...stored.keys(), ...folders].filter((each) => each !== self && parentOf(each) === self);
    const told = headers.depth === '1' ? [self, ...below] : [self];
    const responses = told.map((each) => {
      const bytes = stored.get(each)?.bytes;
      const href = each.split('/').map(encodeURIComponent).join('/');
      const length = bytes === undefined ? '' : `<d:getcontentlength>${bytes}</d:getcontentlength>`;
      return `<d:response><d:href>${href}</d:href><d:propstat><d:prop>${length}<d:getlastmodified>Sun, 22 Nov 2026 10:00:00 GMT</d:getlastmodified></d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>`;
    });
    return {
      status: 207,
      text: `<?xml version="1.0"?>\n<d:multistatus xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns" xmlns:oc="http://owncloud.org/ns">${responses.join('')}</d:multistatus>`,
      contentType: 'application/xml; charset=utf-8',
    };
  }

  async function share(request: HostRequest): Promise<Answer> {
    if (request.headers['ocs-apirequest'] !== 'true') return ocs(412, 'CSRF check failed');
    const asked = new URLSearchParams(await request.text());
    if (links === 'off') return ocs(404, 'Public link sharing is disabled by the administrator');
    if (links === 'password') return ocs(403, 'Passwords are enforced for link and mail shares');
    if (asked.get('shareType') !== '3' || asked.get('permissions') !== '1') return ocs(400, 'Unknown share type');
    const found = stored.get(`${files.slice(0, -1)}${asked.get('path')}`);
    if (!found) return ocs(404, 'Wrong path, file/folder does not exist');
    const token = randomName(15);
    shares.set(token, found.servedAt);
    const url = `${request.base}/index.php/s/${token}`;
    return ocs(200, 'OK', { id: '7', share_type: 3, token, url, expiration });
  }

  const servedAtOf = (path: string): string | undefined => {
    const token = /^\/index\.php\/s\/([^/]+)\/download$/.exec(path)?.[1];
    return token === undefined ? undefined : shares.get(token);
  };

  async function answer(request: HostRequest): Promise<Answer> {
    const path = ownPath(request.path);
    const credentials = Buffer.from(`${nextcloudUser}:${password}`).toString('base64');
    if (request.headers.authorization !== `Basic ${credentials}`) return sabreError(401, 'No public access');
    if (request.method === 'POST' && path === sharing) return share(request);
    if (!path.startsWith(files) && !path.startsWith(uploads)) return sabreError(404, 'not found');
    switch (request.method) {
      case 'PUT':
        return put(request, path);
      case 'MKCOL':
        return makeFolder(request, path);
      case 'MOVE':
        return move(request, path);
      case 'DELETE':
        return remove(request, path);
      case 'PROPFIND':
        return properties(request, path);
      default:
        return sabreError(405, 'Method not allowed');
    }
  }

  return {
    script: {
      id: 'webdav',
      label: 'WebDAV',
      limitBytes: 10 * 1024 ** 3,
      overLimit: 'after-body',
      tooLarge: sabreError(413, 'The configured limits are exceeded'),
      key: password,
      settings: (base) => ({ server: `${base}${files}Uploads`, user: nextcloudUser }),
      carriesFile: (method) => method === 'PUT',
      nameOf: (path) => servedAtOf(path) ?? '',
      answer,
    },
    behind(link) {
      const servedAt = servedAtOf(new URL(link).pathname);
      const [path, found] = [...stored].find(([, each]) => each.servedAt === servedAt) ?? [];
      return path && found ? { name: nameOf(path), size: found.file.size, sha256: found.file.sha256 } : null;
    },
    paths: () => [...stored.keys(), ...folders].map((path) => path.replace(files, '').replace(uploads, 'uploads:')),
    expireUploads() {
      for (const path of [...folders, ...stored.keys()]) {
        if (!path.startsWith(uploads) || path === uploads) continue;
        folders.delete(path);
        stored.delete(path);
      }
    },
  };
}

/** The one of the lab: the host of the provider of that id. */
export function webdav(password = usualPassword): HostScript {
  return nextcloud({ password }).script;
}
