/** A host of ours at the far end of the relay: it answers each upload as the test says, and keeps what it was sent. */
import { type BodySent, type Failure, UploadFailure } from '../../shared/failure.ts';
import { DestinationId } from '../../shared/ids.ts';
import type { Payload } from '../net/payload.ts';
import type { Connection, Delivery, Traits, UploadRun } from '../providers/provider.ts';
import type { Destination } from './destination.ts';

/** How a host answers one upload. */
export type Answer = (payload: Payload, run: UploadRun, link: string) => Promise<Delivery>;

export interface HostOptions {
  readonly traits?: Partial<Traits>;
  /** One answer per upload, in order; the last one stays. Without any, everything is delivered. */
  readonly answers?: readonly Answer[];
  readonly remove?: NonNullable<Connection['remove']>;
  readonly discard?: NonNullable<Connection['discard']>;
  readonly leftovers?: NonNullable<Connection['leftovers']>;
  readonly signsIn?: boolean;
  /** Connecting takes until then. */
  readonly connects?: Promise<void>;
}

export interface TestHost extends Destination {
  /** The bodies of all uploads that were read to the end, as text. */
  readonly got: readonly string[];
  /** The same, to the byte. */
  readonly bodies: readonly Buffer[];
  /** How many uploads were begun here. */
  readonly asked: number;
}

export const plainTraits: Traits = {
  scope: 'public',
  maxBytes: null,
  refusedExtensions: [],
  maxBytesByExtension: {},
  takesEmptyFiles: true,
  retention: { kind: 'no-end-date' },
  deletable: false,
  linkCheck: 'head',
  resumable: false,
  idempotent: false,
};

export function createHost(
  id: string,
  { traits, answers = [deliver()], remove, discard, leftovers, signsIn, connects }: HostOptions,
): TestHost {
  const bodies: Buffer[] = [];
  let asked = 0;
  return {
    id: DestinationId.parse(id),
    provider: id,
    label: id.toUpperCase(),
    traits: { ...plainTraits, ...traits },
    bodies,
    get got() {
      return bodies.map((body) => body.toString('utf8'));
    },
    get asked() {
      return asked;
    },
    servers: [],
    signsIn: signsIn ?? false,
    connect: () =>
      (connects ?? Promise.resolve()).then(() => ({
        async upload(payload, run) {
          const answer = answers[Math.min(asked, answers.length - 1)];
          asked += 1;
          if (!answer) throw new Error('a host without an answer');
          const link = `https://${id}.example/${asked}/${encodeURIComponent(payload.name)}`;
          const delivery = await answer(payload, run, link);
          bodies.push(await bytesOf(payload));
          return delivery;
        },
        ...(remove && { remove }),
        ...(discard && { discard }),
        ...(leftovers && { leftovers }),
      })),
  };
}

export async function bytesOf(payload: Payload): Promise<Buffer> {
  await using reader = await payload.open();
  const parts: Buffer[] = [];
  for await (const chunk of reader.chunks()) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
}

/** Reads the whole file and gives a link. */
export function deliver(more: Partial<Delivery> = {}): Answer {
  return async (payload, run, link) => {
    await bytesOf(payload);
    run.onProgress(payload.size);
    return { link, deleteHandle: null, expiresAt: null, proof: null, ...more };
  };
}

/** Fails at once. */
export function refuse(failure: Failure, sent: BodySent = 'nothing'): Answer {
  return () => Promise.reject(new UploadFailure(failure, { sent }));
}

export const connectionRefused: Failure = { kind: 'connection', host: 'host.example', detail: 'ECONNREFUSED' };

/** Sends `part` of the body, 0 to 1, and then nothing happens until the upload is cancelled. */
export function hang(part = 0): Answer {
  return (payload, run) => {
    if (part > 0) run.onProgress(Math.floor(payload.size * part));
    const sent = part === 0 ? 'nothing' : part < 1 ? 'part' : 'all';
    return new Promise((_, reject) => {
      const cancel = (): void => reject(new UploadFailure({ kind: 'cancelled' }, { sent }));
      if (run.signal.aborted) cancel();
      else run.signal.addEventListener('abort', cancel);
    });
  };
}
