/** What the conformance suite must know of a provider besides its traits, and of what it is tried against. */
import type { StandIn } from '../../../lab/lab.ts';
import type { BodySent, FailureKind } from '../../shared/failure.ts';
import type { Proof } from '../../shared/model.ts';
import type { Secrets, ShareServer } from './provider.ts';

/** What is on the other side: a stand-in of the lab, or a server that can be asked the same. */
export type FarSide = Pick<StandIn, 'settings' | 'uploads' | 'requests' | 'fail' | 'heal'> & {
  /** The key that it takes, null where it wants none. */
  readonly key: string | null;
};

/** A file as it came in at the other side. */
export interface Arrived {
  /** As it was told there. */
  readonly name: string;
  readonly size: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

export interface Started {
  readonly standIn: FarSide;
  /** Where the file stays on this computer. */
  readonly shareServer?: ShareServer;
  /** What is behind a link; the last of the stand-in's uploads by default. */
  arrived?(link: string): Promise<Arrived>;
  stop(): Promise<void>;
}

/** A part of the suite that not every provider can be asked to pass. */
export type Topic =
  /** A file that is on its way for a while: progress, cancel at half. */
  | 'sending'
  /** HTTP statuses that the other side answers with. */
  | 'statuses'
  /** Refusals of a file for its size. */
  | 'limits'
  /** Connections that break. */
  | 'cuts'
  /** The other side takes a file whole and then says nothing, or hangs up. */
  | 'unanswered'
  /** Successes without a link. */
  | 'answers'
  /** Anybody who follows the link gets the bytes. */
  | 'download'
  /** The link is asked, and a lost file found out. */
  | 'proof'
  /** Wrong secrets are told apart. */
  | 'wrong-secret'
  /** The host can be asked whether the secrets are good. */
  | 'check-credentials';

/** A case in which a host may speak its own way. */
export type Case =
  | 'empty'
  | 'wrong-secret'
  | 'wrong-handle'
  | 'over-limit'
  | 'limit-linger'
  | 'limit-after-body'
  | 'rate-limit'
  | 'refuse'
  | `status-${number}`;

export interface ConformanceTarget {
  /** Tells several targets of one provider apart, such as "with a user hash". */
  readonly label?: string;
  start(): Promise<Started>;
  /** On top of the stand-in's own settings, which count where both name one. Alone they must be valid. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Good secrets; `key` is the stand-in's, empty where it wants none. The names must not depend on it. */
  readonly secrets?: (key: string) => Secrets;
  /** What does not apply here although the traits do not say so, and why: the rest of "not tried: …, because …". */
  readonly cannot?: Readonly<Partial<Record<Topic, string>>>;
  /** Failures that are others than usual here, and why; for `wrong-handle` the usual is none. */
  readonly differs?: Readonly<Partial<Record<Case, { readonly kind: FailureKind; readonly because: string }>>>;
  /** What the host is told, or keeps, of a file's name; the name itself by default. */
  expectedName?(name: string): string;
  /** What a link's path must look like besides; by default any that is properly encoded. */
  readonly linkPath?: RegExp;
  /** What a link's query must look like; by default it has none. */
  readonly linkQuery?: RegExp;
  /** How an upload is proved where nothing goes wrong; by default the size by the link, as the traits allow. */
  readonly proof?: Proof;
  /** `name-taken` where a second file of a name is refused; by default it gets a link of its own. */
  readonly sameName?: 'another-link' | 'name-taken';
  /** Where the host tells the link, "METHOD /path", if not in answer to the file; how much is out when it does. */
  readonly linkTold?: { readonly at: RegExp; readonly sent: BodySent };
  /** Answers with status 200 that hold no link of the host's own, in its format. */
  readonly notALink?: readonly string[];
  /** Size for the test that resumes, bytes; 40 MiB by default. */
  readonly resumeBytes?: number;
}
