/** Where a WebDAV destination writes to, and what of it is known from the address: a plain folder, or one of a Nextcloud. */
import { UploadFailure } from '../../../shared/failure.ts';
import { pathSegment } from '../names.ts';
import type { Secrets, Services } from '../provider.ts';

/** What a Nextcloud or an ownCloud has besides WebDAV. */
export interface Cloud {
  /** Where it is installed; ends with a slash. */
  readonly base: URL;
  /** As its addresses name the user, which may be another name than the one to sign in with. */
  readonly user: string;
  /** The folder as the user sees it: `/`, or `/Uploads/`. */
  readonly path: string;
}

/** A destination as its requests need it. */
export interface Dav {
  readonly secrets: Secrets;
  readonly services: Services;
  /** Ends with a slash. */
  readonly folder: URL;
  readonly cloud: Cloud | null;
  readonly user: string;
}

/**
 * Reads the address of a folder; null where it is none of Nextcloud's: `/remote.php/dav/files/<user>/…`, or the older
 * `/remote.php/webdav/…` (Nextcloud's developer manual, "WebDAV", and ownCloud's).
 */
export function cloudAt(server: string, user: string): Cloud | null {
  const url = new URL(server);
  const found = /^(.*?\/)remote\.php\/(?:dav\/files\/([^/]+)|webdav)(\/.*)?$/.exec(url.pathname);
  if (!found) return null;
  const [, base = '/', named, below = '/'] = found;
  const decoded = [named ?? encodeURIComponent(user), below].map(decodedPath);
  const [name, path] = decoded;
  if (!name || !path) return null;
  return { base: new URL(base, url), user: name, path: path.endsWith('/') ? path : `${path}/` };
}

/** Null for what no server sends: a percent sign that stands for nothing. */
function decodedPath(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** The folder's address with the slash that makes it one. */
export function folderAt(server: string): URL {
  return new URL(server.endsWith('/') ? server : `${server}/`);
}

/** What handles name: the folder, and whose it is where its address leaves that open. */
export function placeOf({ user, folder }: Pick<Dav, 'user' | 'folder'>): string {
  return `${user} ${folder.href}`;
}

/** The address of what is stored as `key`; never that of the folder itself, or of anything outside. */
export function addressOf({ folder }: Pick<Dav, 'folder'>, key: string): URL {
  return new URL(key.split('/').map(pathSegment).join('/'), folder);
}

/** The file that an upload is sent to before it gets its name. Some hosts refuse names that end with `.part`. */
export function temporaryName(id: string): string {
  return `.droprelay-${id}.tmp`;
}

/** The upload that such a file belongs to, null for other names. */
export function idInName(name: string): string | null {
  return /^(?:\.droprelay-([a-z0-9]{16})\.tmp|droprelay-([a-z0-9]{16}))$/.exec(name)?.slice(1).find(Boolean) ?? null;
}

/** Where a Nextcloud gathers the chunks of an upload; without an id, where all those of the user are. */
export function chunksAt({ base, user }: Cloud, id?: string): URL {
  const all = new URL(`remote.php/dav/uploads/${pathSegment(user)}/`, base);
  return id === undefined ? all : new URL(`droprelay-${id}/`, all);
}

/**
 * A file of the folder, where chunks can be put together to it: they are below `/remote.php/dav/`, and nothing is moved
 * from there to the older address.
 */
export function fileOf({ base, user, path }: Cloud, name: string): URL {
  const segments = [user, ...path.split('/').filter(Boolean), name];
  return new URL(`remote.php/dav/files/${segments.map(pathSegment).join('/')}`, base);
}

/** What the settings' schema did not let pass any more. */
export function noCloud(): UploadFailure {
  return new UploadFailure({ kind: 'settings-invalid', field: 'server' });
}
