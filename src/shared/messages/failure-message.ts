/** Turns a failure into one plain sentence and the next step. */
import type { Failure } from '../failure.ts';
import type { Who } from './en/failures.ts';
import { formatBytes, formatDuration, formatOverLimit } from './format.ts';
import { plainName } from './plain-name.ts';
import { settingName } from './setting-name.ts';
import { spoken, type Tongue } from './tongue.ts';

/** What can be done about a failure. */
export type StepAction =
  | 'retry'
  | 'share-here'
  | 'choose-again'
  | 'send-elsewhere'
  | 'add-destination'
  | 'enter-key'
  | 'sign-in'
  | 'open-settings'
  | 'open-destination';

export interface Step {
  readonly label: string;
  readonly action: StepAction;
}

export interface FailureMessage {
  readonly sentence: string;
  readonly step: Step | null;
}

export interface FailureContext {
  /** Label of the destination it happened at; without it the failure's host is named. */
  readonly destination?: string | null;
  /** The most that any destination of the chain takes; null where one of them takes all. */
  readonly chainMaxBytes?: number | null;
}

/** The sentence and the next step for a failure. */
export function failureMessage(
  failure: Failure,
  context: FailureContext = {},
  tongue: Tongue = spoken(),
): FailureMessage {
  const host = 'host' in failure ? failure.host : '';
  const name = context.destination || host;
  const who = name === '' ? tongue.words.someDestination : { start: name, within: name, to: name };
  return {
    sentence: failureSentence(failure, who, context.chainMaxBytes ?? null, tongue),
    step: nextStep(failure, context.chainMaxBytes ?? null, tongue),
  };
}

/** The sentence alone, about `who`. */
export function failureSentence(failure: Failure, who: Who, chainMaxBytes: number | null, tongue: Tongue): string {
  const say = tongue.words.failures;
  switch (failure.kind) {
    case 'offline':
      return say.offline;
    case 'dns':
      return say.dns(who);
    case 'tls':
      return say.tls(who);
    case 'proxy':
      return say.proxy(who);
    case 'timeout':
      return say.timeout(who, formatDuration(failure.afterMs, tongue));
    case 'stalled':
      return say.stalled(who, formatDuration(failure.afterMs, tongue));
    case 'connection':
      return say.connection(who);
    case 'cut-while-sending':
      return say.cut(who, formatBytes(failure.sentBytes, tongue));
    case 'rate-limited':
      return failure.retryAfterMs === null
        ? say.rateLimitedSomeTime(who)
        : say.rateLimited(who, formatDuration(failure.retryAfterMs, tongue));
    case 'server':
      return say.server(who, failure.status);
    case 'quota':
      return say.quota(who);
    case 'auth':
      return say.auth(who);
    case 'forbidden':
      return say.forbidden(who);
    case 'not-found':
      return say.notFound(who);
    case 'bad-request':
      return say.badRequest(who, failure.status);
    case 'too-large':
      return tooLarge(failure, who, chainMaxBytes, tongue);
    case 'type-refused':
      return typeRefused(failure.type, who, tongue);
    case 'empty-refused':
      return who === tongue.words.someDestination ? say.emptyRefusedByAll : say.emptyRefused(who);
    case 'content-blocked':
      return say.contentBlocked(who);
    case 'name-taken':
      return say.nameTaken(who, plainName(failure.name));
    case 'bad-answer':
      return say.badAnswer(who);
    case 'bad-proof':
      return failure.why === 'closed' ? say.linkClosed(who) : say.badProof[failure.why];
    case 'clock-skew':
      return say.clockSkew(who, formatDuration(Math.abs(failure.offByMs), tongue));
    case 'host-identity':
      return failure.why === 'first' ? say.hostUnknown(who) : say.hostIdentity(who);
    case 'source-changed':
      return say.sourceChanged;
    case 'source-unreadable':
      return say.sourceUnreadable[failure.why];
    case 'disk-full':
      return say.diskFull;
    case 'settings-invalid':
      return settingInvalid(failure, tongue);
    case 'secret-unavailable':
      return say.secretUnavailable[failure.why];
    case 'consent-refused':
      return failure.about ? say.fileRefused[failure.about] : say.consentRefused;
    case 'cancelled':
      return say.cancelled;
    case 'bug':
      return say.bug;
  }
}

type TooLarge = Extract<Failure, { kind: 'too-large' }>;

function isOverChain(failure: TooLarge, chainMaxBytes: number | null): chainMaxBytes is number {
  return chainMaxBytes !== null && failure.sizeBytes > chainMaxBytes;
}

function tooLarge(failure: TooLarge, who: Who, chainMaxBytes: number | null, tongue: Tongue): string {
  const say = tongue.words.failures;
  if (isOverChain(failure, chainMaxBytes)) {
    const { size, limit } = formatOverLimit(failure.sizeBytes, chainMaxBytes, tongue);
    return say.tooLargeForChain(size, limit);
  }
  // A host may refuse a size below the limit it names: then the limit explains nothing.
  if (failure.limitBytes === null || failure.limitBytes >= failure.sizeBytes) {
    return say.tooLargeNoLimit(who, formatBytes(failure.sizeBytes, tongue));
  }
  const { size, limit } = formatOverLimit(failure.sizeBytes, failure.limitBytes, tongue);
  return say.tooLarge(who, size, limit);
}

function typeRefused(type: string, who: Who, tongue: Tongue): string {
  const say = tongue.words.failures;
  const plain = plainName(type).replace(/^\./, '');
  if (plain === '') return say.someTypeRefused(who);
  return say.typeRefused(who, plain.includes('/') ? plain : `.${plain}`);
}

type SettingInvalid = Extract<Failure, { kind: 'settings-invalid' }>;

function settingInvalid({ field, expected }: SettingInvalid, tongue: Tongue): string {
  const say = tongue.words.failures;
  if (expected !== undefined) {
    const told = plainName(expected);
    return field === 'region' ? say.otherRegion(told) : say.settingExpected(plainName(field), told);
  }
  switch (field) {
    case '':
      return say.someSettingInvalid;
    case 'chain':
    case 'destination':
    case 'interface':
    case 'port':
    case 'proxy':
    case 'Start at login':
    case 'the whole file':
    case 'history':
    case 'damaged-history':
      return say.knownSettings[field];
    default:
      return say.settingsInvalid(settingName(field, tongue.words) ?? plainName(field));
  }
}

function nextStep(failure: Failure, chainMaxBytes: number | null, tongue: Tongue): Step {
  const label = tongue.words.steps;
  switch (failure.kind) {
    case 'offline':
    case 'dns':
    case 'proxy':
    case 'timeout':
    case 'stalled':
    case 'connection':
    case 'cut-while-sending':
    case 'clock-skew':
    case 'disk-full':
    case 'bug':
      return { action: 'retry', label: label.tryAgain };
    case 'secret-unavailable':
      return failure.why === 'missing'
        ? { action: 'enter-key', label: label.enterKey }
        : { action: 'retry', label: label.tryAgain };
    case 'bad-proof':
      return failure.why === 'closed'
        ? { action: 'open-destination', label: label.checkAddress }
        : { action: 'retry', label: label.sendAgain };
    case 'host-identity':
      return { action: 'open-destination', label: label.compareIdentity };
    case 'source-changed':
    case 'cancelled':
      return { action: 'retry', label: label.sendAgain };
    case 'tls':
    case 'rate-limited':
    case 'server':
    case 'quota':
    case 'forbidden':
    case 'not-found':
    case 'bad-request':
    case 'type-refused':
    case 'empty-refused':
    case 'content-blocked':
    case 'name-taken':
    case 'bad-answer':
      return { action: 'send-elsewhere', label: label.sendElsewhere };
    case 'too-large':
      return isOverChain(failure, chainMaxBytes) || chainMaxBytes === null
        ? { action: 'add-destination', label: label.addDestination }
        : { action: 'send-elsewhere', label: label.sendElsewhere };
    case 'auth':
      return { action: 'enter-key', label: label.enterKey };
    case 'source-unreadable':
      return failure.why === 'not-a-file' || failure.why === 'empty-folder'
        ? { action: 'choose-again', label: label.chooseAnother }
        : { action: 'choose-again', label: label.chooseAgain };
    case 'settings-invalid':
      return { action: 'open-settings', label: label.openSettings };
    case 'consent-refused':
      return { action: 'share-here', label: label.shareHere };
  }
}
