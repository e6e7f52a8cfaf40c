/** S3 and all that speak it: a bucket of the user's own, with links that are signed or public (hosts.md 1.12). */
import { ownsHost, ownTraits, publicLink } from './own-storage.ts';
import type { Connection, Delivery, Provider, Secrets, Services } from './provider.ts';
import { checkCredentials, discard, handleOf, leftovers, remove } from './s3/cleaning.ts';
import { openS3, type S3 } from './s3/client.ts';
import { longestSession, placeOf, type S3Settings, secretFields, settings } from './s3/settings.ts';
import { send } from './s3/upload.ts';

/** The bucket's own host, where it is no part of the path. */
function servers(settings: S3Settings): URL[] {
  const { endpoint, bucket, pathStyle } = placeOf(settings);
  const url = new URL(endpoint);
  if (!pathStyle) url.hostname = `${bucket}.${url.hostname}`;
  return [url];
}

/** How long a signed link opens: no longer than the keys that sign it are good. */
function linkMs({ linkSeconds }: S3Settings, isTemporary: boolean): number {
  return Math.min(linkSeconds * 1000, isTemporary ? longestSession : Number.POSITIVE_INFINITY);
}

/** Private addresses are the user's own where the user wrote them. */
function owns(url: URL, settings: S3Settings): boolean {
  const { endpoint, publicUrl } = settings;
  const own = endpoint === '' ? [] : [endpoint, ...servers(settings).map(({ href }) => href)];
  return ownsHost(url, publicUrl === '' ? own : [...own, publicUrl]);
}

function connect(settings: S3Settings, secrets: Secrets, services: Services): Connection {
  const { keyTemplate, publicUrl, linkSeconds } = settings;
  let opened: Promise<S3> | undefined;
  const open = (): Promise<S3> => {
    opened ??= openS3(settings, secrets, services);
    return opened;
  };
  const linkTo = async (s3: S3, key: string): Promise<Pick<Delivery, 'link' | 'expiresAt'>> =>
    publicUrl === '' ? await s3.signedLink(key, linkSeconds) : { link: publicLink(publicUrl, key), expiresAt: null };
  return {
    async upload(payload, run) {
      const s3 = await open();
      const { key, proof } = await send({ payload, run, s3, services, keyTemplate });
      return { ...(await linkTo(s3, key)), deleteHandle: handleOf(s3, key), proof };
    },
    remove: async ({ deleteHandle }, signal) => remove(await open(), deleteHandle, signal),
    checkCredentials: async (signal) => checkCredentials(await open(), signal),
    discard: async (state, signal) => discard(await open(), state, signal),
    leftovers: async (inUse, signal) => leftovers(await open(), keyTemplate, inUse, signal),
    ownsAddress: (url) => owns(url, settings),
  };
}

export const s3: Provider<S3Settings> = {
  id: 's3',
  name: 'S3',
  homepage: 'https://aws.amazon.com/s3/',
  settings,
  secretFields,
  leavesParts: true,
  offBecause: 'It needs a bucket and its keys.',
  traits: (settings, has) => ({
    ...ownTraits,
    maxBytes: placeOf(settings).vendor.maxBytes,
    ...(settings.publicUrl === ''
      ? // Signed for GET only.
        { retention: { kind: 'fixed', ms: linkMs(settings, has('sessionToken')) }, linkCheck: 'range' }
      : {}),
  }),
  missingSecret: ({ profile }, has) =>
    profile === '' ? (secretFields.find(({ name, required }) => required && !has(name))?.name ?? null) : null,
  keysElsewhere: ({ profile }) => profile !== '',
  servers,
  connect,
};
