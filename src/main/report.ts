/** Says on standard error what broke and belongs to no upload: an error, or a sentence about one. */
import { inspect } from 'node:util';

export function report(error: unknown): void {
  process.stderr.write(`droprelay: ${typeof error === 'string' ? error : inspect(error)}\n`);
}
