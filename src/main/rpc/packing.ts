/** Packs folders into the spool, and tells the window how far that is; what is stopped leaves nothing. */
import { randomUUID } from 'node:crypto';
import { UploadFailure } from '../../shared/failure.ts';
import type { PackingView } from '../../shared/sending.ts';
import { fileAt, type IntakeFile, type IntakeFolder, totalBytes } from '../engine/intake.ts';
import { zipFolder } from '../engine/zip-folder.ts';
import type { Spool } from '../store/spool.ts';

export interface Packed {
  /** In the order given, each folder as its zip. */
  readonly files: IntakeFile[];
  /** Names of files that could not be read. */
  readonly unreadable: string[];
}

export interface Packing extends Disposable {
  /** Fails as `zipFolder` does, with `disk-full`, or as `cancelled`; then nothing is left of it. */
  pack(gathered: readonly (IntakeFile | IntakeFolder)[]): Promise<Packed>;
  views(): PackingView[];
  cancel(token: string): void;
}

export interface PackingDeps {
  readonly spool: Pick<Spool, 'keep' | 'discard'>;
  /** Told what is being packed, at most ten times a second, and at once where something begins or ends. */
  readonly changed: (packings: PackingView[]) => void;
}

const toldEveryMs = 100;

export function createPacking({ spool, changed }: PackingDeps): Packing {
  const running = new Map<string, { view: PackingView; readonly ending: AbortController }>();
  let timer: NodeJS.Timeout | null = null;

  const views = (): PackingView[] => [...running.values()].map(({ view }) => view);
  const tell = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
    changed(views());
  };

  async function packAll(
    gathered: readonly (IntakeFile | IntakeFolder)[],
    signal: AbortSignal,
    kept: string[],
    put: (view: Partial<PackingView>) => void,
  ): Promise<Packed> {
    const packed: Packed = { files: [], unreadable: [] };
    const bytes = await totalBytes(gathered.flatMap((each) => (each.kind === 'folder' ? each.files : [])));
    signal.throwIfAborted();
    put({ bytes });
    let before = { files: 0, bytes: 0 };
    for (const each of gathered) {
      if (each.kind !== 'folder') {
        packed.files.push(each);
        continue;
      }
      put({ name: each.name });
      const start = before;
      const zip = zipFolder(each, signal, (now) => {
        before = { files: start.files + now.files, bytes: start.bytes + now.bytes };
        // A file that grew since it was looked at makes no more of the whole.
        put({ packed: before.files, packedBytes: Math.min(bytes, before.bytes) });
      });
      const path = await spool.keep(zip.name, zip.bytes);
      kept.push(path);
      signal.throwIfAborted();
      packed.files.push(fileAt(path));
      packed.unreadable.push(...zip.unreadable);
    }
    return packed;
  }

  return {
    views,
    async pack(gathered) {
      const token = randomUUID();
      const folders = gathered.filter((each) => each.kind === 'folder');
      const files = folders.reduce((sum, folder) => sum + folder.files.length, 0);
      const ending = new AbortController();
      const kept: string[] = [];
      const view = { token, name: folders[0]?.name ?? '', packed: 0, files, packedBytes: 0, bytes: 0 };
      running.set(token, { view, ending });
      tell();
      try {
        return await packAll(gathered, ending.signal, kept, (change) => {
          const own = running.get(token);
          if (own) own.view = { ...own.view, ...change };
          timer ??= setTimeout(tell, toldEveryMs);
        });
      } catch (error) {
        for (const path of kept) await spool.discard(path);
        if (ending.signal.aborted) throw new UploadFailure({ kind: 'cancelled' }, { cause: error });
        throw hasNoRoom(error) ? new UploadFailure({ kind: 'disk-full' }, { cause: error }) : error;
      } finally {
        running.delete(token);
        tell();
      }
    },
    cancel: (token) => running.get(token)?.ending.abort(),
    [Symbol.dispose]() {
      for (const { ending } of running.values()) ending.abort();
      if (timer) clearTimeout(timer);
    },
  };
}

function hasNoRoom(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
