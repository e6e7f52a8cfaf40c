/** A Dropbox account as a destination is set up for it: its settings, its secrets, and what it is known by. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { UploadFailure } from '../../../shared/failure.ts';
import { serverSetting, type Use } from '../http-host.ts';
import { keyTemplateSetting } from '../own-storage.ts';
import type { SecretField } from '../provider.ts';

/** The key of the program's own app at Dropbox, put in by the build; '' in a build that has none. */
declare const __DROPBOX_APP_KEY__: string | undefined;
export const defaultAppKey = typeof __DROPBOX_APP_KEY__ === 'string' ? __DROPBOX_APP_KEY__ : '';

const address = 'https://api.dropboxapi.com';
const contentAddress = 'https://content.dropboxapi.com';
const siteAddress = 'https://www.dropbox.com';

export const settings = z.strictObject({
  server: serverSetting(address, 'hidden'),
  keyTemplate: keyTemplateSetting('Droprelay/{filename}'),
  link: z
    .enum(['direct', 'inline', 'page'])
    .default('direct')
    .meta({
      title: 'Link',
      description: 'What people get who follow it.',
      choices: { direct: 'Downloads the file', inline: 'Shows the file alone', page: 'Dropbox’s page with the file' },
    }),
  appKey: z
    .string()
    .regex(/^[a-z0-9]{0,64}$/)
    .default(defaultAppKey)
    .meta({
      title: 'App key',
      description: 'Of an app of your own, made at dropbox.com/developers/apps. Signing in needs one.',
      advanced: defaultAppKey !== '',
      environment: ['DROPBOX_APP_KEY'],
    }),
});
export type Settings = z.infer<typeof settings>;

export const secretFields: readonly SecretField[] = [
  {
    name: 'refreshToken',
    title: 'Refresh token',
    description: 'What signing in gives. It is good until you take the app’s access back at Dropbox.',
    required: false,
    environment: ['DROPBOX_REFRESH_TOKEN'],
  },
  {
    name: 'accessToken',
    title: 'Access token',
    description: 'Instead of a refresh token, for some hours: Dropbox ends it by itself.',
    required: false,
    environment: ['DROPBOX_ACCESS_TOKEN'],
  },
  {
    name: 'appSecret',
    title: 'App secret',
    description: 'Only for a refresh token of an app of your own that was got without PKCE.',
    required: false,
    environment: ['DROPBOX_APP_SECRET'],
  },
];

/** Where an account is asked; another server stands for all of Dropbox's. */
export interface Addresses {
  readonly api: string;
  readonly content: string;
  readonly site: string;
  /** Of links; `*.` is any name below a domain. */
  readonly linkHosts: readonly string[];
  /** True where the user set another server than Dropbox's. */
  readonly isOwn: boolean;
}

export function addressesOf({ server }: Pick<Settings, 'server'>): Addresses {
  const { host } = new URL(server);
  const isOwn = host !== new URL(address).host;
  if (isOwn) return { api: server, content: server, site: server, linkHosts: [host], isOwn };
  const linkHosts = ['www.dropbox.com', 'dropbox.com'];
  return { api: server, content: contentAddress, site: siteAddress, linkHosts, isOwn };
}

export interface Account extends Use<Settings> {
  readonly at: Addresses;
  /** The same for all destinations that use the same token; tells nothing of it. */
  readonly id: string;
}

export function accountOf({ settings, secrets, services }: Use<Settings>): Account {
  const { refreshToken, accessToken, appSecret } = secrets;
  const known = [settings.server, settings.appKey, refreshToken ?? accessToken, appSecret];
  const id = createHash('sha256').update(JSON.stringify(known)).digest('hex');
  return { settings, secrets, services, at: addressesOf(settings), id };
}

/** The host that failures name where nothing was asked yet. */
export function apiHost({ at }: Pick<Account, 'at'>): string {
  return new URL(at.api).host;
}

export function needsAppKey({ appKey }: Pick<Settings, 'appKey'>): string {
  if (appKey !== '') return appKey;
  throw new UploadFailure({ kind: 'settings-invalid', field: 'appKey' });
}
