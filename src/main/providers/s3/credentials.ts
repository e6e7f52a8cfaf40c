/** The keys that sign: those that the user gave, or those of a shared profile. */
import { UploadFailure } from '../../../shared/failure.ts';
import type { Secrets } from '../provider.ts';
import type { RequestHandler } from './request-handler.ts';
import type { Place, S3Settings } from './settings.ts';

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** When they end, where that is known. */
  readonly expiration?: Date;
}

/** What no header can hold, or would end the part of it in which it stands, is no key. */
const plain = /^[\x21-\x7e]+$/;
const plainId = /^[\x21-\x2b\x2d\x2e\x30-\x3c\x3e-\x7e]+$/;

/** Fails with `auth` for what can be no key, and with `settings-invalid` for a profile that gives none. */
export async function keysOf(
  settings: S3Settings,
  secrets: Secrets,
  { endpoint, region }: Place,
  requestHandler: RequestHandler,
): Promise<Keys> {
  const keys = settings.profile === '' ? given(secrets) : await ofProfile(settings.profile, region, requestHandler);
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  if (!plainId.test(accessKeyId) || !plain.test(secretAccessKey) || !plain.test(sessionToken ?? 'none')) {
    throw new UploadFailure({ kind: 'auth', host: endpoint.host });
  }
  return keys;
}

function given({ accessKeyId = '', secretAccessKey = '', sessionToken }: Secrets): Keys {
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
}

/** Reads files; a profile that names a role or a sign-on asks Amazon, through our net as well. */
async function ofProfile(profile: string, region: string, requestHandler: RequestHandler): Promise<Keys> {
  const { fromIni } = await import('@aws-sdk/credential-provider-ini');
  try {
    return await fromIni({ profile, ignoreCache: true, clientConfig: { region, requestHandler, maxAttempts: 1 } })();
  } catch (error) {
    // The SDK's own words may hold paths and keys.
    if (error instanceof UploadFailure) throw error;
    throw new UploadFailure({ kind: 'settings-invalid', field: 'profile' });
  }
}
