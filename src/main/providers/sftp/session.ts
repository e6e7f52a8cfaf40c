/** One connection to an SFTP server: opened, its host key compared, signed in; ended by whoever opened it. */
import { createHash } from 'node:crypto';
import type { Socket } from 'node:net';
import type { AnyAuthMethod, Client, SFTPWrapper } from 'ssh2';
import { type Failure, UploadFailure } from '../../../shared/failure.ts';
import type { Line } from '../../net/net.ts';
import type { Use } from '../http-host.ts';
import { failureOfConnection, RefusedRequest, wordsOf } from './failures.ts';
import { type Settings, serverOf } from './settings.ts';
import { offering, signInMethods } from './sign-in.ts';
import { loadSsh2, type Ssh2 } from './ssh2.ts';

/** Longest wait for the server to agree on keys and let us in, ms; some look us up in slow directories first. */
const handshakeMs = 30_000;
/** Longest wait for an answer to one request, ms. */
const answerMs = 60_000;

/** Kept in this order, so that a server of several keys shows the same one after an update of the library too. */
const hostKeyKinds = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
  'ssh-rsa',
] as const;

/** How the library answers; a value comes with every success that has one. */
type Done<T> = (error?: Error | null, value?: T) => void;

/**
 * Signs in.
 * Fails with an `UploadFailure`: `host-identity` before anything secret was sent, where the host key is not the one that
 * was agreed to; `auth`, `secret-unavailable`; `timeout, tls, connection` and what `Net.connect` fails with.
 */
export async function openSession(use: Use<Settings>, signal: AbortSignal): Promise<Session> {
  const { settings, secrets } = use;
  const server = serverOf(settings);
  if (signal.aborted) throw new UploadFailure({ kind: 'cancelled' });
  // Without one, nothing that the server shows could be right.
  if (settings.hostKey === '') throw new UploadFailure({ kind: 'host-identity', host: server.host, why: 'first' });
  const ssh2 = await loadSsh2();
  const methods = signInMethods(ssh2, settings, { secrets, host: server.host });
  const session = new Session(ssh2, await use.services.net.connect({ url: server, signal }), use, signal);
  try {
    await session.start(methods);
    return session;
  } catch (error) {
    session[Symbol.dispose]();
    throw error;
  }
}

/** The fingerprint of the key that the server shows now, and can sign with; nobody signs in. */
export async function hostKeyOf(use: Use<Settings>, signal: AbortSignal): Promise<string> {
  const ssh2 = await loadSsh2();
  const line = await use.services.net.connect({ url: serverOf(use.settings), signal });
  using session = new Session(ssh2, line, use, signal);
  return await session.meet();
}

/** As OpenSSH prints it. */
function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

export class Session implements Disposable {
  /** Aborted once the connection is of no use any more; the reason is the failure. */
  readonly broken: AbortSignal;
  readonly limit: Line['limit'];
  readonly #socket: Socket;
  readonly #breaking = new AbortController();
  readonly #client: Client;
  readonly #host: string;
  readonly #use: Use<Settings>;
  readonly #signal: AbortSignal;
  readonly #cancel = (): void => this.#break({ kind: 'cancelled' });
  #sftp: SFTPWrapper | null = null;
  /** What the server showed. */
  #hostKey: string | null = null;

  constructor({ Client }: Ssh2, { socket, limit }: Line, use: Use<Settings>, signal: AbortSignal) {
    this.#socket = socket;
    this.limit = limit;
    this.#client = new Client();
    this.#host = serverOf(use.settings).host;
    this.#use = use;
    this.#signal = signal;
    this.broken = this.#breaking.signal;
    const { secrets } = use;
    const onError = (error: Error): void => {
      // An agent that fails is like one without a fitting key: the next method follows.
      if ('level' in error && error.level === 'agent') return;
      this.#breakWith(failureOfConnection(error, { host: this.#host, secrets, handshakeMs }));
    };
    const onEnd = (): void => this.#break({ kind: 'connection', host: this.#host, detail: 'the server hung up' });
    this.#client.on('error', onError).on('end', onEnd).on('close', onEnd);
    // A new password is for the user to choose, elsewhere.
    this.#client.on('change password', () => this.#break({ kind: 'auth', host: this.#host }));
    signal.addEventListener('abort', this.#cancel, { once: true });
    if (signal.aborted) this.#cancel();
  }

  /** Only once it was started. */
  get sftp(): SFTPWrapper {
    if (!this.#sftp) throw new Error('it was not started');
    return this.#sftp;
  }

  /** Signs in and starts the file transfer. */
  async start(methods: readonly AnyAuthMethod[]): Promise<void> {
    const { hostKey } = this.#use.settings;
    await this.#waitFor<void>((resolve) => {
      this.#client.on('ready', resolve);
      this.#connect(methods, (shown) => {
        if (shown === hostKey) return true;
        this.#break({ kind: 'host-identity', host: this.#host, why: 'changed' });
        return false;
      });
    });
    this.#sftp = await this.#waitFor<SFTPWrapper>((resolve, reject) => {
      this.#client.sftp((error, sftp) => (error ? reject(this.#noSubsystem()) : resolve(sftp)));
    }, answerMs);
    this.#sftp.on('error', (error: Error) =>
      this.#break({ kind: 'bad-answer', host: this.#host, detail: wordsOf(error.message, this.#use.secrets) }),
    );
    this.#sftp.on('close', () => this.#break({ kind: 'connection', host: this.#host, detail: 'the server hung up' }));
  }

  /** Lets the server show its host key and prove that it has it, and goes no further. */
  async meet(): Promise<string> {
    await this.#waitFor<void>((resolve) => {
      this.#client.on('handshake', () => {
        // What would follow at once is the request to sign in.
        this.#socket.destroy();
        resolve();
      });
      this.#connect([], () => true);
    });
    return this.#hostKey ?? '';
  }

  /** The server's answer to one request. Fails with a `RefusedRequest`, or with an `UploadFailure` once it is broken. */
  ask<T = void>(request: (sftp: SFTPWrapper, done: Done<T>) => void, withinMs = answerMs): Promise<T> {
    return this.#waitFor<T>((resolve, reject) => {
      request(this.sftp, (error, value) => (error ? reject(this.#refusal(error)) : resolve(value as T)));
    }, withinMs);
  }

  /** Writes to an open file without waiting; `bytes` are copied. `done` is told nothing once the session is broken. */
  write(handle: Buffer, bytes: Buffer, position: number, done: (error: Error | null) => void): void {
    this.sftp.write(handle, bytes, 0, bytes.length, position, (error) => {
      if (!this.broken.aborted) done(error ? this.#refusal(error) : null);
    });
  }

  /** Bytes that the system took over so far. */
  get flushedBytes(): number {
    return this.#socket.bytesWritten - this.#socket.writableLength;
  }

  /** Ends the connection because nothing moved on it for so long. */
  stall(afterMs: number): void {
    this.#break({ kind: 'stalled', host: this.#host, afterMs });
  }

  /** What an error that the library gives for a request means. */
  #refusal(error: Error): Error {
    if ('code' in error && typeof error.code === 'number') {
      return new RefusedRequest(error.code, wordsOf(error.message, this.#use.secrets));
    }
    // Requests that are open when the connection ends.
    return new UploadFailure({
      kind: 'connection',
      host: this.#host,
      detail: wordsOf(error.message, this.#use.secrets),
    });
  }

  #break(failure: Failure): void {
    this.#breakWith(new UploadFailure(failure));
  }

  /** Says goodbye where there is still somebody to listen. */
  [Symbol.dispose](): void {
    this.#signal.removeEventListener('abort', this.#cancel);
    if (this.broken.aborted) return;
    this.#client.end();
    this.#socket.destroySoon();
  }

  #breakWith(failure: UploadFailure): void {
    if (this.broken.aborted) return;
    this.#breaking.abort(failure);
    this.#socket.destroy();
  }

  #connect(methods: readonly AnyAuthMethod[], accepts: (hostKey: string) => boolean): void {
    this.#client.connect({
      sock: this.#socket,
      username: this.#use.settings.user,
      readyTimeout: handshakeMs,
      algorithms: { serverHostKey: [...hostKeyKinds] },
      authHandler: offering(methods),
      hostVerifier: (key: Buffer) => {
        this.#hostKey = fingerprintOf(key);
        return accepts(this.#hostKey);
      },
    });
  }

  #noSubsystem(): UploadFailure {
    const detail = 'the server lets this user in, but offers no file transfer';
    return new UploadFailure({ kind: 'forbidden', host: this.#host, detail });
  }

  /** Settles as `begin` does, or fails once the session is broken, which it is after `withinMs`. */
  async #waitFor<T>(
    begin: (resolve: (value: T) => void, reject: (error: Error) => void) => void,
    withinMs?: number,
  ): Promise<T> {
    this.broken.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const onBroken = (): void => reject(this.broken.reason);
    this.broken.addEventListener('abort', onBroken, { once: true });
    const late = (): void => this.#break({ kind: 'timeout', host: this.#host, afterMs: withinMs ?? 0 });
    const timer = withinMs === undefined ? undefined : setTimeout(late, withinMs);
    try {
      begin(resolve, reject);
      return await promise;
    } finally {
      clearTimeout(timer);
      this.broken.removeEventListener('abort', onBroken);
    }
  }
}
