/** What the picker says of a destination under its name: its terms, or what hinders it. */
import {
  failureMessage,
  formatLimit,
  formatOverLimit,
  healthLine,
  retentionName,
  scopeName,
} from '../../../shared/messages/index.ts';
import type { DestinationView } from '../../../shared/model.ts';
import type { StopOffer } from '../../../shared/sending.ts';
import { inTurn } from '../../state/conditions.ts';
import { sendingWords, tongue } from '../../ui/words.ts';

const say = sendingWords.picker;

export interface StopLine {
  readonly line: string;
  readonly hindered: boolean;
}

interface Around {
  /** It is about one upload: what is too short there can be agreed to. */
  readonly ofUpload: boolean;
  /** The files are known. */
  readonly ofFiles: boolean;
  readonly onNetwork: boolean;
  /** Epoch ms. */
  readonly now: number;
}

export function lineOfStop(
  stop: DestinationView,
  offer: StopOffer,
  { ofUpload, ofFiles, onNetwork, now }: Around,
): StopLine {
  const { refused } = offer;
  if (refused && refused.count === refused.of) return { line: refusalLine(refused, stop), hindered: true };
  if (offer.tooShort && !ofUpload) return { line: tooShortLine(stop), hindered: true };
  if (isLeftAlone(stop, now)) return { line: sentence(healthLine(stop.health, now, tongue).text), hindered: true };
  const terms = termsOf(stop, { ofFiles, onNetwork });
  if (refused) return { line: `${terms} · ${say.someGoOn(refused.count)}`, hindered: false };
  return { line: offer.tooShort ? `${terms} · ${tooShortLine(stop)}` : terms, hindered: false };
}

/** Others would be tried before it. */
function isLeftAlone(stop: DestinationView, now: number): boolean {
  const other = { ...stop, health: { ...stop.health, state: 'working' as const } };
  return inTurn([stop, other], now)[0] !== stop;
}

function termsOf(
  { scope, retention, maxBytes }: DestinationView,
  { ofFiles, onNetwork }: Pick<Around, 'ofFiles' | 'onNetwork'>,
): string {
  const { facts } = tongue.words;
  if (scope === 'local') return onNetwork ? facts.localLinkMore : facts.loopbackLinkMore;
  // What it takes of known files is told by itself.
  const limit = maxBytes === null || ofFiles ? [] : [say.upTo(formatLimit(maxBytes, tongue))];
  return [scopeName(scope, tongue), retentionName(retention, tongue), ...limit].join(' · ');
}

function refusalLine({ failure, of }: NonNullable<StopOffer['refused']>, stop: DestinationView): string {
  if (failure.kind === 'too-large' && failure.limitBytes !== null) {
    const { size, limit } = formatOverLimit(failure.sizeBytes, failure.limitBytes, tongue);
    return of === 1 ? say.takesUpTo(limit, size) : say.takesUpToOne(limit, size);
  }
  return failureMessage(failure, { destination: stop.label }, tongue).sentence;
}

function tooShortLine({ retention }: DestinationView): string {
  return retention.kind === 'fixed' ? say.keepsOnly(retentionName(retention, tongue)) : say.keepsShorter;
}

function sentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase(tongue.locale) + text.slice(1);
}

/** "litterbox would keep it for 3 days only." */
export function tooShortSentence({ label, retention }: DestinationView): string {
  const { states } = tongue.words;
  return retention.kind === 'fixed'
    ? states.wouldKeep(label, retentionName(retention, tongue))
    : states.wouldKeepShorter(label);
}
