/** What went wrong with one of several requests that bring a file to its host. */
import { type Failure, UploadFailure } from '../../shared/failure.ts';

/** A stretch's failure as one of the whole file, of which `before` bytes had left already; any other error as it is. */
export function stretchFailure(error: unknown, before: number): unknown {
  if (!(error instanceof UploadFailure)) return error;
  const { failure, cause } = error;
  const sent = before === 0 && error.sent === 'nothing' ? 'nothing' : 'part';
  const whole: Failure =
    failure.kind === 'cut-while-sending' ? { ...failure, sentBytes: before + failure.sentBytes } : failure;
  return new UploadFailure(whole, { cause, sent });
}
