/** How an SFTP destination is set up: where the server is, who signs in, and where its files are seen from outside. */
import { isIPv6 } from 'node:net';
import { z } from 'zod';
import { keyTemplateSetting, publicUrlSetting } from '../own-storage.ts';
import type { SecretField } from '../provider.ts';

const publicUrl = publicUrlSetting(
  'The address under which the folder is seen from outside, for links; without “{key}” in it, names follow at its end.',
);

export const settings = z.strictObject({
  host: z
    .string()
    .min(1)
    .max(253)
    .refine((host) => urlOf(host, 22) !== null, 'the name or address of a host')
    .meta({ title: 'Host', description: 'The name or address of the server.' }),
  port: z.int().min(1).max(65_535).default(22).meta({ title: 'Port', description: '', advanced: true }),
  user: z.string().min(1).max(255).meta({ title: 'User name', description: '' }),
  folder: z
    .string()
    .max(1000)
    .refine((path) => !path.includes('\0'), 'a path')
    .default('')
    .meta({
      title: 'Folder',
      description: 'On the server; it is made where it is missing. Without “/” before it, it is below the user’s own.',
    }),
  publicUrl: publicUrl.refine((address) => address !== '', 'an http or https address').meta(publicUrl.meta() ?? {}),
  keyTemplate: keyTemplateSetting('{date}/{name}-{random}'),
  hostKey: z
    .string()
    .regex(/^(SHA256:[A-Za-z0-9+/]{43})?$/, 'a fingerprint as “ssh-keygen -lf” prints it: SHA256:…')
    .default('')
    .meta({
      title: 'Host key',
      description: 'The fingerprint by which the server is known, as “ssh-keygen -lf” prints it: SHA256:…',
      advanced: true,
    }),
  agent: z.boolean().default(false).meta({
    title: 'Sign in with the SSH agent',
    description: 'Keys that the agent of this computer holds are tried too.',
    advanced: true,
  }),
});
export type Settings = z.infer<typeof settings>;

export const secretFields: readonly SecretField[] = [
  {
    name: 'password',
    title: 'Password',
    description: 'The user’s password on the server; not needed with a key.',
    required: false,
    environment: ['DROPRELAY_SFTP_PASSWORD'],
  },
  {
    name: 'privateKey',
    title: 'Private key',
    description: 'The text of a private key, as in ~/.ssh/id_ed25519 (OpenSSH, PEM or PuTTY).',
    required: false,
    multiline: true,
    environment: ['DROPRELAY_SFTP_KEY'],
  },
  {
    name: 'passphrase',
    title: 'Passphrase',
    description: 'Opens the private key, where it is locked.',
    required: false,
    environment: ['DROPRELAY_SFTP_PASSPHRASE'],
  },
];

/** Where the server is; names are in the form that resolvers take. */
export function serverOf({ host, port }: Pick<Settings, 'host' | 'port'>): URL {
  const url = urlOf(host, port);
  if (!url) throw new Error('the settings were not checked');
  return url;
}

function urlOf(host: string, port: number): URL | null {
  // Only the parser of http's addresses turns international names into those of the DNS.
  const url = URL.parse(`http://${isIPv6(host) ? `[${host}]` : host}/`);
  const isBare = url?.pathname === '/' && `${url.username}${url.password}${url.port}${url.search}${url.hash}` === '';
  return url && isBare && !/[/?#@:]$/.test(host) ? URL.parse(`sftp://${url.hostname}:${port}`) : null;
}

/** What handles name: paths below a user's own folder are not those of another user. */
export function placeOf(settings: Pick<Settings, 'host' | 'port' | 'user'>): string {
  return `${settings.user} ${serverOf(settings).href}`;
}

/** `path` below the folder that was set, or below the user's own. */
export function below({ folder }: Pick<Settings, 'folder'>, path: string): string {
  const base = folder.replace(/^~(\/|$)/, '');
  if (base === '') return path;
  return base.endsWith('/') ? `${base}${path}` : `${base}/${path}`;
}

/** The folder itself, as the server takes it. */
export function baseFolder({ folder }: Pick<Settings, 'folder'>): string {
  return folder.replace(/^~(\/|$)/, '').replace(/(?<=.)\/+$/, '') || '.';
}
