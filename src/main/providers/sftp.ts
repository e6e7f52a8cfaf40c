/** A folder on a server of the user's own, reached over SSH (draft-ietf-secsh-filexfer-02, with OpenSSH's extensions). */
import { UploadFailure } from '../../shared/failure.ts';
import type { Use } from './http-host.ts';
import { keyAt, ownsHost, ownTraits } from './own-storage.ts';
import type { Provider } from './provider.ts';
import { failureOfUpload, isGone } from './sftp/failures.ts';
import { discardPart, findParts, unlink } from './sftp/part-file.ts';
import { hostKeyOf, openSession, type Session } from './sftp/session.ts';
import { baseFolder, placeOf, type Settings, secretFields, serverOf, settings } from './sftp/settings.ts';
import { upload } from './sftp/upload.ts';

/** One thing done on a connection of its own. */
async function during<T>(use: Use<Settings>, signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T> {
  try {
    using session = await openSession(use, signal);
    return await work(session);
  } catch (error) {
    throw failureOfUpload(error, { host: serverOf(use.settings).host, sent: 'nothing', sentBytes: 0 });
  }
}

/** Looks at the folder; it may be missing, since an upload makes it. */
async function lookAtFolder(session: Session, settings: Settings): Promise<void> {
  try {
    const there = await session.ask<{ isDirectory(): boolean }>((sftp, done) => sftp.stat(baseFolder(settings), done));
    if (!there.isDirectory()) throw new UploadFailure({ kind: 'settings-invalid', field: 'folder' });
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

export const sftp: Provider<Settings> = {
  id: 'sftp',
  name: 'SFTP',
  homepage: null,
  settings,
  leavesParts: true,
  offBecause: 'It needs a server of your own.',
  secretFields,
  traits: () => ownTraits,
  missingSecret: ({ agent }, has) => (agent || has('password') || has('privateKey') ? null : 'password'),
  keysElsewhere: ({ agent }) => agent,
  hostIdentity: {
    setting: 'hostKey',
    ask: (settings, { services, signal }) => hostKeyOf({ settings, secrets: {}, services }, signal),
  },
  servers: (settings) => [serverOf(settings)],
  connect(settings, secrets, services) {
    const use = { settings, secrets, services };
    return {
      upload: (payload, run) => upload(payload, run, use),
      async remove({ deleteHandle }, signal) {
        const path = keyAt(placeOf(settings), deleteHandle, 'host');
        await during(use, signal, (session) => unlink(path, session));
      },
      checkCredentials: (signal) => during(use, signal, (session) => lookAtFolder(session, settings)),
      discard: (state, signal) => during(use, signal, (session) => discardPart(state, session)),
      leftovers: (inUse, signal) => during(use, signal, (session) => findParts(settings, inUse, session)),
      ownsAddress: (url) => ownsHost(url, [settings.publicUrl, serverOf(settings).href]),
    };
  },
};
