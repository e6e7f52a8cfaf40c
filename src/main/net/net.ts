/** The one way out: what providers and the link check may ask of the network. */

import type { Socket } from 'node:net';
import type { BodySent } from '../../shared/failure.ts';
import type { Throttle } from './throttle.ts';

/** A body of known length that is read once. */
export interface RequestBody {
  readonly contentType: string;
  /** Bytes, exact. */
  readonly length: number;
  /**
   * Opens whatever the body reads from; ended by the caller through the generator's `return`.
   * A chunk may be written over once the next one is asked for.
   */
  chunks(): AsyncIterable<Uint8Array>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'MKCOL' | 'MOVE' | 'PROPFIND';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RequestBody;
  readonly signal?: AbortSignal;
  /** Told after bytes have left, with the body's bytes sent so far; when it equals `body.length`, all is sent. */
  readonly onSent?: (bytes: number) => void;
  /**
   * Longest wait for an answer once the body is out, and again for its end, ms. The default is 60,000 and as long as a
   * host needs that goes over the body again at 10 MB/s, at most 600,000. What our own system may still have to send
   * of the body comes on top.
   */
  readonly answerTimeoutMs?: number;
  /**
   * Longest time in which the system takes no more of the body, ms; default 60,000. Then the request fails as
   * `stalled`. Waits for the bandwidth limit do not count. Pieces are 64 KiB on a slow line: under 1.1 kB/s is a stall.
   */
  readonly stallTimeoutMs?: number;
  /** Bytes of the answer that are kept; default 64 KiB. More is cut, and `truncated` says so. */
  readonly maxAnswerBytes?: number;
  /**
   * False refuses private, loopback and link-local addresses; default true. A redirect is a request of its own.
   * Where a proxy is used, the proxy resolves names: then only literal addresses and `localhost` can be refused here.
   */
  readonly allowPrivateAddresses?: boolean;
}

export interface HttpAnswer {
  readonly status: number;
  /** Lower-case names; repeated headers joined by ", ". */
  readonly headers: Readonly<Record<string, string>>;
  /** The answer's bytes decoded as UTF-8, bounded by `maxAnswerBytes`. */
  readonly text: string;
  readonly truncated: boolean;
}

export interface SentAnswer extends HttpAnswer {
  /** How much of the request's body the host may have got, at most. */
  readonly sent: BodySent;
}

export interface ConnectRequest {
  /** Its host and port, which it must name, are what counts. */
  readonly url: URL;
  /** Ends the making of the connection; what is made already belongs to the caller. */
  readonly signal?: AbortSignal;
  /** As for requests. */
  readonly allowPrivateAddresses?: boolean;
}

/** A connection on which nothing was said yet. It belongs to the caller, who listens to its errors and destroys it. */
export interface Line {
  readonly socket: Socket;
  /** The bandwidth limit: what the caller writes of a file has to be drawn from it first. */
  readonly limit: Throttle;
}

export interface Net {
  /**
   * Sends one request and reads its bounded answer, whatever its status; redirects are not followed. A success told
   * before the body was out is `cut-while-sending`; a refusal (400 and above) counts even where its text is cut.
   * Fails with an `UploadFailure` of kind `offline, dns, tls, proxy, timeout, stalled, connection, cut-while-sending`,
   * `cancelled` after the signal, `bug` for a request that can not be sent as it is, or whatever the body's own reading
   * or the choice of a proxy threw; its `sent` says how much of the body had left. `proxy` names the proxy as its host.
   */
  request(request: HttpRequest): Promise<SentAnswer>;
  /**
   * Connects for what is not HTTP, by the same rules: through the proxy that https would take (HTTP proxies are asked for
   * a tunnel), with the same time limit for the connection. Fails with an `UploadFailure` of kind `offline, dns, proxy,
   * timeout, connection`, `cancelled` after the signal, or as the choice of a proxy does.
   */
  connect(request: ConnectRequest): Promise<Line>;
  /** Closes all connections; requests under way are cut. */
  close(): Promise<void>;
}
