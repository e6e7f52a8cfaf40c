/**
 * Dropbox: files in the user's own account, each with a link that everybody may follow (hosts.md 1.13, and the types of
 * its SDK). A session that was begun and not ended can not be deleted: it costs nothing, is not to be seen, and ends
 * after 7 days.
 */
import { z } from 'zod';
import { UploadFailure } from '../../shared/failure.ts';
import { accountOf, addressesOf, apiHost, type Settings, secretFields, settings } from './dropbox/account.ts';
import { leftFile } from './dropbox/checkpoint.ts';
import { call } from './dropbox/client.ts';
import { deleteFile, remove } from './dropbox/files.ts';
import { signIn } from './dropbox/sign-in.ts';
import { maxBytes, upload } from './dropbox/upload.ts';
import { ownTraits } from './own-storage.ts';
import type { Provider } from './provider.ts';

const Echo = z.object({ result: z.string() });

export const dropbox: Provider<Settings> = {
  id: 'dropbox',
  name: 'Dropbox',
  homepage: 'https://www.dropbox.com',
  settings,
  offBecause: 'It needs a Dropbox account.',
  secretFields,
  signIn,
  traits: ({ link }) => ({
    ...ownTraits,
    maxBytes,
    // A link to Dropbox's page says nothing about the file behind it.
    linkCheck: link === 'page' ? 'never' : 'range',
  }),
  missingSecret: (_, has) => (has('refreshToken') || has('accessToken') ? null : 'refreshToken'),
  servers(settings) {
    const { api, content } = addressesOf(settings);
    return [...new Set([api, content])].map((server) => new URL(server));
  },
  connect(settings, secrets, services) {
    const account = accountOf({ settings, secrets, services });
    return {
      upload: (payload, run) => upload(payload, run, account),
      remove: ({ deleteHandle }, signal) => remove(account, deleteHandle, signal),
      async checkCredentials(signal) {
        const query = 'droprelay';
        const { result } = await call(account, (sdk) => sdk.checkUser({ query }), Echo, { signal });
        if (result === query) return;
        throw new UploadFailure({ kind: 'bad-answer', host: apiHost(account), detail: 'another echo' });
      },
      // A file that got no link is of no use to anybody; a session can not be deleted.
      async discard(state, signal) {
        const id = leftFile(state);
        if (id !== null) await deleteFile(account, id, signal);
      },
      ownsAddress: (url) => account.at.isOwn && account.at.linkHosts.includes(url.host),
    };
  },
};
