/** What the user's rules make of a look at a file: in which form a destination gets it, and what has to be asked before. */
import type { GuardQuestion, Scope, SecretKind } from '../../shared/model.ts';
import type { LocationRemoval, Preferences } from '../../shared/preferences.ts';
import type { LocationAnswer } from '../guard/location.ts';
import { patchedPayload } from '../net/patched-payload.ts';
import type { Payload } from '../net/payload.ts';
import type { UploadJob } from '../store/upload-reader.ts';
import { type Look, type LookAt, nothingSeen } from './file-look.ts';
import type { RunControl } from './run-control.ts';

export type GuardRules = Pick<Preferences, 'removeLocation' | 'askForSecretFiles'>;

/** What a file is sent as. */
export interface Form {
  readonly payload: Payload;
  /** Names its bytes; null where they are the file's own. */
  readonly transform: string | null;
}

/** A question of the guard's, with what the user has to know to answer it. */
export type GuardAsked =
  | {
      readonly why: 'location';
      readonly format: string;
      readonly because: Extract<LocationAnswer, { kind: 'unreadable' }>['why'];
      readonly seen: boolean;
    }
  | { readonly why: 'secret-file'; readonly looksLike: SecretKind };

/** A file as the rules let it go, by the scope of where it goes. */
export interface Guarded {
  formAt(scope: Scope): Form;
  /** Null where nothing has to be asked, or was agreed to. */
  questionAt(scope: Scope): GuardAsked | null;
  /** What the file itself tells of the place where it was made; null for nothing that we know of. */
  readonly location: 'found' | 'unreadable' | null;
}

export interface GuardDeps {
  readonly look: LookAt;
  /** As they are now. */
  readonly guardRules: () => GuardRules;
}

/** What the rules of one upload depend on. */
type Ruled = Pick<UploadJob, 'keepLocation' | 'goAhead'>;

/** Looks at the payload's file, and applies the rules of now. Fails as the look does. */
export async function guard(
  job: Ruled,
  payload: Payload,
  control: Pick<RunControl, 'signal' | 'aside'>,
  { look, guardRules }: GuardDeps,
): Promise<Guarded> {
  return guardedBy(guardRules(), job, payload, await look(payload, control));
}

/** The same, without a look where no rule asks for one. */
export async function guardWhereNeeded(...[job, payload, control, deps]: Parameters<typeof guard>): Promise<Guarded> {
  const rules = deps.guardRules();
  const needed = removalOf(rules, job) !== 'never' || asksForSecrets(rules, job);
  return needed ? guard(job, payload, control, deps) : guardedBy(rules, job, payload, nothingSeen);
}

export function guardedBy(rules: GuardRules, job: Ruled, payload: Payload, look: Look): Guarded {
  const { location, secret, transform } = look;
  const own: Form = { payload, transform: null };
  const cleaned: Form | null =
    location.kind === 'found' ? { payload: patchedPayload(payload, location.patches), transform } : null;
  const removal = removalOf(rules, job);
  return {
    location: location.kind === 'none' ? null : location.kind,
    formAt: (scope) => (cleaned && isDue(removal, scope) ? cleaned : own),
    questionAt(scope) {
      if (secret && scope !== 'local' && asksForSecrets(rules, job)) return { why: 'secret-file', looksLike: secret };
      const isStuck = location.kind === 'unreadable' && isDue(removal, scope) && !agreed(job, 'location');
      if (!isStuck) return null;
      const { format, why: because, what } = location;
      return { why: 'location', format, because, seen: what.length > 0 };
    },
  };
}

/** True where the place has to be removed for those who can get at the file there. */
function isDue(removal: LocationRemoval, scope: Scope): boolean {
  return removal === 'always' || (removal === 'public' && scope === 'public');
}

function removalOf({ removeLocation }: GuardRules, { keepLocation }: Ruled): LocationRemoval {
  return keepLocation ? 'never' : removeLocation;
}

function asksForSecrets({ askForSecretFiles }: GuardRules, job: Ruled): boolean {
  return askForSecretFiles && !agreed(job, 'secret-file');
}

function agreed({ goAhead }: Ruled, question: GuardQuestion): boolean {
  return goAhead.includes(question);
}
