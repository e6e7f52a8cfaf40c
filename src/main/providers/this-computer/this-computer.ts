/** The embedded destination: the file stays where it is, and this computer gives it a link. */
import { z } from 'zod';
import { UploadFailure } from '../../../shared/failure.ts';
import type { Provider } from '../provider.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * A link ends by itself after 7 days unless the user chose otherwise: long enough for "get it when you are back", and a
 * link that was forgotten does not stay open for ever. Null: until it is stopped.
 */
const Settings = z.object({
  lifetimeMs: z
    .number()
    .int()
    .min(60_000)
    .max(10 * 365 * dayMs)
    .nullable()
    .default(7 * dayMs),
});
export type ThisComputerSettings = z.infer<typeof Settings>;

export const thisComputer: Provider<ThisComputerSettings> = {
  id: 'this-computer',
  name: 'This computer',
  homepage: null,
  settings: Settings,
  secretFields: [],
  traits: ({ lifetimeMs }) => ({
    scope: 'local',
    maxBytes: null,
    refusedExtensions: [],
    maxBytesByExtension: {},
    takesEmptyFiles: true,
    retention: { kind: 'while-shared', maxMs: lifetimeMs },
    deletable: false,
    linkCheck: 'own-server',
    resumable: false,
    idempotent: true,
  }),
  servers: () => [],
  connect: ({ lifetimeMs }, _secrets, { clock, shareServer }) => ({
    /** Nothing is sent: all progress is made at once. The server asks its own link before it gives it away. */
    async upload(payload, { uploadId, signal, onProgress }) {
      const notCancelled = (): void => {
        if (signal.aborted) throw new UploadFailure({ kind: 'cancelled' });
      };
      notCancelled();
      const expiresAt = lifetimeMs === null ? null : clock() + lifetimeMs;
      const { link } = await shareServer.share(payload, { uploadId, expiresAt });
      if (signal.aborted) shareServer.stop(uploadId);
      notCancelled();
      onProgress(payload.size);
      return { link, deleteHandle: null, expiresAt, proof: { kind: 'size', by: 'link' } };
    },
  }),
};
