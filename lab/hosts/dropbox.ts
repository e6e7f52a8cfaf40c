/**
 * Dropbox, as the types of its SDK tell it (`node_modules/dropbox/types`) and hosts.md 1.13: API, content and links at
 * one address. Uploads in one request or in a session, hashes checked, names kept apart, links with a page before them.
 */
import type { auth, check, files, sharing } from 'dropbox';
import { z } from 'zod';
import { type Answer, decoded, type HostRequest, type HostScript, jsonAnswer, notFound } from '../host-script.ts';
import { bodyOf, refused } from './dropbox-answers.ts';
import { DropboxFolder } from './dropbox-folder.ts';
import { DropboxSignIn } from './dropbox-sign-in.ts';
import { DropboxUploads, tooLarge } from './dropbox-uploads.ts';

const usualKey = 'lab-dropbox-token';

const Path = z.object({ path: z.string().regex(/^(\/.*|id:.*|ns:\d+(\/.*)?)$/s) });
const Listing = Path.extend({ direct_only: z.boolean().optional() });
const Echo = z.object({ query: z.string().default('') });

const notSignedIn = refused(401, { '.tag': 'invalid_access_token' } satisfies auth.AuthError);
const nothingThere = { '.tag': 'not_found' } satisfies files.LookupError;

/** @param key good as refresh token, as access token and as the app's secret */
export function dropbox(key = usualKey): HostScript {
  const folder = new DropboxFolder();
  const uploads = new DropboxUploads(folder);
  const signIn = new DropboxSignIn(key);

  async function metadata(request: HostRequest): Promise<Answer> {
    const read = await bodyOf(request, Path);
    if ('status' in read) return read;
    const { path } = read.arg;
    const entry = folder.find(path);
    if (entry) return jsonAnswer(200, { '.tag': 'file', ...entry.metadata } satisfies files.FileMetadataReference);
    if (!folder.isFolder(path)) return refused(409, { '.tag': 'path', path: nothingThere });
    const name = path.slice(path.lastIndexOf('/') + 1);
    return jsonAnswer(200, { '.tag': 'folder', name, id: `id:${name}` } satisfies files.FolderMetadataReference);
  }

  async function remove(request: HostRequest): Promise<Answer> {
    const read = await bodyOf(request, Path);
    if ('status' in read) return read;
    const entry = folder.find(read.arg.path);
    const missing = { '.tag': 'path_lookup', path_lookup: nothingThere } satisfies files.DeleteError;
    if (!entry) return refused(409, missing);
    folder.remove(request, entry);
    return jsonAnswer(200, { metadata: { '.tag': 'file', ...entry.metadata } } satisfies files.DeleteResult);
  }

  async function share(request: HostRequest): Promise<Answer> {
    const read = await bodyOf(request, Path);
    if ('status' in read) return read;
    const entry = folder.find(read.arg.path);
    if (!entry) return refused(409, { '.tag': 'path', path: nothingThere });
    const link = folder.linkOf(entry);
    if (!entry.shared) {
      entry.shared = true;
      return jsonAnswer(200, link);
    }
    const there = { '.tag': 'metadata', metadata: link } satisfies sharing.SharedLinkAlreadyExistsMetadata;
    return refused(409, { '.tag': 'shared_link_already_exists', shared_link_already_exists: there });
  }

  async function links(request: HostRequest): Promise<Answer> {
    const read = await bodyOf(request, Listing);
    if ('status' in read) return read;
    const entry = folder.find(read.arg.path);
    if (!entry) return refused(409, { '.tag': 'path', path: nothingThere });
    const found = entry.shared ? [folder.linkOf(entry)] : [];
    return jsonAnswer(200, { links: found, has_more: false } satisfies sharing.ListSharedLinksResult);
  }

  async function echo(request: HostRequest): Promise<Answer> {
    const read = await bodyOf(request, Echo);
    return 'status' in read ? read : jsonAnswer(200, { result: read.arg.query } satisfies check.EchoResult);
  }

  const routes: Readonly<Record<string, (request: HostRequest) => Promise<Answer>>> = {
    'files/upload': (request) => uploads.upload(request),
    'files/upload_session/start': (request) => uploads.start(request),
    'files/upload_session/append_v2': (request) => uploads.append(request),
    'files/upload_session/finish': (request) => uploads.finish(request),
    'files/get_metadata': metadata,
    'files/delete_v2': remove,
    'sharing/create_shared_link_with_settings': share,
    'sharing/list_shared_links': links,
    'check/user': echo,
  };

  return {
    id: 'dropbox',
    label: 'Dropbox',
    // Of one request.
    limitBytes: 150 * 1024 * 1024,
    overLimit: 'after-body',
    tooLarge,
    rateLimited: refused(429, {
      reason: { '.tag': 'too_many_requests' },
      retry_after: 15,
    } satisfies auth.RateLimitError),
    key,
    settings: (base) => ({ server: base, appKey: 'labappkey0123456' }),
    carriesFile: (_, path) => /^\/2\/files\/upload(_session\/append_v2)?$/.test(path),
    nameOf: (path) => decoded(path.slice(1)).replace('cd/0/inline/', 'cd/0/get/'),
    async answer(request) {
      const { method, path } = request;
      if (path === '/oauth2/authorize' && method === 'GET') return signIn.page(request);
      if (path === '/oauth2/token' && method === 'POST') return await signIn.token(request);
      if (path.startsWith('/scl/fi/')) return folder.follow(request);
      const route = method === 'POST' ? routes[path.replace(/^\/2\//, '')] : undefined;
      if (!route) return notFound;
      if (signIn.isSignedIn(request)) return await route(request);
      await request.file('unread');
      return notSignedIn;
    },
  };
}
