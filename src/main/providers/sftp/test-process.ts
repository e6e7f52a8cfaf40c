/** A process of its own that uploads one file and writes each checkpoint to disk: `node test-process.ts <job as JSON>`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { createNet } from '../../net/http.ts';
import { filePayload, pinFile } from '../../net/pinned-file.ts';
import { sftp } from '../sftp.ts';
import { unusedServices } from '../test-services.ts';

const Job = z.object({
  file: z.string(),
  settings: z.record(z.string(), z.unknown()),
  privateKeyPath: z.string(),
  /** Where the checkpoint is kept. */
  state: z.string(),
  resume: z.boolean(),
  /** Kills itself once so much is confirmed, bytes; null for never. */
  killAt: z.number().nullable(),
});
export type Job = z.infer<typeof Job>;

const job = Job.parse(JSON.parse(process.argv[2] ?? ''));
const services = { ...unusedServices, net: createNet(), clock: Date.now };
const secrets = { privateKey: readFileSync(job.privateKeyPath, 'utf8') };
const connection = sftp.connect(sftp.settings.parse(job.settings), secrets, services);
const delivery = await connection.upload(filePayload(await pinFile(job.file), 'sent.bin', 'text/plain'), {
  uploadId: 'u',
  signal: new AbortController().signal,
  onProgress: (bytes) => job.killAt !== null && bytes >= job.killAt && process.kill(process.pid, 'SIGKILL'),
  checkpoint: (state) => writeFileSync(job.state, state ?? ''),
  resumeFrom: job.resume ? readFileSync(job.state, 'utf8') : null,
});
// The net stays open: nothing of the upload may keep the process.
process.stdout.write(delivery.link);
