/** The one way out: what providers and the link check may ask of the network. */

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
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RequestBody;
  readonly signal?: AbortSignal;
  /** Told after bytes have left, with the body's bytes sent so far; when it equals `body.length`, all is sent. */
  readonly onSent?: (bytes: number) => void;
  /** Longest wait for an answer once the body is out, ms; default 60,000. */
  readonly answerTimeoutMs?: number;
  /** Longest time without a byte leaving, ms; default 60,000. Then the request fails as `stalled`. */
  readonly stallTimeoutMs?: number;
  /** Bytes of the answer that are kept; default 64 KiB. More is cut, and `truncated` says so. */
  readonly maxAnswerBytes?: number;
  /** False refuses private, loopback and link-local addresses, redirects included; default true. */
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

export interface Net {
  /**
   * Sends one request and reads its bounded answer, whatever its status; redirects are not followed. A success told
   * before the body was out is `cut-while-sending`; a refusal (400 and above) counts even where its text is cut.
   * Fails with an `UploadFailure` of kind `offline, dns, tls, proxy, timeout, stalled, connection, cut-while-sending`
   * or whatever the body's own reading threw; its `sent` says how much of the body had left.
   */
  request(request: HttpRequest): Promise<HttpAnswer>;
  /** Closes all connections; requests under way are cut. */
  close(): Promise<void>;
}
