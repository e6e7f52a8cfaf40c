/** What errors of undici, Node and OpenSSL mean in our words. */
import { networkInterfaces } from 'node:os';
import { type BodySent, type Failure, UploadFailure } from '../../shared/failure.ts';
import { ProxyError } from './proxy.ts';

/** How far the request had got when the error came. */
export interface RequestState {
  readonly host: string;
  readonly sent: BodySent;
  /** Body bytes that had left. */
  readonly sentBytes: number;
  readonly connectTimeoutMs: number;
  readonly isOffline: () => boolean;
}

const lookupCodes = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME', 'ENODATA']);
const unreachableCodes = new Set(['ENETUNREACH', 'ENETDOWN', 'EHOSTUNREACH', 'EHOSTDOWN', 'EADDRNOTAVAIL']);
/** Node's names for OpenSSL's verification results, and its own TLS errors. */
const tlsCode =
  /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|CRL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|ERROR_IN_|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$|HOSTNAME_MISMATCH$|EPROTO$)/;
/** Wrong use of undici, by us. */
const misuseCodes = new Set([
  'UND_ERR_INVALID_ARG',
  'UND_ERR_NOT_SUPPORTED',
  'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_INVALID_RETURN_VALUE',
]);
const networkCode =
  /^(ERR_PRIVATE_ADDRESS$|HTTPParserError$|ECONN|EPIPE$|ETIMEDOUT$|ENOTCONN$|ESOCKET|UND_ERR_|HPE_|EACCES$|EPERM$|EINVAL$|EMFILE$|ENFILE$|ENOBUFS$|ERR_STREAM_)/;

/** The failure that a request ends with after `error`; an `UploadFailure` (the body's own) stays what it is. */
export function failureOf(error: unknown, state: RequestState): UploadFailure {
  if (error instanceof UploadFailure) return error;
  const cause = mostTelling(error);
  // A proxy that failed us has passed nothing on.
  const sent = cause instanceof ProxyError ? 'nothing' : state.sent;
  return new UploadFailure(kindOf(codeOf(cause), cause, state), { cause: error, sent });
}

function kindOf(code: string, cause: unknown, state: RequestState): Failure {
  const { host } = state;
  const detail = detailOf(code, cause);
  if (misuseCodes.has(code)) return { kind: 'bug', detail };
  if (cause instanceof ProxyError) return ofProxy(cause, state);
  if (tlsCode.test(code)) return { kind: 'tls', host, detail };
  if (lookupCodes.has(code)) return state.isOffline() ? { kind: 'offline' } : { kind: 'dns', host };
  if (unreachableCodes.has(code) && state.isOffline()) return { kind: 'offline' };
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || (code === 'ETIMEDOUT' && state.sent === 'nothing')) {
    return { kind: 'timeout', host, afterMs: state.connectTimeoutMs };
  }
  const ofNetwork = unreachableCodes.has(code) || networkCode.test(code);
  if (!ofNetwork) return { kind: 'bug', detail };
  return state.sent === 'part'
    ? { kind: 'cut-while-sending', host, sentBytes: state.sentBytes }
    : { kind: 'connection', host, detail };
}

function ofProxy(error: ProxyError, state: RequestState): Failure {
  const reason = codeOf(mostTelling(error.cause));
  const unreachable = lookupCodes.has(reason) || unreachableCodes.has(reason);
  if (unreachable && state.isOffline()) return { kind: 'offline' };
  return { kind: 'proxy', host: error.proxy.slice(0, 255), detail: error.message.slice(0, 500) };
}

/** True where no interface but the loopback is up. */
export function noInterfaceUp(): boolean {
  return !Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ internal }) => !internal));
}

/** Of several addresses tried, the one that answered something says more than one without a route. */
function mostTelling(error: unknown): unknown {
  if (error instanceof AggregateError) {
    return error.errors.find((one) => !unreachableCodes.has(codeOf(one))) ?? error.errors[0] ?? error;
  }
  return error;
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  // undici's parser errors come without a code where llhttp's has no name.
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

function detailOf(code: string, cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return (code === '' || message.includes(code) ? message : `${code}: ${message}`).slice(0, 500);
}
