/** Says on standard error what broke and belongs to no upload. */
import { inspect } from 'node:util';

export function report(error: unknown): void {
  process.stderr.write(`droprelay: ${inspect(error)}\n`);
}
