/** A resolver of names that fail, to be given to the net in place of the system's. */
import type { LookupFunction } from 'node:net';

/**
 * An address; `missing`: there is no such name (ENOTFOUND); `try-again`: the resolver gave up waiting (EAI_AGAIN);
 * `silent`: it never answers.
 */
export type NameFault = 'missing' | 'try-again' | 'silent';

export interface FaultLookup {
  readonly lookup: LookupFunction;
  /** The names that were asked for, in their order. */
  readonly asked: readonly string[];
  /** From now on this name leads there, or fails so. */
  set(name: string, to: NameFault | (string & {})): void;
}

/** Knows these names and no other: what is not listed is `missing`, and no real resolver is ever asked. */
export function faultLookup(names: Readonly<Record<string, NameFault | (string & {})>>): FaultLookup {
  const known = new Map(Object.entries(names));
  const asked: string[] = [];
  return {
    asked,
    set: (name, to) => void known.set(name, to),
    lookup(name, options, callback) {
      asked.push(name);
      const found = known.get(name) ?? 'missing';
      if (found === 'silent') return;
      const family = found.includes(':') ? 6 : 4;
      // As a real one, never before its caller went on.
      setImmediate(() => {
        if (found === 'missing') callback(failed('ENOTFOUND', name), '');
        else if (found === 'try-again') callback(failed('EAI_AGAIN', name), '');
        else if (options.all) callback(null, [{ address: found, family }]);
        else callback(null, found, family);
      });
    },
  };
}

function failed(code: string, hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`getaddrinfo ${code} ${hostname}`), { code, syscall: 'getaddrinfo', hostname });
}
