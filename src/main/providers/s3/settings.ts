/** What the user sets up, and what follows from it: where requests go, and which keys sign them. */
import { z } from 'zod';
import { keyTemplateSetting, publicUrlSetting } from '../own-storage.ts';
import type { SecretField } from '../provider.ts';
import { type Vendor, vendorIds, vendors } from './vendors.ts';

/** The longest time that a signature counts (SigV4), seconds: 7 days. */
const longestLink = 604_800;

/** How long temporary keys that do not say so can be good, ms: the longest session of a role (AssumeRole, AWS STS). */
export const longestSession = 12 * 3_600_000;

function isServerAddress(text: string): boolean {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || !/^https?:\/\//i.test(text)) return false;
  return url.username === '' && url.password === '' && url.search === '' && url.hash === '';
}

export const settings = z
  .strictObject({
    vendor: z
      .enum(vendorIds)
      .default('aws')
      .meta({
        title: 'Service',
        description: 'Whose storage it is.',
        choices: Object.fromEntries(vendorIds.map((id) => [id, vendors[id].title])),
      }),
    endpoint: z
      .string()
      .max(500)
      .refine((text) => text === '' || isServerAddress(text), 'an http or https address')
      .default('')
      .meta({
        title: 'Server address',
        description: 'Such as https://<account>.r2.cloudflarestorage.com. Amazon and Backblaze need none.',
        environment: ['AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL'],
      }),
    region: z
      .string()
      .regex(/^[a-z0-9-]{0,64}$/i, 'letters, digits and “-”')
      .default('')
      .meta({
        title: 'Region',
        description: 'Where the bucket is, such as eu-central-1. Empty: the usual one of the service.',
        environment: ['AWS_REGION', 'AWS_DEFAULT_REGION'],
      }),
    bucket: z
      .string()
      .regex(/^(?!arn:)[\w.:-]{1,255}$/, 'a bucket’s name')
      .meta({ title: 'Bucket', description: 'It must be there already.', environment: ['AWS_S3_BUCKET'] }),
    pathStyle: z
      .union([z.enum(['auto', 'yes', 'no', 'true', 'false']), z.boolean()])
      .default('auto')
      .meta({
        title: 'Bucket in the path',
        description: 'Instead of in the host’s name.',
        advanced: true,
        // What a form and the command line shall see of a setting that takes true and false as well.
        type: 'string',
        enum: ['auto', 'yes', 'no'],
        choices: { auto: 'As the service has it', yes: 'Yes', no: 'No' },
        environment: ['AWS_S3_PATH_STYLE'],
      }),
    keyTemplate: keyTemplateSetting('{date}/{name}-{random}'),
    publicUrl: publicUrlSetting(
      'Where everybody can read what is in the bucket, such as https://cdn.example.com/{key}. Without one, links are signed and end.',
    ),
    linkSeconds: z.int().min(60).max(longestLink).default(longestLink).meta({
      title: 'Signed links open for (seconds)',
      description:
        'At most 7 days (604,800). The file stays longer. With keys that are temporary, links end when these do.',
      advanced: true,
    }),
    profile: z
      .string()
      .max(200)
      .default('')
      .meta({
        title: 'Shared profile',
        description: 'A profile in ~/.aws whose keys are used instead of those that are given here.',
        advanced: true,
        environment: ['AWS_PROFILE'],
        // As in the tools of its maker.
        environmentUnless: 'AWS_ACCESS_KEY_ID',
      }),
  })
  .superRefine(({ vendor, endpoint, region }, context) => {
    const { endpoint: known, region: usual } = vendors[vendor];
    if (endpoint !== '') return;
    if (known === null) context.addIssue({ code: 'custom', path: ['endpoint'], message: 'this service needs one' });
    else if (usual === null && region === '')
      context.addIssue({ code: 'custom', path: ['region'], message: 'this service needs one' });
  });
export type S3Settings = z.infer<typeof settings>;

export const secretFields: readonly SecretField[] = [
  {
    name: 'accessKeyId',
    title: 'Access key ID',
    description: 'Made in the service’s console; it needs to be able to put, get and delete objects of the bucket.',
    required: true,
    environment: ['AWS_ACCESS_KEY_ID'],
  },
  {
    name: 'secretAccessKey',
    title: 'Secret access key',
    description: 'Shown once, together with the access key ID.',
    required: true,
    environment: ['AWS_SECRET_ACCESS_KEY'],
  },
  {
    name: 'sessionToken',
    title: 'Session token',
    description: 'Only for temporary keys. Signed links end when these do.',
    required: false,
    environment: ['AWS_SESSION_TOKEN'],
  },
];

/** Where requests go. */
export interface Place {
  readonly vendor: Vendor;
  /** Without the bucket. */
  readonly endpoint: URL;
  readonly region: string;
  readonly bucket: string;
  readonly pathStyle: boolean;
}

export function placeOf(settings: S3Settings): Place {
  const vendor: Vendor = vendors[settings.vendor];
  const region = settings.region || vendor.region || 'us-east-1';
  // Amazon's servers in China have a domain of their own.
  const suffix = settings.vendor === 'aws' && region.startsWith('cn-') ? '.cn' : '';
  const address = settings.endpoint || `${vendor.endpoint?.replace('{region}', region)}${suffix}`;
  const { pathStyle } = settings;
  const isPathStyle = { auto: vendor.pathStyle, yes: true, no: false, true: true, false: false }[String(pathStyle)];
  return {
    vendor,
    endpoint: new URL(address),
    region,
    bucket: settings.bucket,
    pathStyle: isPathStyle ?? vendor.pathStyle,
  };
}
