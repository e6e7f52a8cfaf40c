/** A folder on a WebDAV server of the user's own: Nextcloud and ownCloud with their share links, others by a public address. */
import { z } from 'zod';
import { UploadFailure } from '../../shared/failure.ts';
import { keyAt, keyTemplateSetting, ownsHost, ownTraits, publicUrlSetting } from './own-storage.ts';
import type { Provider, Secrets, Services } from './provider.ts';
import { discard, leftovers } from './webdav/leftovers.ts';
import { addressOf, cloudAt, type Dav, folderAt, placeOf } from './webdav/place.ts';
import { removeAt, statOf } from './webdav/requests.ts';
import { upload } from './webdav/upload.ts';

const fields = z.strictObject({
  server: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .refine(isPlain, 'no user name, password or question mark')
    .meta({
      title: 'Address of the folder',
      description: 'For Nextcloud: https://cloud.example/remote.php/dav/files/NAME/Uploads. The folder must exist.',
    }),
  user: z
    .string()
    .min(1)
    .max(255)
    // HTTP sends the name and the password with a colon between them.
    .regex(/^[^:\p{Cc}]+$/u, 'no colon')
    .meta({ title: 'User name', description: 'The one to sign in with' }),
  publicUrl: publicUrlSetting(
    'Under which address anybody finds what is in the folder. Nextcloud and ownCloud need none: they make a share link.',
  ),
  links: z
    .enum(['auto', 'nextcloud', 'public'])
    .default('auto')
    .meta({
      title: 'Links',
      description: 'How a link to a file is made',
      choices: {
        auto: 'As the address tells',
        nextcloud: 'A share of Nextcloud or ownCloud',
        public: 'The public address',
      },
      advanced: true,
    }),
  keyTemplate: keyTemplateSetting('{date}/{name}-{random}'),
});
type Settings = z.infer<typeof fields>;

const settings = fields.superRefine((value, { addIssue }) => {
  const shares = sharesLinks(value);
  if (!shares && value.publicUrl === '') {
    addIssue({ code: 'custom', path: ['publicUrl'], message: 'needed for a server that makes no share links' });
  }
  if (shares && !cloudAt(value.server, value.user)) {
    addIssue({ code: 'custom', path: ['server'], message: 'no folder of Nextcloud or ownCloud' });
  }
});

function isPlain(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}

function sharesLinks({ links, publicUrl, server, user }: Settings): boolean {
  if (links !== 'auto') return links === 'nextcloud';
  return publicUrl === '' && cloudAt(server, user) !== null;
}

function davOf({ server, user }: Settings, secrets: Secrets, services: Services): Dav {
  return { secrets, services, folder: folderAt(server), cloud: cloudAt(server, user), user };
}

export const webdav: Provider<Settings> = {
  id: 'webdav',
  name: 'WebDAV',
  homepage: null,
  settings,
  leavesParts: true,
  offBecause: 'It needs a server of your own.',
  secretFields: [
    {
      name: 'password',
      title: 'Password',
      description:
        'Better an app password, which Nextcloud makes under Settings, Security, than the one of your account.',
      required: true,
      environment: ['WEBDAV_PASSWORD'],
    },
  ],
  traits: () => ownTraits,
  servers: ({ server }) => [new URL(server)],
  connect(settings, secrets, services) {
    const dav = davOf(settings, secrets, services);
    const naming = {
      keyTemplate: settings.keyTemplate,
      publicUrl: sharesLinks(settings) ? null : settings.publicUrl,
    };
    return {
      upload: (payload, run) => upload(dav, payload, run, naming),
      async remove({ deleteHandle }, signal) {
        await removeAt(dav, addressOf(dav, keyAt(placeOf(dav), deleteHandle, 'server')), signal);
      },
      async checkCredentials(signal) {
        const found = await statOf(dav, dav.folder, signal);
        if (!found) throw new UploadFailure({ kind: 'not-found', host: dav.folder.host });
      },
      discard: (state, signal) => discard(dav, state, signal),
      leftovers: (inUse, signal) => leftovers(dav, inUse, signal),
      ownsAddress: (url) => ownsHost(url, [settings.server, settings.publicUrl]),
    };
  },
};
