/** What a test needs to send files through a provider to a stand-in, and to see how it ended. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StandIn } from '../../../lab/lab.ts';
import { type BodySent, type Failure, UploadFailure } from '../../shared/failure.ts';
import { createNet } from '../net/http.ts';
import { checkLink } from '../net/link-check.ts';
import { mimeOf } from '../net/mime.ts';
import type { Payload } from '../net/payload.ts';
import { filePayload, pinFile } from '../net/pinned-file.ts';
import type { Connection, Delivery, Provider, Traits, UploadRun } from './provider.ts';

/** The stand-in that a provider is tried against, and who closes it. */
export interface ConformanceTarget {
  readonly standIn: Pick<StandIn, 'settings' | 'uploads' | 'requests' | 'fail' | 'heal'>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Changes to the stand-in's own settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** How an upload failed, as the engine sees it. */
export interface Failed {
  readonly failure: Failure;
  readonly sent: BodySent;
}

export interface Rig {
  readonly target: ConformanceTarget;
  readonly standIn: ConformanceTarget['standIn'];
  readonly traits: Traits;
  readonly connection: Connection;
  /** A file of random bytes, on disk and pinned, with the hash of what was written (lower-case hex). */
  payloadOf(size: number, name?: string): Promise<{ payload: Payload; sha256: string }>;
  send(payload: Payload, run?: Partial<UploadRun>): Promise<Delivery>;
  /** Sends what must fail. Throws where it is delivered, or fails with anything but an `UploadFailure`. */
  failing(payload: Payload, run?: Partial<UploadRun>): Promise<Failed>;
  /** Checks a link as the provider's traits say, without waiting between the askings. */
  checked(link: string, payload: Payload): ReturnType<typeof checkLink>;
  close(): Promise<void>;
}

/** What the injected clock always says, epoch ms. */
export const rigNow = Date.UTC(2026, 0, 1);

export async function createRig(provider: Provider, target: ConformanceTarget): Promise<Rig> {
  const net = createNet();
  const folder = await mkdtemp(join(tmpdir(), 'droprelay-rig-'));
  const settings = provider.settings.parse({ ...target.standIn.settings, ...target.settings });
  const connection = provider.connect(settings, target.secrets ?? {}, {
    net,
    clock: () => rigNow,
    shareServer: { share: () => Promise.reject(new Error('no HTTP provider shares')), stop: () => undefined },
  });
  const traits = provider.traits(settings, (field) => field in (target.secrets ?? {}));
  let files = 0;

  const send = (payload: Payload, run: Partial<UploadRun> = {}): Promise<Delivery> =>
    connection.upload(payload, {
      uploadId: 'u1',
      signal: new AbortController().signal,
      onProgress: () => {},
      checkpoint: () => {},
      resumeFrom: null,
      ...run,
    });

  return {
    target,
    standIn: target.standIn,
    traits,
    connection,
    send,
    async payloadOf(size, name = 'file.bin') {
      const bytes = randomBytes(size);
      files += 1;
      const path = join(folder, String(files));
      await writeFile(path, bytes);
      const payload = filePayload(await pinFile(path), name, mimeOf(name));
      return { payload, sha256: createHash('sha256').update(bytes).digest('hex') };
    },
    async failing(payload, run) {
      const error: unknown = await send(payload, run).then(
        ({ link }) => new Error(`delivered ${link}`),
        (thrown: unknown) => thrown,
      );
      if (!(error instanceof UploadFailure)) throw error;
      return { failure: error.failure, sent: error.sent };
    },
    checked: (link, { size, mime, name }) =>
      checkLink(net, {
        url: new URL(link),
        method: traits.linkCheck === 'range' ? 'range' : 'head',
        expectedSize: size,
        mime,
        name,
        signal: new AbortController().signal,
        allowPrivate: (url) => connection.ownsAddress?.(url) ?? false,
        sleep: () => Promise.resolve(),
      }),
    async close() {
      await net.close();
      await target.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
