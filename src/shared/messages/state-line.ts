/** The quiet line under a file's name: what is going on with it, in words. */
import type { Failure } from '../failure.ts';
import type { DestinationId } from '../ids.ts';
import type { Consent, DestinationView, ReceiptView, UploadView, Wait } from '../model.ts';
import { deletionLine } from './deletion-line.ts';
import { chainMaxBytes, scopeName } from './destination-facts.ts';
import { failureMessage } from './failure-message.ts';
import { formatBytes, formatBytesOf, formatDuration, formatPeriod } from './format.ts';
import { formatMoment } from './moments.ts';
import { spoken, type Tongue } from './tongue.ts';

export type Described = Pick<UploadView, 'state' | 'size' | 'sentBytes' | 'receipt' | 'copiesMayRemainAt' | 'location'>;
export type KnownDestination = Pick<DestinationView, 'id' | 'label' | 'scope' | 'maxBytes' | 'retention'>;

const dot = ' · ';

/**
 * The line for an upload's state at `now` (epoch ms). `destinations` are those of the chain in their order, and this
 * computer.
 */
export function stateLine(
  upload: Described,
  destinations: readonly KnownDestination[],
  now: number,
  tongue: Tongue = spoken(),
): string {
  const say = tongue.words.states;
  const { state, size, sentBytes } = upload;
  const label = (id: DestinationId) => labelOf(id, destinations, tongue);
  const amount = size === null ? null : formatBytesOf(sentBytes, size, tongue);
  switch (state.name) {
    case 'preparing':
      return say.preparing;
    case 'queued':
      return joined([say.queued, size === null ? null : formatBytes(size, tongue), say.queuedUntil]);
    case 'running':
      if (state.phase === 'finishing') return say.finishing(label(state.at));
      if (state.phase === 'verifying') return say.verifying;
      return joined([say.sending(label(state.at)), amount]);
    case 'waiting':
      return waitLine(state.wait, destinations, now, tongue);
    case 'paused':
      if (amount === null) return say.paused;
      return sentBytes === 0 ? say.pausedAtNothing : say.pausedAt(amount);
    case 'done':
      return doneLine(upload, now, tongue);
    case 'failed': {
      const context = {
        destination: state.at === null ? null : label(state.at),
        chainMaxBytes: chainMaxBytes(destinations),
      };
      return withCopies(failureMessage(state.failure, context, tongue).sentence, upload, ' ', tongue);
    }
    case 'cancelled':
      return upload.copiesMayRemainAt.length === 0
        ? say.cancelled
        : say.cancelledCopyLeft(tongue.words.units.all(upload.copiesMayRemainAt));
  }
}

function labelOf(id: DestinationId, destinations: readonly KnownDestination[], tongue: Tongue): string {
  return destinations.find((one) => one.id === id)?.label ?? tongue.words.someDestination.within;
}

function joined(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(dot);
}

function withCopies(line: string, upload: Described, gap: string, tongue: Tongue): string {
  if (upload.copiesMayRemainAt.length === 0) return line;
  const copies = tongue.words.states.copyLeft(tongue.words.units.all(upload.copiesMayRemainAt));
  return gap === dot ? `${line}${gap}${copies}` : `${line}${gap}${copies}.`;
}

function waitLine(wait: Wait, destinations: readonly KnownDestination[], now: number, tongue: Tongue): string {
  const say = tongue.words.states;
  const label = (id: DestinationId) => labelOf(id, destinations, tongue);
  switch (wait.what) {
    case 'rate-limit':
    case 'back-off': {
      // One that is gone since does not come.
      const last = destinations.find(({ id }) => id === wait.lastBefore)?.label ?? null;
      const left = wait.until <= now ? null : formatDuration(wait.until - now, tongue);
      if (wait.what === 'rate-limit') return say.rateLimit(label(wait.at), left, last);
      return say.backOff(reasonOf(wait.failure, label(wait.at), tongue), left, last);
    }
    case 'network':
      return say.network;
    case 'consent':
      return consentLine(wait, destinations, tongue);
    case 'sign-in':
      return say.signIn(label(wait.at));
    case 'disk':
      return say.disk;
    case 'already-online': {
      const since = say.alreadyOnline(label(wait.at), formatMoment(wait.since, now, tongue));
      return joined([since, wait.expiresAt === null ? null : say.until(formatMoment(wait.expiresAt, now, tongue))]);
    }
    case 'undo': {
      const to = destinations[0]?.label ?? tongue.words.someDestination.within;
      return wait.until <= now ? say.undoNow(to) : say.undo(to, formatDuration(wait.until - now, tongue));
    }
  }
}

/** A failure as the first half of a sentence. */
function reasonOf(failure: Failure, at: string, tongue: Tongue): string {
  if (failure.kind === 'timeout') return tongue.words.states.noAnswer(at);
  return failureMessage(failure, { destination: at }, tongue).sentence.replace(/\.$/, '');
}

function consentLine(wait: Consent, destinations: readonly KnownDestination[], tongue: Tongue): string {
  const say = tongue.words.states;
  const to = destinations.find((one) => one.id === wait.to);
  const toLabel = to?.label ?? tongue.words.someDestination.start;
  const from = wait.from === null ? null : labelOf(wait.from, destinations, tongue);
  const reason =
    wait.failure !== null
      ? failureMessage(wait.failure, { destination: from }, tongue).sentence
      : from !== null
        ? say.cannotTake(from)
        : null;
  return [reason, guardLine(wait, tongue), consequence()].filter((part) => part !== null).join(' ');

  function consequence(): string {
    if (wait.why === 'shorter') {
      return to?.retention.kind === 'fixed'
        ? say.wouldKeep(toLabel, formatPeriod(to.retention.ms, tongue))
        : say.wouldKeepShorter(toLabel);
    }
    switch (to?.scope) {
      case 'local':
        return say.wouldBeLocal(toLabel);
      case 'account':
        return say.wouldBeAccount(toLabel);
      case 'public':
      case undefined:
        return say.wouldBePublic(toLabel);
    }
  }
}

/** What the guard found in the file; null where the question is not its own. */
function guardLine(wait: Consent, tongue: Tongue): string | null {
  const say = tongue.words.states;
  switch (wait.why) {
    case 'secret-file':
      return say.looksLike[wait.looksLike];
    case 'location': {
      const { because, format, seen } = wait;
      const stays =
        because === 'format' ? say.placeStays.format(say.kinds[format] ?? say.otherKind) : say.placeStays[because];
      return `${seen ? say.tellsPlace : say.mayTellPlace} ${stays}`;
    }
    case 'wider':
    case 'shorter':
      return null;
  }
}

function doneLine(upload: Described, now: number, tongue: Tongue): string {
  const { receipt, size } = upload;
  const bytes = size === null ? null : formatBytes(size, tongue);
  if (receipt === null) return joined([bytes]);
  const deletion = deletionLine(receipt, tongue);
  if (receipt.deletion.kind === 'unconfirmed' && deletion !== null) return withCopies(deletion, upload, ' ', tongue);
  return withCopies(
    deletion !== null
      ? joined([deletion, bytes])
      : joined([
          receipt.destinationLabel,
          bytes,
          reach(receipt, tongue),
          ...terms(receipt, now, tongue),
          upload.location && tongue.words.states.location[upload.location],
        ]),
    upload,
    dot,
    tongue,
  );
}

function reach(receipt: ReceiptView, tongue: Tongue): string {
  const say = tongue.words.states;
  if (receipt.share === null) return scopeName(receipt.scope, tongue);
  if (receipt.share.stopped) return say.notSharedAnyMore;
  return receipt.share.reach === 'loopback' ? say.opensOnlyHere : say.opensOnNetwork;
}

/** How long the link lasts and whether anyone looked. A share ends when its user says so: its line names no end. */
function terms(receipt: ReceiptView, now: number, tongue: Tongue): (string | null)[] {
  const say = tongue.words.states;
  if (receipt.share?.stopped) return [];
  const ended = receipt.expiresAt !== null && receipt.expiresAt <= now;
  const unchecked =
    receipt.proof.kind !== 'unverified'
      ? null
      : receipt.proof.why === 'unreachable'
        ? say.notCheckedFromHere
        : say.notChecked;
  if (receipt.expiresAt !== null) {
    const moment = formatMoment(receipt.expiresAt, now, tongue);
    const until = receipt.share === null ? say.until(moment) : null;
    return [ended ? say.gone(moment) : until, unchecked];
  }
  return [unchecked ?? (receipt.share === null && receipt.scope === 'public' ? say.noEnd : null)];
}
