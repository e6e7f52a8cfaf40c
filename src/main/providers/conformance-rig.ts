/** What a test needs to send files through a provider to a stand-in, and to see how it ended. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BodySent, type Failure, UploadFailure } from '../../shared/failure.ts';
import type { Proof } from '../../shared/model.ts';
import { createNet } from '../net/http.ts';
import { type Contradiction, checkLink } from '../net/link-check.ts';
import { mimeOf } from '../net/mime.ts';
import type { Payload } from '../net/payload.ts';
import { filePayload, pinFile } from '../net/pinned-file.ts';
import type { Arrived, ConformanceTarget, FarSide } from './conformance-target.ts';
import type { Connection, Contradicted, Delivery, Provider, Secrets, Traits, UploadRun } from './provider.ts';
import { uncontradicted } from './test-contradiction.ts';
import { hashHere } from './test-hash.ts';
import { unwatchedRun } from './test-services.ts';

/** How an upload failed, as the engine sees it. */
export interface Failed {
  readonly failure: Failure;
  readonly sent: BodySent;
}

export interface Rig extends AsyncDisposable {
  readonly standIn: FarSide;
  readonly traits: Traits;
  readonly connection: Connection;
  readonly secrets: Secrets;
  /** The servers that the provider names for its settings. */
  readonly servers: readonly URL[];
  /** The same destination with other secrets, or as after a restart. */
  connect(secrets?: Secrets): Connection;
  /** A file of random bytes, on disk and pinned, with the hash of what was written (lower-case hex). */
  payloadOf(size: number, name?: string): Promise<{ payload: Payload; sha256: string }>;
  /** A file of zeros that takes no room on the disk. */
  hollow(size: number, name?: string): Promise<Payload>;
  send(payload: Payload, run?: Partial<UploadRun>, connection?: Connection): Promise<Delivery>;
  /** Sends what must fail. Throws where it is delivered, or fails with anything but an `UploadFailure`. */
  failing(payload: Payload, run?: Partial<UploadRun>, connection?: Connection): Promise<Failed>;
  /** Cancels an upload once so many bytes are out. Gives how it failed, and what it saved last. */
  killed(payload: Payload, atBytes: number): Promise<{ failed: Failed; state: string | null }>;
  /** The file that came in last, or that is behind the link. */
  arrived(link: string): Promise<Arrived>;
  /** Checks a link as the provider's traits say, without waiting between the askings. */
  checked(link: string, payload: Payload): Promise<Proof | Contradiction | Contradicted>;
  /** The proof that the program would note: the host's own, else the link's where it may be asked. */
  proofOf(delivery: Delivery, payload: Payload): Promise<Proof | Contradiction | Contradicted>;
  /** Also the end of `await using`. */
  close(): Promise<void>;
}

/** What the injected clock always says, epoch ms. */
export const rigNow = Date.UTC(2026, 0, 1);

/** How `action` fails. Throws where it does not, or with anything but an `UploadFailure`. */
export async function failureOf(action: Promise<unknown>): Promise<Failed> {
  const error: unknown = await action.then(
    (value) => new Error(`it did not fail: ${JSON.stringify(value)}`),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UploadFailure)) throw error;
  return { failure: error.failure, sent: error.sent };
}

export async function createRig(provider: Provider, target: ConformanceTarget): Promise<Rig> {
  const { standIn, shareServer, stop, arrived } = await target.start();
  const net = createNet();
  const folder = await mkdtemp(join(tmpdir(), 'droprelay-rig-'));
  const settings = provider.settings.parse({ ...target.settings, ...standIn.settings });
  const secrets = target.secrets?.(standIn.key ?? '') ?? {};
  const connect = (used: Secrets = secrets) =>
    provider.connect(settings, used, {
      net,
      clock: () => rigNow,
      hash: hashHere,
      shareServer: shareServer ?? {
        share: () => Promise.reject(new Error('it is not sent to this computer')),
        stop: () => undefined,
      },
    });
  const connection = connect();
  const traits = provider.traits(settings, (field) => field in secrets);
  let files = 0;

  const pinned = async (name: string, write: (path: string) => Promise<void>): Promise<Payload> => {
    files += 1;
    const path = join(folder, String(files));
    await write(path);
    return filePayload(await pinFile(path), name, mimeOf(name));
  };
  const send: Rig['send'] = (payload, run = {}, at = connection) => at.upload(payload, { ...unwatchedRun, ...run });
  const failing: Rig['failing'] = (payload, run, at) => failureOf(send(payload, run, at).then(uncontradicted));
  const checked: Rig['checked'] = (link, { size, mime, name }) =>
    checkLink(net, {
      url: new URL(link),
      method: traits.linkCheck === 'range' ? 'range' : 'head',
      expectedSize: size,
      mime,
      name,
      signal: new AbortController().signal,
      allowPrivate: (url) => connection.ownsAddress?.(url) ?? false,
      sleep: () => Promise.resolve(),
    });
  const mayAsk = traits.linkCheck === 'head' || traits.linkCheck === 'range';

  const close = async (): Promise<void> => {
    await net.close();
    await stop();
    await rm(folder, { recursive: true, force: true });
  };

  return {
    standIn,
    traits,
    connection,
    secrets,
    servers: provider.servers(settings),
    connect,
    send,
    checked,
    async payloadOf(size, name = 'file.bin') {
      const bytes = randomBytes(size);
      const payload = await pinned(name, (path) => writeFile(path, bytes));
      return { payload, sha256: createHash('sha256').update(bytes).digest('hex') };
    },
    hollow: (size, name = 'file.bin') =>
      pinned(name, async (path) => {
        await writeFile(path, '');
        await truncate(path, size);
      }),
    failing,
    async killed(payload, atBytes) {
      const kill = new AbortController();
      let state: string | null = null;
      const failed = await failing(payload, {
        signal: kill.signal,
        checkpoint: (saved) => {
          state = saved;
        },
        onProgress: (bytes) => bytes >= atBytes && kill.abort(),
      });
      return { failed, state };
    },
    async arrived(link) {
      const last = arrived ? await arrived(link) : standIn.uploads.at(-1);
      if (!last) throw new Error('nothing arrived');
      return last;
    },
    proofOf: async ({ proof, link }, payload) =>
      proof ?? (mayAsk ? await checked(link, payload) : { kind: 'unverified', why: 'not-checkable' }),
    close,
    [Symbol.asyncDispose]: close,
  };
}
