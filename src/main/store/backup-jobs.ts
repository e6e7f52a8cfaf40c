/** Has backups written and checked in a thread: the program goes on meanwhile, however long the history is. */
import { extname } from 'node:path';
import type { BackupContent, CheckedBackup } from './backup-file.ts';

interface WriteJob {
  readonly act: 'write';
  readonly databaseFile: string;
  /** A file that is not there yet. */
  readonly target: string;
  readonly content: BackupContent;
}

interface CheckJob {
  readonly act: 'check';
  readonly source: string;
  readonly draft: string;
  /** Epoch ms. */
  readonly now: number;
}

export type BackupJob = WriteJob | CheckJob;

/** As `writeBackup` and `checkBackup` do, which are what is really done; fails as these throw. */
export function writeBackupAside(job: Omit<WriteJob, 'act'>): Promise<void> {
  return run<void>({ act: 'write', ...job });
}

export function checkBackupAside(job: Omit<CheckJob, 'act'>): Promise<CheckedBackup> {
  return run<CheckedBackup>({ act: 'check', ...job });
}

async function run<T>(job: BackupJob): Promise<T> {
  // From sources this is a .ts file beside a .ts file; the build puts both into one folder too.
  const script = new URL(`./backup-worker${extname(import.meta.url)}`, import.meta.url);
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const worker = new Worker(script, { name: 'backup', workerData: job });
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', () => reject(new Error('the thread of the backup ended without a word')));
  return await promise;
}
