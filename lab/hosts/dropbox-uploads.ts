/** Dropbox's content endpoints: a file in one request, or in a session that is appended to and finished. */
import type { files } from 'dropbox';
import { z } from 'zod';
import { randomName } from '../file-store.ts';
import type { FormFile } from '../form.ts';
import { type Answer, type HostRequest, jsonAnswer } from '../host-script.ts';
import { argumentOf, refused, unreadable } from './dropbox-answers.ts';
import type { Commit, DropboxFolder } from './dropbox-folder.ts';
import { contentHash } from './dropbox-hash.ts';

interface Session {
  readonly parts: FormFile[];
  size: number;
  closed: boolean;
}

const Hash = z.string().length(64).optional();
const Path = z.string().regex(/^(\/.*|id:.*|ns:\d+(\/.*)?)$/s);
const mode = z.union([z.enum(['add', 'overwrite']), z.object({ '.tag': z.enum(['add', 'overwrite']) })]);
const CommitInfo = z.object({
  path: Path,
  mode: mode.default('add').transform((given) => (typeof given === 'string' ? given : given['.tag'])),
  autorename: z.boolean().default(false),
  strict_conflict: z.boolean().default(false),
});
const UploadArg = CommitInfo.extend({ content_hash: Hash });
const Cursor = z.object({ session_id: z.string(), offset: z.number().int().nonnegative() });
const StartArg = z.object({ close: z.boolean().default(false), content_hash: Hash });
const AppendArg = z.object({ cursor: Cursor, close: z.boolean().default(false), content_hash: Hash });
const FinishArg = z.object({ cursor: Cursor, commit: CommitInfo, content_hash: Hash });

export const tooLarge = refused(409, { '.tag': 'payload_too_large' } satisfies files.UploadError);
const wrongHash = refused(409, { '.tag': 'content_hash_mismatch' } satisfies files.UploadError);

export class DropboxUploads {
  readonly #folder: DropboxFolder;
  readonly #sessions = new Map<string, Session>();

  constructor(folder: DropboxFolder) {
    this.#folder = folder;
  }

  async upload(request: HostRequest): Promise<Answer> {
    const read = await this.#received(request, UploadArg, ({ path }) => path);
    if ('status' in read) return read;
    const { arg, file } = read;
    const done = await this.#folder.commit(request, file, arg);
    if ('id' in done) return jsonAnswer(200, done);
    // What came in is kept, for another commit.
    const id = this.#begin([file], true);
    return refused(409, { '.tag': 'path', reason: done, upload_session_id: id } satisfies files.UploadError);
  }

  async start(request: HostRequest): Promise<Answer> {
    const read = await this.#received(request, StartArg, () => 'part');
    if ('status' in read) return read;
    const id = this.#begin(read.file.size > 0 ? [read.file] : [], read.arg.close);
    return jsonAnswer(200, { session_id: id } satisfies files.UploadSessionStartResult);
  }

  async append(request: HostRequest): Promise<Answer> {
    const read = await this.#received(request, AppendArg, () => 'part');
    if ('status' in read) return read;
    const { arg, file } = read;
    const lookup = this.#lookup(arg.cursor, true);
    if ('.tag' in lookup) return refused(409, lookup);
    if (file.size > 0) lookup.parts.push(file);
    lookup.size += file.size;
    lookup.closed = arg.close;
    return jsonAnswer(200, null);
  }

  async finish(request: HostRequest): Promise<Answer> {
    const read = await this.#received(request, FinishArg, ({ commit }) => commit.path);
    if ('status' in read) return read;
    const { arg, file } = read;
    const lookup = this.#lookup(arg.cursor, false);
    if ('.tag' in lookup) return refused(409, { '.tag': 'lookup_failed', lookup_failed: lookup });
    if (file.size > 0) lookup.parts.push(file);
    const whole = await request.join(lookup.parts, file.name, file.contentType);
    // The parts are one by now, also where it does not come to a commit.
    lookup.parts.splice(0, Infinity, whole);
    lookup.size = whole.size;
    const done = await this.#folder.commit(request, whole, arg.commit satisfies Commit);
    if (!('id' in done)) return refused(409, { '.tag': 'path', path: done } satisfies files.UploadSessionFinishError);
    this.#sessions.delete(arg.cursor.session_id);
    return jsonAnswer(200, done);
  }

  #begin(parts: FormFile[], closed: boolean): string {
    const id = `pid_upload_session:${randomName(64)}`;
    this.#sessions.set(id, { parts, size: parts.reduce((sum, { size }) => sum + size, 0), closed });
    return id;
  }

  #lookup({ session_id: id, offset }: z.infer<typeof Cursor>, toAppend: boolean): Session | LookupError {
    const session = this.#sessions.get(id);
    if (!session) return { '.tag': 'not_found' };
    if (toAppend && session.closed) return { '.tag': 'closed' };
    if (offset !== session.size) return { '.tag': 'incorrect_offset', correct_offset: session.size };
    return session;
  }

  /** The argument and the bytes, which are read whatever the argument is; or the refusal. */
  async #received<T extends { content_hash?: string | undefined }>(
    request: HostRequest,
    shape: z.ZodType<T>,
    nameOf: (arg: T) => string,
  ): Promise<{ readonly arg: T; readonly file: FormFile } | Answer> {
    const read = argumentOf(request, shape);
    const path = 'arg' in read ? nameOf(read.arg) : 'part';
    const file = await request.file(path.slice(path.lastIndexOf('/') + 1));
    if ('status' in read) return read;
    if (!Number.isFinite(Number(request.headers['content-length']))) return unreadable(request, 'no length');
    // Over the limit the lab has dropped it.
    if (file.size !== Number(request.headers['content-length'])) return tooLarge;
    const told = read.arg.content_hash;
    const isOther = told !== undefined && ((await contentHash(file)) ?? told) !== told;
    return isOther ? wrongHash : { arg: read.arg, file };
  }
}

type LookupError = files.UploadSessionLookupError;
