/** The interface that every provider implements, and all that the rest of the program knows of one. */
import type { z } from 'zod';
import type { Proof, Retention, Scope } from '../../shared/model.ts';
import type { HashWish } from '../net/file-hash.ts';
import type { Net } from '../net/net.ts';
import type { Payload } from '../net/payload.ts';

/** A text that is kept in the system's secure storage, never among the settings. */
export interface SecretField {
  /** Its name in a configuration file's `secrets`. */
  readonly name: string;
  /** Its name in a form. */
  readonly title: string;
  /** What it is for and where the user finds it, in a sentence. */
  readonly description: string;
  /** False where the host can be used without it. */
  readonly required: boolean;
  /** It has several lines, as a key in a file. */
  readonly multiline?: boolean;
  /**
   * Environment variables that may hold it on the command line, the first that is set counts. Several in a list hold
   * its parts, which are joined with a colon.
   */
  readonly environment: readonly (string | readonly string[])[];
}

/** The secrets of one destination, by field; those that it does not have are missing. */
export type Secrets = Readonly<Record<string, string>>;

/** What a destination takes, keeps and allows; may depend on its settings, and on which secrets it has. */
export interface Traits {
  readonly scope: Scope;
  /** Bytes; null where the host names no limit. */
  readonly maxBytes: number | null;
  /** Lower case, without the dot. */
  readonly refusedExtensions: readonly string[];
  /** Tighter limits for some extensions, bytes. */
  readonly maxBytesByExtension: Readonly<Record<string, number>>;
  readonly takesEmptyFiles: boolean;
  readonly retention: Retention;
  readonly deletable: boolean;
  /**
   * How the link may be checked: `head` asks for the length, `range` reads one byte (for hosts that refuse HEAD),
   * `own-server` asks our own server, `never` for links that a request may use up, or that show a page.
   */
  readonly linkCheck: 'head' | 'range' | 'own-server' | 'never';
  /**
   * Extensions of files that the host may make smaller, as by taking the place out of a picture: then a smaller file
   * behind the link proves no loss. Lower case, without the dot.
   */
  readonly mayShrink?: readonly string[];
  /**
   * True for storage of the user's own: a link that the check sees refused (4xx) to the last is a failure (`bad-proof`,
   * `closed`) and no `unverified`, whatever the host's own answer proves. Elsewhere a host may be slow with its links.
   */
  readonly linkMustOpen?: boolean;
  readonly resumable: boolean;
  /** True where sending the same payload twice leaves one copy. */
  readonly idempotent: boolean;
}

/** The host says itself that it has something else than was sent. */
export interface Contradicted {
  readonly kind: 'contradiction';
  readonly why: 'size' | 'hash';
}

/** What a destination gave back for a payload. */
export interface Delivery {
  readonly link: string;
  /** Opaque to all but the provider; needed for `remove`. */
  readonly deleteHandle: string | null;
  /** Epoch ms, null where there is no end date. */
  readonly expiresAt: number | null;
  /**
   * What the host's own answer proves; null leaves it to the link check. A contradiction makes the attempt fail, and what
   * the host has is deleted where it can be.
   */
  readonly proof: Proof | Contradicted | null;
}

export interface UploadRun {
  /** Keeps the receipt and a share together. */
  readonly uploadId: string;
  readonly signal: AbortSignal;
  /** Payload bytes that left so far; equal to the payload's size once all is sent. */
  readonly onProgress: (sentBytes: number) => void;
  /** Saves what a later run needs to go on (null forgets it); durable when it returns. */
  readonly checkpoint: (state: string | null) => void;
  /** What the last run at this destination saved, null if nothing. */
  readonly resumeFrom: string | null;
}

/** An upload that was begun at the host and never ended: it takes room there, and may cost money. */
export interface Leftover {
  /** Opaque to all but the provider: what `discard` takes. */
  readonly state: string;
  /** What it would have become, as the host names it. */
  readonly name: string;
  /** Epoch ms, null where the host does not say. */
  readonly startedAt: number | null;
  /** Bytes that the host holds, null where it does not say. */
  readonly bytes: number | null;
}

/** A destination, ready to be used. */
export interface Connection {
  /** Sends the payload. Fails with an `UploadFailure`. */
  upload(payload: Payload, run: UploadRun): Promise<Delivery>;
  /**
   * Deletes at the host what `upload` gave back; what is not there any more counts as deleted.
   * Fails with an `UploadFailure`.
   */
  remove?(delivery: { link: string; deleteHandle: string }, signal: AbortSignal): Promise<void>;
  /**
   * Asks the host whether the credentials are good, without changing anything there; only where there are some, and the
   * host has such a question. Fails with an `UploadFailure`, such as `auth`.
   */
  checkCredentials?(signal: AbortSignal): Promise<void>;
  /**
   * Deletes at the host what an upload that will not go on has left there: `state` is what it saved last, or a leftover's.
   * What is gone already counts as deleted. Must be there where `resumable` leaves something at the host.
   * Fails with an `UploadFailure`.
   */
  discard?(state: string, signal: AbortSignal): Promise<void>;
  /**
   * Uploads of this destination's place that were begun and never ended, by whomever, without those whose state is among
   * `inUse`; at most 1,000. Fails with an `UploadFailure`.
   */
  leftovers?(inUse: readonly string[], signal: AbortSignal): Promise<readonly Leftover[]>;
  /** True for addresses that a link check may ask although they are private: the destination's own server. */
  ownsAddress?(url: URL): boolean;
}

/** This computer's own server, as providers see it. */
export interface ShareServer {
  /** Starts the server where needed and gives the link under which the payload can be downloaded from now on. */
  share(payload: Payload, share: { uploadId: string; expiresAt: number | null }): Promise<{ link: string }>;
  /** Ends the upload's share; its link answers 410 from now on. */
  stop(uploadId: string): void;
}

/** What providers get from the program. */
export interface Services {
  readonly net: Net;
  readonly clock: () => number;
  /** The server of this computer, started on first use. */
  readonly shareServer: ShareServer;
  /**
   * A hash of what is sent, lower-case hex; SHA-256 of all of it unless another is wished for. Off the main thread, one
   * at a time; SHA-256 takes some 4 s per GiB. Fails with `source-changed`, `source-unreadable` or `cancelled`.
   */
  hash(payload: Payload, signal: AbortSignal, wish?: Omit<HashWish, 'patches'>): Promise<string>;
}

/** How the user signs in with a browser: agrees there, is shown a code, and pastes it. */
export interface SignIn<Settings> {
  /**
   * Where the user agrees (https), and what `finish` needs besides the code; kept in memory only.
   * Fails with `settings-invalid`.
   */
  begin(settings: Settings): { readonly url: URL; readonly state: string };
  /** The secrets that the code is good for, by field. Fails with an `UploadFailure`, as `auth` for a wrong code. */
  finish(
    settings: Settings,
    pasted: { readonly code: string; readonly state: string },
    use: { readonly services: Services; readonly signal: AbortSignal },
  ): Promise<Secrets>;
}

/** How a host that has no certificate shows who it is: the user compares it once, and it is pinned in a setting. */
export interface HostIdentity<Settings> {
  /** The setting that holds what was agreed to; '' until then, and uploads fail with `host-identity`. */
  readonly setting: string;
  /** Asks the host for it, as it is now, without signing in. Fails with an `UploadFailure`. */
  ask(settings: Settings, use: { readonly services: Services; readonly signal: AbortSignal }): Promise<string>;
}

export interface Provider<Settings = unknown> {
  /** Stable, kebab-case; stored in settings and rows. */
  readonly id: string;
  readonly name: string;
  /** Null where there is no host. */
  readonly homepage: string | null;
  /** Defaults make `{}` valid for keyless hosts. No secret is among them. */
  readonly settings: z.ZodType<Settings>;
  readonly secretFields: readonly SecretField[];
  /** Why it is not among the hosts that the public chain tries, in a sentence; null where it may be. */
  readonly offBecause?: string;
  /** @param has tells which secrets the destination has, by field */
  traits(settings: Settings, has: (field: string) => boolean): Traits;
  /**
   * The field of a secret that these settings need and that is not there, null where all are; by default the first
   * required one that is missing.
   */
  missingSecret?(settings: Settings, has: (field: string) => boolean): string | null;
  /** True where these settings name credentials that are kept elsewhere, as by an SSH agent; none by default. */
  keysElsewhere?(settings: Settings): boolean;
  /** True where uploads that broke off may leave something behind, which its connections list as `leftovers`. */
  readonly leavesParts?: true;
  readonly signIn?: SignIn<Settings>;
  readonly hostIdentity?: HostIdentity<Settings>;
  /** Servers that an upload talks to, as far as the settings tell; a check looks at each. Empty for this computer. */
  servers(settings: Settings): readonly URL[];
  /** No secret is missing among `secrets`. */
  connect(settings: Settings, secrets: Secrets, services: Services): Connection;
}
