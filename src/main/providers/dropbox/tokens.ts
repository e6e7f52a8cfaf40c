/** Access tokens: asked for at Dropbox's token endpoint (OAuth 2.0), kept in memory only, one for all who share a refresh token. */
import { z } from 'zod';
import { UploadFailure } from '../../../shared/failure.ts';
import type { HttpRequest } from '../../net/net.ts';
import { textBody } from '../fileless-request.ts';
import { below, jsonOf } from '../http-host.ts';
import { answerDetail, failureOfStatus } from '../status.ts';
import { type Account, apiHost, needsAppKey } from './account.ts';

const Token = z.object({
  access_token: z.string().regex(/^[\x21-\x7e]{1,8192}$/),
  /** Seconds; four hours are usual. */
  expires_in: z.number().nonnegative().optional(),
  refresh_token: z.string().min(1).max(8192).optional(),
});
const Refused = z.object({ error: z.string() });
/** How the endpoint says that code, token, key or secret are not good. */
const unwelcome = /^(invalid_grant|invalid_client|unauthorized_client|access_denied)$/;

interface Kept {
  readonly token: string;
  /** Epoch ms. */
  readonly expiresAt: number;
}

/** A token is not used in its last minutes (ms): an upload's next request would meet its end. */
const spareMs = 5 * 60_000;
const usualSeconds = 4 * 3600;
/** More accounts than anybody has; the oldest gives way. */
const mostKept = 50;
const kept = new Map<string, Kept>();
const asking = new Map<string, Promise<Kept>>();

/** A token to ask with. Fails with `auth`, `settings-invalid` or whatever the request for one ends with. */
export async function accessToken(account: Account, signal: AbortSignal): Promise<string> {
  if (!isRenewable(account)) return given(account);
  const known = kept.get(account.id);
  if (known && known.expiresAt - spareMs > account.services.clock()) return known.token;
  const common = asking.get(account.id) ?? renew(account);
  return (await unlessAborted(common, signal)).token;
}

/** Forgets a token that Dropbox does not take any more; false where there is no way to another one. */
export function isReplaceable(account: Account, token: string): boolean {
  if (!isRenewable(account)) return false;
  if (kept.get(account.id)?.token === token) kept.delete(account.id);
  return true;
}

function isRenewable({ secrets, settings }: Account): boolean {
  // Without an app key an access token has to do.
  return secrets.refreshToken !== undefined && (settings.appKey !== '' || secrets.accessToken === undefined);
}

function given(account: Account): string {
  const { accessToken: token = '' } = account.secrets;
  // What no header can hold is no token.
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new UploadFailure({ kind: 'auth', host: apiHost(account) });
}

/** Asks once for all who wait; who cancels leaves the others theirs. */
function renew(account: Account): Promise<Kept> {
  const { refreshToken = '' } = account.secrets;
  const common = askForToken(account, { grant_type: 'refresh_token', refresh_token: refreshToken })
    .then(({ access_token: token, expires_in: seconds = usualSeconds }) => {
      const one = { token, expiresAt: account.services.clock() + seconds * 1000 };
      kept.delete(account.id);
      kept.set(account.id, one);
      for (const id of [...kept.keys()].slice(0, -mostKept)) kept.delete(id);
      return one;
    })
    .finally(() => asking.delete(account.id));
  // Those who wait are told; it may be that none does any more.
  common.catch(() => {});
  asking.set(account.id, common);
  return common;
}

/** Asks the token endpoint. Nothing of a file has left when it fails. */
export async function askForToken(
  account: Account,
  fields: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<z.infer<typeof Token>> {
  const { settings, secrets, services, at } = account;
  const appKey = needsAppKey(settings);
  const { appSecret } = secrets;
  const basic = appSecret === undefined ? null : Buffer.from(`${appKey}:${appSecret}`);
  const form = new URLSearchParams({ ...fields, ...(basic === null && { client_id: appKey }) });
  const url = below(at.api, 'oauth2/token');
  const request: HttpRequest = {
    method: 'POST',
    url,
    headers: { accept: 'application/json', ...(basic && { authorization: `Basic ${basic.toString('base64')}` }) },
    body: textBody('application/x-www-form-urlencoded', form.toString()),
    ...(signal && { signal }),
  };
  const answer = await services.net.request(request).catch((error: unknown) => {
    throw error instanceof UploadFailure ? new UploadFailure(error.failure, { cause: error.cause }) : error;
  });
  const { host } = url;
  const refused = answer.status >= 400 ? jsonOf(answer.text, Refused) : null;
  if (refused && unwelcome.test(refused.error)) throw new UploadFailure({ kind: 'auth', host });
  const hidden = [...Object.values(secrets), ...Object.values(fields)];
  const context = { host, sizeBytes: 0, limitBytes: null, type: '', now: services.clock() };
  const failure = failureOfStatus(answer, { ...context, detail: answerDetail(answer, hidden) });
  if (failure) throw new UploadFailure(failure);
  const token = answer.truncated ? null : jsonOf(answer.text, Token);
  if (token) return token;
  // Not in the host's words: they may hold a token.
  throw new UploadFailure({ kind: 'bad-answer', host, detail: 'no token' });
}

function unlessAborted<T>(common: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => reject(new UploadFailure({ kind: 'cancelled' }));
    if (signal.aborted) return cancel();
    signal.addEventListener('abort', cancel, { once: true });
    common.then(resolve, reject).finally(() => signal.removeEventListener('abort', cancel));
  });
}
