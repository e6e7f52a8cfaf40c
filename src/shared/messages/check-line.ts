/** Says what a step of a check found, and what the check left behind. */
import type { CheckFact, CheckReport, CheckStep } from '../check.ts';
import { firstFailed, verdictOf } from '../check-verdict.ts';
import { retentionName } from './destination-facts.ts';
import { failureMessage } from './failure-message.ts';
import { formatBytes } from './format.ts';
import { formatMoment } from './moments.ts';
import { plainName } from './plain-name.ts';
import { spoken, type Tongue } from './tongue.ts';

/** Bytes of the file that a check sends. */
export const checkFileBytes = 1_024;

export interface CheckLineContext {
  /** The destination's label. */
  readonly label: string;
  /** Epoch ms. */
  readonly now: number;
}

/** One sentence or more for a step that is over: no path, no link, no secret. */
export function checkStepLine(step: CheckStep, context: CheckLineContext, tongue: Tongue = spoken()): string {
  const say = tongue.words.check;
  switch (step.state) {
    case 'skipped':
      return say.skipped[step.why];
    case 'failed':
      return failedLine(step, context, tongue);
    case 'ok':
      break;
  }
  if (step.name === 'settings') return say.settingsOk;
  if (step.name === 'credentials') return say.credentialsOk;
  if (step.name === 'delete') return say.deleted;
  return [...new Set(step.facts.map((fact) => factLine(fact, context, tongue)))].join(' ');
}

function failedLine(
  { name, failure }: Extract<CheckStep, { state: 'failed' }>,
  { label }: CheckLineContext,
  tongue: Tongue,
): string {
  const say = tongue.words.check;
  const { sentence } = failureMessage(failure, { destination: plainName(label) }, tongue);
  if (name === 'delete') return say.notDeleted(sentence);
  if (name === 'read-back' && failure.kind === 'connection') return say.linkClosed;
  // Only what our own libraries say: a host's text may hold a link.
  const own = failure.kind === 'tls' || failure.kind === 'proxy' || failure.kind === 'connection';
  return own && failure.detail !== '' ? say.because(sentence, plainName(failure.detail)) : sentence;
}

function factLine(fact: CheckFact, { now }: CheckLineContext, tongue: Tongue): string {
  const say = tongue.words.check;
  switch (fact.kind) {
    case 'addresses':
      return say.addresses(fact.host, tongue.words.units.all(fact.addresses));
    case 'way':
      return fact.proxy === null ? say.straight(fact.host) : say.through(fact.host, fact.proxy);
    case 'certificate': {
      const until = fact.expiresAt === null ? null : formatMoment(fact.expiresAt, now, tongue);
      return say.certificate(fact.host, fact.issuer && plainName(fact.issuer), until);
    }
    case 'clock':
      return say.clockRight;
    case 'sent':
      return say.sent(formatBytes(fact.bytes, tongue));
    case 'proof':
      return say.proofs[fact.proof.kind];
  }
}

/** What stays at the host; null where nothing does. */
export function leftBehindLine(
  { left }: Pick<CheckReport, 'left'>,
  now: number,
  tongue: Tongue = spoken(),
): string | null {
  const say = tongue.words.check.left;
  const size = formatBytes(checkFileBytes, tongue);
  switch (left.kind) {
    case 'nothing':
      return null;
    case 'perhaps':
      return say.perhaps(size);
    case 'file':
      return left.until === null
        ? say.kept(size, retentionName(left.retention, tongue))
        : say.until(size, formatMoment(left.until, now, tongue));
  }
}

/** "Works.", "Failed: secure connection.", "Stopped." */
export function checkVerdictLine(report: Pick<CheckReport, 'steps'>, tongue: Tongue = spoken()): string {
  const say = tongue.words.check;
  const failed = firstFailed(report);
  if (failed) return say.failedAt(say.steps[failed.name]);
  return verdictOf(report) === 'stopped' ? say.verdicts.stopped : say.verdicts.fine;
}
