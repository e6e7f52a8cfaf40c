/** What is in the stand-in's Dropbox: files by path, whatever their case, by id, and behind shared links. */
import type { files, sharing } from 'dropbox';
import { randomName } from '../file-store.ts';
import type { FormFile } from '../form.ts';
import { type Answer, type HostRequest, htmlPage } from '../host-script.ts';
import { contentHash } from './dropbox-hash.ts';

interface Entry {
  readonly metadata: files.FileMetadata & { readonly path_lower: string };
  /** Where its bytes are served. */
  readonly servedAt: string;
  /** The page's address, without its query; null until it is shared. */
  readonly link: string;
  readonly linkKey: string;
  shared: boolean;
}

/** A commit, as it was asked for. */
export interface Commit {
  readonly path: string;
  readonly mode: 'add' | 'overwrite';
  readonly autorename: boolean;
  readonly strict_conflict: boolean;
}

const disallowed = /\/(desktop\.ini|thumbs\.db|\.ds_store|icon\r?|\.dropbox(\.attr|\.cache)?)$/i;
const malformed = /\\|\/\/|\/$|\/\.{1,2}(\/|$)| (\/|$)|\/[^/]{256}/;

export class DropboxFolder {
  readonly #entries = new Map<string, Entry>();

  /** By path or id. */
  find(path: string): Entry | null {
    if (!path.startsWith('id:')) return this.#entries.get(path.toLowerCase()) ?? null;
    return [...this.#entries.values()].find(({ metadata }) => metadata.id === path) ?? null;
  }

  isFolder(path: string): boolean {
    return [...this.#entries.keys()].some((known) => known.startsWith(`${path.toLowerCase()}/`));
  }

  /** Files it under its path, or says why not. */
  async commit(request: HostRequest, file: FormFile, commit: Commit): Promise<files.FileMetadata | files.WriteError> {
    if (malformed.test(commit.path)) return { '.tag': 'malformed_path', malformed_path: {} };
    if (disallowed.test(commit.path)) return { '.tag': 'disallowed_name' };
    const measured = await request.measured(file);
    const hash = await contentHash(file, measured.size);
    const there = this.find(commit.path);
    if (there && commit.mode === 'add' && !commit.strict_conflict && hash === there.metadata.content_hash)
      return there.metadata;
    const conflict = this.#conflictAt(commit, there);
    if (conflict && !commit.autorename) return { '.tag': 'conflict', conflict };
    const path = conflict ? this.#another(commit.path) : commit.path;
    if (there && !conflict) this.remove(request, there);
    const name = path.slice(path.lastIndexOf('/') + 1);
    const at = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
    const metadata = {
      name,
      id: `id:${randomName(22)}`,
      client_modified: at,
      server_modified: at,
      rev: randomName(32),
      size: measured.size,
      path_lower: path.toLowerCase(),
      path_display: path,
      is_downloadable: true,
      ...(hash !== null && { content_hash: hash }),
    } satisfies files.FileMetadata;
    const servedAt = `cd/0/get/${randomName(32)}/file`;
    const link = request.publish(
      `scl/fi/${randomName(20)}/${name}`,
      file,
      { fields: { path } },
      { servedAt, contentType: 'application/binary' },
    );
    const linkKey = randomName(25);
    this.#entries.set(metadata.path_lower, { metadata, servedAt, link, linkKey, shared: false });
    return metadata;
  }

  remove(request: HostRequest, { metadata, servedAt }: Entry): void {
    request.remove(servedAt);
    this.#entries.delete(metadata.path_lower);
  }

  linkOf({ metadata, link, linkKey }: Entry): sharing.FileLinkMetadataReference {
    const { id, name, path_lower, rev, size, client_modified, server_modified } = metadata;
    const policies: sharing.VisibilityPolicy[] = [];
    return {
      '.tag': 'file',
      url: `${link}?rlkey=${linkKey}&dl=0`,
      ...{ id, name, path_lower, rev, size, client_modified, server_modified },
      link_permissions: {
        resolved_visibility: { '.tag': 'public' },
        requested_visibility: { '.tag': 'public' },
        can_revoke: true,
        visibility_policies: policies,
        ...{ can_set_expiry: false, can_remove_expiry: false, allow_download: true, can_allow_download: true },
        ...{ can_disallow_download: false, allow_comments: true, team_restricts_comments: false },
      },
    };
  }

  /** Who follows a shared link: `dl=1` and `raw=1` lead to the bytes, at another of Dropbox's hosts; else a page. */
  follow({ base, path, query }: HostRequest): Answer {
    const entry = [...this.#entries.values()].find(({ link }) => link.endsWith(path));
    if (!entry?.shared || query.get('rlkey') !== entry.linkKey) return htmlPage(404, 'Dropbox - 404');
    const isInline = query.get('raw') === '1';
    if (!isInline && query.get('dl') !== '1') return htmlPage(200, `${entry.metadata.name} - Dropbox`);
    const to = isInline ? entry.servedAt.replace('/get/', '/inline/') : `${entry.servedAt}?dl=1`;
    return { status: 302, text: '', headers: { Location: `${base}/${to}` } };
  }

  #conflictAt({ path, mode }: Commit, there: Entry | null): files.WriteConflictError | null {
    const parents = path.split('/').map((_, index, names) => names.slice(0, index).join('/'));
    if (parents.some((parent) => this.find(parent))) return { '.tag': 'file_ancestor' };
    if (this.isFolder(path)) return { '.tag': 'folder' };
    return there && mode === 'add' ? { '.tag': 'file' } : null;
  }

  /** `a (1).txt`, as Dropbox renames. */
  #another(path: string): string {
    const [, start = '', end = ''] = /^(.*?)(\.[^./]*)?$/s.exec(path) ?? [];
    for (let number = 1; ; number += 1) {
      const other = `${start} (${number})${end}`;
      if (!this.find(other)) return other;
    }
  }
}
