/** The data that the program keeps, as the window asks for them: their size, their folder, a backup, and back from one. */
import { rename, rm, stat } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { UploadFailure } from '../../shared/failure.ts';
import { DestinationId } from '../../shared/ids.ts';
import { providers } from '../providers/index.ts';
import { checkBackupAside, writeBackupAside } from '../store/backup-jobs.ts';
import { draftFor } from '../store/draft.ts';
import type { Home } from '../store/home.ts';
import { newId } from '../store/new-id.ts';
import { beginRestore, dropRestore, orderRestore } from '../store/restore-swap.ts';
import { Settings, type SettingsStore } from '../store/settings.ts';
import type { Spool } from '../store/spool.ts';
import type { Handlers } from './handlers.ts';
import { isSamePlace, proxyPassword } from './network.ts';
import { withoutSecrets } from './settings-transfer.ts';

/** Main's dialogs; null where nothing was chosen. */
export interface BackupDialogs {
  whereTo(name: string): Promise<string | null>;
  which(): Promise<string | null>;
}

export interface DataDeps {
  readonly home: Home;
  readonly settings: SettingsStore;
  readonly spool: Pick<Spool, 'sweep' | 'size'>;
  readonly dialogs: BackupDialogs;
  /** Opens a folder in the system's file manager; false where it did not. */
  readonly openFolder: (folder: string) => Promise<boolean>;
  /** Another program works on the same data. */
  readonly areOthersAtWork: () => boolean;
  /** Ends the program, and starts it anew. */
  readonly restart: () => void;
  /** Epoch ms. */
  readonly clock: () => number;
  readonly report: (error: unknown) => void;
}

export type OnlyDataCalls = Pick<Handlers, Extract<keyof Handlers, `data.${string}`>>;

export function createDataCalls(deps: DataDeps): OnlyDataCalls {
  const { home, settings, spool, dialogs, clock, report } = deps;
  /** The restore that the user is asked about; a later one takes its place. */
  let asked: { readonly token: string; readonly settings: Settings } | null = null;
  let checking = false;

  const copies = () => spool.size();
  const write = async (path: string): Promise<'saved' | 'refused'> => {
    const draft = draftFor(path);
    const now = settings.get();
    const kept: Settings = { ...now, destinations: withoutSecrets(now.destinations) };
    try {
      await writeBackupAside({
        databaseFile: home.databaseFile,
        target: draft,
        content: { madeAt: clock(), settings: JSON.stringify(kept) },
      });
      await rename(draft, path);
      return 'saved';
    } catch (error) {
      report(error);
      await rm(draft, { force: true }).catch(report);
      return 'refused';
    }
  };

  return {
    async 'data.view'() {
      const files = [home.databaseFile, `${home.databaseFile}-wal`, home.settingsFile];
      const sizes = await Promise.all(files.map(sizeOf));
      return { historyBytes: sizes.reduce((sum, size) => sum + size, 0), copies: await copies() };
    },

    'data.openFolder': async () => ({ opened: await deps.openFolder(home.folder) }),

    async 'data.sweep'() {
      const before = await copies();
      await spool.sweep();
      return { freedBytes: Math.max(0, before.bytes - (await copies()).bytes) };
    },

    async 'data.backUp'() {
      const day = new Date(clock()).toISOString().slice(0, 10);
      const path = await dialogs.whereTo(`droprelay-${day}.droprelay-backup`);
      return { end: path === null ? 'cancelled' : await write(path) };
    },

    async 'data.restore'() {
      const source = await dialogs.which();
      if (source === null) return null;
      if (deps.areOthersAtWork()) return { kind: 'refused', why: 'busy' };
      // Both would be put into one place, and only one of them be what was checked.
      if (checking) throw new UploadFailure({ kind: 'cancelled' });
      checking = true;
      asked = null;
      const now = clock();
      try {
        const checked = await checkBackupAside({ source, draft: beginRestore(home).databaseFile, now });
        const restored = checked.kind === 'fine' ? settingsOf(checked.settings) : null;
        if (checked.kind === 'fine' && restored) {
          asked = { token: newId(), settings: restored };
          const { uploads, madeAt } = checked;
          return { kind: 'ready', token: asked.token, madeAt, uploads, destinations: restored.destinations.length };
        }
        dropRestore(home);
        return checked.kind === 'fine' ? { kind: 'refused', why: 'damaged' } : checked;
      } catch (error) {
        dropRestore(home);
        if (codeOf(error) === 'ENOSPC') return { kind: 'refused', why: 'no-room' };
        throw new UploadFailure({ kind: 'source-unreadable', why: 'read-error' }, { cause: error });
      } finally {
        checking = false;
      }
    },

    'data.restoreGo'({ token, go }) {
      if (asked?.token !== token) throw new UploadFailure({ kind: 'cancelled' });
      const { settings: restored } = asked;
      asked = null;
      if (!go) return dropRestore(home);
      orderRestore(home, JSON.stringify(restored), keptSecrets(settings.get(), restored), clock());
      deps.restart();
    },
  };
}

/** Null where they do not fit. */
function settingsOf(text: string): Settings | null {
  try {
    return Settings.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/**
 * Those whose secrets stay: what they are set up as now, the backup sets them up as, too. A backup from elsewhere must
 * not lead a secret to another server.
 */
function keptSecrets(now: Settings, restored: Settings): DestinationId[] {
  const [mine, theirs] = [withoutSecrets(now.destinations), withoutSecrets(restored.destinations)];
  const setupOf = (all: typeof mine, wanted: DestinationId) => {
    const found = all.find(({ id }) => id === wanted);
    return found && { provider: found.provider, settings: found.settings };
  };
  const ids = new Set([...mine.map(({ id }) => id), ...providers.map(({ id }) => DestinationId.parse(id))]);
  const isSameProxy = isSamePlace(now.proxy, restored.proxy);
  const mayRead = restored.proxy.use === 'own' && !(isSameProxy && now.proxy.use === 'own');
  const same = [...ids].filter((id) => {
    const setup = setupOf(mine, id);
    return isDeepStrictEqual(setup, setupOf(theirs, id)) && !(mayRead && isPlain(setup?.settings ?? {}));
  });
  return isSameProxy ? [...same, proxyPassword.destination] : same;
}

/** A proxy on the way reads all that is said to such a server. */
function isPlain(settings: Settings['destinations'][number]['settings']): boolean {
  return Object.values(settings).some((value) => typeof value === 'string' && /^\s*http:/i.test(value));
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 0;
    throw error;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
