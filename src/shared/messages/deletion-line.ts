/** What became of the wish to delete at a host what it was given. */
import type { Failure } from '../failure.ts';
import type { ReceiptView } from '../model.ts';
import { failureMessage } from './failure-message.ts';
import { spoken, type Tongue } from './tongue.ts';

/** One line; null where nobody wished it. */
export function deletionLine(
  { deletion, destinationLabel: at }: Pick<ReceiptView, 'deletion' | 'destinationLabel'>,
  tongue: Tongue = spoken(),
): string | null {
  const say = tongue.words.deletion;
  switch (deletion.kind) {
    case 'asked':
      return say.asked(at);
    case 'deleted':
      return say.deleted(at);
    case 'unconfirmed':
      return say.unconfirmed(deletionReason(deletion.failure, at, tongue));
    case 'possible':
    case 'impossible':
    case 'elsewhere':
      return null;
  }
}

/** Why the destination of this label did not confirm it, in a sentence. */
export function deletionReason(failure: Failure, at: string, tongue: Tongue = spoken()): string {
  const say = tongue.words.deletion.reasons;
  switch (failure.kind) {
    case 'forbidden':
      return say.forbidden(at);
    case 'not-found':
      return say.notFound(at);
    case 'bad-request':
      return say.badRequest(at, failure.status);
    case 'settings-invalid':
      return say.otherSettings(at);
    default:
      return failureMessage(failure, { destination: at }, tongue).sentence;
  }
}
