/** The steps that send a small file of ours, ask for it again, and take it away. */
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { LeftBehind } from '../../../shared/check.ts';
import { toFailure, UploadFailure } from '../../../shared/failure.ts';
import type { Retention } from '../../../shared/model.ts';
import type { Payload } from '../../net/payload.ts';
import { filePayload, pinFile } from '../../net/pinned-file.ts';
import type { Connection, Delivery } from '../../providers/provider.ts';
import type { Spool } from '../../store/spool.ts';
import type { Destination } from '../destination.ts';
import { mayHaveLeftCopy } from '../policy.ts';
import { removalMs } from '../removal.ts';
import { unlessEnded } from '../run-control.ts';
import type { Verify } from '../verification.ts';
import type { Found } from './steps.ts';

/**
 * A server of this computer for one check, on the interface that the user chose, so that no row is made for a share
 * that nobody asked for. All fail with an `UploadFailure`.
 */
export interface CheckServer {
  share(payload: Payload, share: { uploadId: string; expiresAt: number | null }): Promise<{ link: string }>;
  /** Asks the share's link, as any client would. */
  probe(uploadId: string): Promise<void>;
  /** Ends the share and all listening. */
  close(): Promise<void>;
}

export interface FileDeps {
  readonly spool: Pick<Spool, 'keep'>;
  readonly verify: Verify;
  readonly openServer: () => CheckServer;
  /** Epoch ms. */
  readonly clock: () => number;
}

export interface Sent {
  readonly payload: Payload;
  readonly delivery: Delivery;
  /** When the last byte left, and when the host had answered, epoch ms. */
  readonly sentAt: number;
  readonly answeredAt: number;
}

/** What the hosts see: a name that explains itself, should it stay. */
const fileName = 'droprelay-check.txt';
const fileBytes = 1_024;
const greeting = 'A check by Droprelay, which may be deleted.\n';
const fullDiskCodes = new Set(['ENOSPC', 'EDQUOT']);

/** One file of a check; disposed of, it is gone from this computer. */
export interface CheckFile extends AsyncDisposable {
  /** What the put gave; null until it did. */
  readonly sent: Sent | null;
  put(connection: Connection, signal: AbortSignal): Promise<Found>;
  readBack(connection: Connection, signal: AbortSignal): Promise<Found>;
  delete(connection: Connection, signal: AbortSignal): Promise<Found>;
  left(): LeftBehind;
}

export function createCheckFile(uploadId: string, { traits }: Pick<Destination, 'traits'>, deps: FileDeps): CheckFile {
  const { clock } = deps;
  const server = traits.linkCheck === 'own-server' ? deps.openServer() : null;
  let path: string | null = null;
  let sent: Sent | null = null;
  let perhaps = false;
  let deleted = false;

  const theSent = (): Sent => {
    if (sent === null) throw new Error('nothing was sent yet');
    return sent;
  };

  return {
    get sent() {
      return sent;
    },

    async put(connection, signal) {
      path = await deps.spool.keep(fileName, content()).catch((error: unknown) => {
        const full = error instanceof Error && 'code' in error && fullDiskCodes.has(String(error.code));
        throw full ? new UploadFailure({ kind: 'disk-full' }, { cause: error }) : error;
      });
      const payload = filePayload(await pinFile(path), fileName, 'text/plain');
      if (server) {
        const delivery = { ...(await server.share(payload, { uploadId, expiresAt: null })), ...unnamed };
        sent = { payload, delivery, sentAt: clock(), answeredAt: clock() };
        return [{ kind: 'sent', bytes: payload.size }];
      }
      let sentAt: number | null = null;
      const states: (string | null)[] = [];
      try {
        const delivery = await connection.upload(payload, {
          uploadId,
          signal,
          onProgress: (bytes) => {
            if (bytes < payload.size) return;
            sentAt ??= clock();
            // Also of a provider that does not end when it is told to.
            perhaps = true;
          },
          checkpoint: (state) => states.push(state),
          resumeFrom: null,
        });
        const answeredAt = clock();
        sent = { payload, delivery, sentAt: sentAt ?? answeredAt, answeredAt };
      } catch (error) {
        const body = error instanceof UploadFailure ? error.sent : 'nothing';
        perhaps = mayHaveLeftCopy(toFailure(error), body) || (signal.aborted && sentAt !== null);
        await discard(connection, states.at(-1) ?? null, signal);
        throw error;
      }
      return [{ kind: 'sent', bytes: payload.size }];
    },

    async readBack(connection, signal) {
      const { payload, delivery } = theSent();
      if (server) {
        await server.probe(uploadId);
        return [{ kind: 'proof', proof: { kind: 'size', by: 'link' } }];
      }
      if (traits.linkCheck === 'never') return { skip: 'used-up-by-asking' };
      // The link is to show it, whatever the host said when it took the file.
      const verdict = await deps.verify({ ...delivery, proof: null }, payload, { traits, connection }, signal);
      if (verdict.kind === 'contradiction') throw new UploadFailure(verdict.failure);
      const { proof } = verdict;
      if (proof.kind !== 'unverified') return [{ kind: 'proof', proof }];
      if (proof.why !== 'unreachable') return { skip: 'not-checkable' };
      const host = URL.parse(delivery.link)?.host.slice(0, 255) ?? '';
      throw new UploadFailure({ kind: 'connection', host, detail: '' });
    },

    async delete(connection, signal) {
      const { delivery } = theSent();
      if (server) await server.close();
      else if (!connection.remove || delivery.deleteHandle === null) return { skip: 'not-deletable' };
      else await connection.remove({ link: delivery.link, deleteHandle: delivery.deleteHandle }, signal);
      deleted = true;
      return [];
    },

    left() {
      if (deleted) return { kind: 'nothing' };
      if (sent === null) return { kind: perhaps ? 'perhaps' : 'nothing' };
      const { retention } = traits;
      return { kind: 'file', until: sent.delivery.expiresAt ?? endOf(retention, sent.sentAt), retention };
    },

    async [Symbol.asyncDispose]() {
      await server?.close().catch(() => {});
      // What can not be removed now is swept when the app starts.
      if (path !== null) await rm(dirname(path), { recursive: true, force: true }).catch(() => {});
    },
  };
}

/** Nobody goes on from it. Where the host does not delete it, that something may be left is told in any case. */
async function discard(connection: Connection, state: string | null, signal: AbortSignal): Promise<void> {
  if (state === null || !connection.discard) return;
  const limit = AbortSignal.any([signal, AbortSignal.timeout(removalMs)]);
  await unlessEnded(connection.discard(state, limit), limit).catch(() => {});
}

/** Of a share, which is kept by nobody. */
const unnamed = { deleteHandle: null, expiresAt: null, proof: null };

/** Different each time: a host that keeps equal files once would not store it, and might not let it go. */
function content(): Buffer {
  const text = greeting + randomBytes(fileBytes / 2).toString('hex');
  return Buffer.from(`${text.slice(0, fileBytes - 1)}\n`);
}

/** When a file of this size ends that nobody asks for; epoch ms, null where no time is named. */
function endOf(retention: Retention, since: number): number | null {
  switch (retention.kind) {
    case 'fixed':
      return since + retention.ms;
    case 'by-size':
      return since + retention.maxMs;
    case 'while-used':
      return since + retention.idleMs;
    case 'while-shared':
    case 'no-end-date':
      return null;
  }
}
