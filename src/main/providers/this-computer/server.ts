/** This computer's own server: gives a pinned file a link, and keeps the link alive until it ends. */
import { randomBytes } from 'node:crypto';
import type { ShareInterface } from '../../../shared/contract.ts';
import { type Failure, toFailure, UploadFailure } from '../../../shared/failure.ts';
import { patchesOf, transformOf } from '../../net/patched-payload.ts';
import type { Payload } from '../../net/payload.ts';
import type { ShareServer } from '../provider.ts';
import { defaultLimits, hostOf, portOf, type ShareLimits } from './listener.ts';
import { createListeners } from './listeners.ts';
import { probeLink } from './probe.ts';
import { createRequestHandler, type PromisedPayload } from './request-handler.ts';
import { isActive, linkOf, type Share, type ShareStore } from './share-store.ts';

export interface ShareServerOptions {
  readonly store: ShareStore;
  /** Epoch ms. */
  readonly clock: () => number;
  /** What may be shared on now; `listShareInterfaces` in the program. */
  readonly interfaces: () => readonly ShareInterface[];
  /** The interface that the user chose, and the port that was used last (null: any). Asked at every start. */
  readonly settings: () => { interfaceId: string; port: number | null };
  /** Told the port of a new listener, so that the next one tries it first. */
  readonly rememberPort: (port: number) => void;
  /** A share of this upload began, ended, or was downloaded. */
  readonly onChange: (uploadId: string) => void;
  readonly limits?: Partial<ShareLimits>;
  readonly payloadOf: PromisedPayload;
}

/** What became of the links that stood when the program ended, by address. */
export type Resumed =
  | { readonly state: 'serving'; readonly host: string; readonly uploadIds: readonly string[] }
  /**
   * These links are dead for now; `resume` may be called again (another network, the port's user gone).
   * `failure` is `settings-invalid`, field `interface` (it is gone or has another address) or `port` (taken).
   */
  | {
      readonly state: 'unreachable';
      readonly host: string;
      readonly uploadIds: readonly string[];
      readonly failure: Failure;
    };

export interface LocalShareServer extends ShareServer {
  /**
   * Gives the payload a link, after one whole round through it (`probe`). An earlier share of the same upload ends.
   * Fails with `source-unreadable` or `source-changed`; `settings-invalid`, field `interface`, where the chosen
   * interface has no address now; `connection` or `bad-proof` where the link does not answer; nothing is shared then.
   */
  share(payload: Payload, share: { uploadId: string; expiresAt: number | null }): Promise<{ link: string }>;
  /** Ends the upload's share: its link answers 410 from now on and downloads under way are cut. Else does nothing. */
  stop(uploadId: string): void;
  /**
   * Serves the store's active shares again at the addresses their links name, and only there: another port would make
   * new links. Never throws; may be called again at any time.
   */
  resume(): Promise<readonly Resumed[]>;
  /** How often the upload's file was downloaded to its last byte; own checks are not counted. 0 without a share. */
  downloads(uploadId: string): number;
  /**
   * Asks the upload's link for its last byte, as any client would, without being counted.
   * Fails with `not-found` (no active share, or its source is no longer what was shared), `connection`, `timeout`,
   * or `bad-proof` (`size`).
   */
  probe(uploadId: string): Promise<void>;
  /** Ends all listening and cuts all downloads; the shares stay in the store. */
  close(): Promise<void>;
}

/**
 * The server of this computer. It listens from the first share on, on the chosen interface's address only, and goes on
 * until `close`, so that ended links answer 410. Shares made before the user chose another interface stay where they are.
 */
export function createShareServer(options: ShareServerOptions): LocalShareServer {
  const { store, clock, onChange, payloadOf } = options;
  const probeSecret = randomBytes(16).toString('base64url');
  const handler = createRequestHandler({ store, clock, onChange, payloadOf, probeSecret });
  const listeners = createListeners({ limits: { ...defaultLimits, ...options.limits }, handle: handler.handle });

  const end = (share: Share): void => {
    if (share.stoppedAt !== null) return;
    store.stop(share.token, clock());
    handler.cut(share.token);
    onChange(share.uploadId);
  };

  const probeShare = (share: Share): Promise<void> => probeLink(share, probeSecret);

  const hasAddress = (interfaceId: string, host: string): ShareInterface | undefined =>
    options.interfaces().find(({ id, address }) => id === interfaceId && hostOf(address, portOf(host)) === host);

  return {
    async share(payload, { uploadId, expiresAt }) {
      const { source, mime } = payload;
      const transform = transformOf(patchesOf(payload));
      const name = payload.name.toWellFormed();
      await (await (await payloadOf(source, name, mime, transform)).open())[Symbol.asyncDispose]();
      const { interfaceId, port } = options.settings();
      const chosen = options.interfaces().find(({ id }) => id === interfaceId);
      if (chosen === undefined) throw interfaceGone();
      const listener = await listeners.at(chosen.address, port);
      if (listener.port !== port) options.rememberPort(listener.port);
      const before = store.byUpload(uploadId);
      if (before !== null) end(before);
      const share: Share = {
        token: randomBytes(16).toString('base64url'),
        uploadId,
        name,
        mime,
        source,
        transform,
        interfaceId,
        host: listener.host,
        expiresAt,
        downloads: 0,
        stoppedAt: null,
        createdAt: clock(),
      };
      store.add(share);
      try {
        await probeShare(share);
      } catch (error) {
        store.stop(share.token, clock());
        throw error;
      }
      onChange(uploadId);
      return { link: linkOf(share) };
    },

    stop(uploadId) {
      const share = store.byUpload(uploadId);
      if (share !== null) end(share);
    },

    async resume() {
      const byHost = Map.groupBy(store.active(clock()), (share) => share.host);
      const outcomes: Resumed[] = [];
      for (const [host, shares] of byHost) {
        const uploadIds = shares.map((share) => share.uploadId);
        try {
          const on = shares.map((share) => hasAddress(share.interfaceId, host)).find((found) => found !== undefined);
          if (on === undefined) throw interfaceGone();
          await listeners.exactly(on.address, host);
          outcomes.push({ state: 'serving', host, uploadIds });
        } catch (error) {
          outcomes.push({ state: 'unreachable', host, uploadIds, failure: toFailure(error) });
        }
      }
      return outcomes;
    },

    downloads: (uploadId) => store.byUpload(uploadId)?.downloads ?? 0,

    async probe(uploadId) {
      const share = store.byUpload(uploadId);
      if (share === null || !isActive(share, clock())) {
        throw new UploadFailure({ kind: 'not-found', host: share?.host ?? 'this computer' });
      }
      await probeShare(share);
    },

    close: () => listeners.close(),
  };
}

function interfaceGone(): UploadFailure {
  return new UploadFailure({ kind: 'settings-invalid', field: 'interface' });
}
