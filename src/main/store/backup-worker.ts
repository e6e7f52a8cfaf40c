/** Writes or checks one backup, in a thread of its own: `backup-jobs.ts` starts it. */
import { parentPort, workerData } from 'node:worker_threads';
import { checkBackup, writeBackup } from './backup-file.ts';
import type { BackupJob } from './backup-jobs.ts';

// Checked border: `backup-jobs.ts` starts this thread.
const job = workerData as BackupJob;

switch (job.act) {
  case 'write':
    writeBackup(job.databaseFile, job.target, job.content);
    parentPort?.postMessage(null);
    break;
  case 'check':
    parentPort?.postMessage(checkBackup(job.source, job.draft, job.now));
    break;
}
