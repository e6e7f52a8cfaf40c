/** What the command line was asked to do. */
import { parseArgs } from 'node:util';
import { DestinationId } from '../../shared/ids.ts';

export type Command =
  | { readonly kind: 'upload'; readonly files: readonly string[]; readonly to: readonly DestinationId[] | null }
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'bad-usage'; readonly reason: string };

export const usage = `Usage: droprelay [--to DESTINATION[,DESTINATION…]] FILE…

Sends files to the first destination that works and prints one link per file, in the order given.

  --to A,B    use these destinations, in this order, instead of the saved chain
  --help      this text
  --version   the version

Exit status: 0 all linked, 1 some failed, 2 bad usage, 130 interrupted.
`;

/** @param words what follows the program's name */
export function parseCommand(words: readonly string[]): Command {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(words);
  } catch (error) {
    return { kind: 'bad-usage', reason: error instanceof Error ? error.message : String(error) };
  }
  const { values, positionals } = parsed;
  if (values.help) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  if (positionals.length === 0) return { kind: 'bad-usage', reason: 'No file was named.' };
  if (values.to === undefined) return { kind: 'upload', files: positionals, to: null };
  const names = values.to.split(',').map((name) => name.trim());
  const to = new Set<DestinationId>();
  for (const name of names.filter((name) => name !== '')) {
    const id = DestinationId.safeParse(name);
    if (!id.success) return { kind: 'bad-usage', reason: '--to names a destination that can not exist.' };
    to.add(id.data);
  }
  if (to.size === 0) return { kind: 'bad-usage', reason: '--to names no destination.' };
  return { kind: 'upload', files: positionals, to: [...to] };
}

function parse(words: readonly string[]) {
  return parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { to: { type: 'string' }, help: { type: 'boolean' }, version: { type: 'boolean' } },
  });
}
