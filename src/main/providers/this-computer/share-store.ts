/** Where shares are kept: the database in the app, a map for the command line and for tests. */
import type { PinnedSource } from '../../net/payload.ts';

/** A file of this computer that can be downloaded under a link of its own. Times in epoch ms. */
export interface Share {
  /** 128 random bits, base64url: whoever knows it may download. */
  readonly token: string;
  readonly uploadId: string;
  /** The last segment of the link; well-formed Unicode, otherwise data. */
  readonly name: string;
  readonly mime: string;
  /** What the link's bytes are; it never changes for a share, so the token alone identifies the bytes. */
  readonly source: PinnedSource;
  /** The form in which the source is given; null for its own bytes. */
  readonly transform: string | null;
  /** The interface that the user had chosen; a share stays on it. */
  readonly interfaceId: string;
  /** Address and port as the link names them (`127.0.0.1:41234`, `[fd00::2]:41234`); nothing else serves this share. */
  readonly host: string;
  /** Null where only `stop` ends it. */
  readonly expiresAt: number | null;
  readonly downloads: number;
  readonly stoppedAt: number | null;
  readonly createdAt: number;
}

export interface ShareStore {
  /** Keeps a new share; durable when it returns. The token is new; the upload may have had shares before. */
  add(share: Share): void;
  /** Exact match, stopped and expired shares included. */
  byToken(token: string): Share | null;
  /** The upload's share that was added last, stopped and expired ones included. */
  byUpload(uploadId: string): Share | null;
  /** Adds one to the share's downloads; nothing where there is no such share. */
  countDownload(token: string): void;
  /** Ends the share at `at`; one that was stopped before keeps its time. */
  stop(token: string, at: number): void;
  /** Shares that are neither stopped nor expired at `now`, oldest first. */
  active(now: number): readonly Share[];
}

/** True while the share's link gives its file. */
export function isActive(share: Share, now: number): boolean {
  return share.stoppedAt === null && (share.expiresAt === null || now < share.expiresAt);
}

/** The address under which the share is downloaded. */
export function linkOf(share: Pick<Share, 'host' | 'token' | 'name'>): string {
  return `http://${share.host}/${share.token}/${encodeURIComponent(share.name)}`;
}

/** Shares that end with the process. */
export function memoryShares(): ShareStore {
  const shares = new Map<string, Share>();
  const change = (token: string, next: (share: Share) => Share): void => {
    const share = shares.get(token);
    if (share !== undefined) shares.set(token, next(share));
  };
  return {
    add: (share) => {
      shares.set(share.token, share);
    },
    byToken: (token) => shares.get(token) ?? null,
    byUpload: (uploadId) => [...shares.values()].findLast((share) => share.uploadId === uploadId) ?? null,
    countDownload: (token) => change(token, (share) => ({ ...share, downloads: share.downloads + 1 })),
    stop: (token, at) => change(token, (share) => ({ ...share, stoppedAt: share.stoppedAt ?? at })),
    active: (now) => [...shares.values()].filter((share) => isActive(share, now)),
  };
}
