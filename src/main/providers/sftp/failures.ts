/** What goes wrong between us and an SFTP server, in our words. */
import { type BodySent, type Failure, UploadFailure } from '../../../shared/failure.ts';
import { failureOf, noInterfaceUp } from '../../net/failures.ts';
import { createRedaction } from '../../net/redaction.ts';
import type { Secrets } from '../provider.ts';
import { plainLine } from '../status.ts';

/** The server's answer to a request of SFTP that was not done (draft-ietf-secsh-filexfer-02, section 7). */
export class RefusedRequest extends Error {
  readonly code: number;
  /** The server's words, fit for the ledger. */
  readonly detail: string;

  constructor(code: number, detail: string) {
    super(`status ${code}`);
    this.name = 'RefusedRequest';
    this.code = code;
    this.detail = detail;
  }
}

const noSuchFile = 2;
export const permissionDenied = 3;
/** Whatever has no code of its own: OpenSSH says so of files that exist, and of full disks. */
export const generalFailure = 4;

const unsupported = 8;

export function isUnsupported(error: unknown): boolean {
  return error instanceof RefusedRequest && error.code === unsupported;
}

export function isGone(error: unknown): boolean {
  return error instanceof RefusedRequest && error.code === noSuchFile;
}

/** The server's words: one line without secrets. */
export function wordsOf(text: string, secrets: Secrets): string {
  // Each line of a key too, where the server repeats only a part of it.
  const said = Object.values(secrets).flatMap((secret) => [secret, ...secret.split(/\r?\n/)]);
  return plainLine(createRedaction(said, 4)(text), 300);
}

export function failureOfStatus({ code, detail }: RefusedRequest, host: string): Failure {
  switch (code) {
    case noSuchFile:
      return { kind: 'not-found', host };
    case permissionDenied:
      return { kind: 'forbidden', host, detail };
    case generalFailure:
      if (/quota|no space|disk (is )?full|not enough space/i.test(detail)) return { kind: 'quota', host };
      return { kind: 'server', host, status: code, retryAfterMs: null };
    default:
      return { kind: 'bad-answer', host, detail: `status ${code}: ${detail}` };
  }
}

/**
 * What an error of `ssh2` means. `level` is its own mark of where the error arose; a number for a code is the server's
 * reason for hanging up (RFC 4253, section 11.1).
 */
export function failureOfConnection(
  error: Error,
  { host, secrets, handshakeMs }: { readonly host: string; readonly secrets: Secrets; readonly handshakeMs: number },
): UploadFailure {
  const level = 'level' in error ? error.level : undefined;
  const code = 'code' in error ? error.code : undefined;
  // Never the error itself as a cause: it may hold the server's words.
  if (level === 'client-timeout') return new UploadFailure({ kind: 'timeout', host, afterMs: handshakeMs });
  if (level === 'client-authentication') return new UploadFailure({ kind: 'auth', host });
  const detail = wordsOf(error.message, secrets);
  if (typeof code === 'number') {
    const isAuth = code === noMoreAuthMethods || /too many authentication failures/i.test(error.message);
    return new UploadFailure(isAuth ? { kind: 'auth', host } : { kind: 'connection', host, detail });
  }
  if (level === 'client-socket') {
    return failureOf(error, {
      host,
      sent: 'nothing',
      sentBytes: 0,
      connectTimeoutMs: handshakeMs,
      isOffline: noInterfaceUp,
    });
  }
  // No method of encryption in common, or a host key that does not fit its signature.
  if (level === 'handshake') return new UploadFailure({ kind: 'tls', host, detail });
  return new UploadFailure({ kind: 'connection', host, detail });
}

const noMoreAuthMethods = 14;

/** Any error as the failure of an upload of which so much had left. */
export function failureOfUpload(
  error: unknown,
  { host, sent, sentBytes }: { readonly host: string; readonly sent: BodySent; readonly sentBytes: number },
): unknown {
  if (error instanceof RefusedRequest) return new UploadFailure(failureOfStatus(error, host), { sent });
  if (!(error instanceof UploadFailure)) return error;
  const { failure, cause } = error;
  const isCut = failure.kind === 'connection' && sent === 'part';
  return new UploadFailure(isCut ? { kind: 'cut-while-sending', host, sentBytes } : failure, { cause, sent });
}
