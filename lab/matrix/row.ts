/** The fault matrix' rows and columns: a fault, where it sits, and what the relay must make of it. */
import type { Fault } from '../fault.ts';
import type { NameFault } from '../fault-lookup.ts';
import type { ProxyFault } from '../fault-proxy.ts';

export type Size = 'small' | 'large';
export type Body = 'multipart' | 'raw';

/** Hosts whose providers send multipart bodies; the first fills the table, the others must do the same. */
export const multipartHosts = ['catbox', 'litterbox', 'x0at'] as const;
export type Host = (typeof multipartHosts)[number] | 'raw';

export interface Column {
  readonly host: Host;
  readonly size: Size;
}

export const bodyOf = ({ host }: Column): Body => (host === 'raw' ? 'raw' : 'multipart');

/** The columns of the table. */
export const columns: readonly Column[] = [
  { host: 'catbox', size: 'small' },
  { host: 'catbox', size: 'large' },
  { host: 'raw', size: 'small' },
  { host: 'raw', size: 'large' },
];

/** What a cell reads, as `Seen.text` in `cell.ts`; several where the system leaves it open which one comes. */
export type Expectation = string | readonly string[];

/** For all columns, or by the most exact key that names one. */
export type Expected =
  | Expectation
  | Partial<Readonly<Record<Size | Body | `${Body} ${Size}` | Host | `${Host} ${Size}`, Expectation>>>;

export type Site =
  | { readonly at: 'host'; readonly fault: (payloadBytes: number, base: string) => Fault }
  | { readonly at: 'way'; readonly fault: (payloadBytes: number) => ProxyFault | readonly ProxyFault[] }
  /** `offline`: this computer has no network. */
  | { readonly at: 'name'; readonly fault: NameFault; readonly offline?: true };

export interface Row {
  readonly name: string;
  readonly site: Site;
  readonly expected: Expected;
  /** True where the fault is gone once the relay waits before its second attempt. */
  readonly heals?: true;
  /** True where nothing comes at all: requests to the host then end after a fraction of a second. */
  readonly impatient?: true;
  /** True where a large body is another case than a small one: it belongs to the short form too. */
  readonly sizeMatters?: true;
}

export function expectationOf({ name, expected }: Row, column: Column): readonly string[] {
  const { host, size } = column;
  const body = bodyOf(column);
  const found =
    typeof expected === 'string' || isList(expected)
      ? expected
      : (expected[`${host} ${size}`] ?? expected[host] ?? expected[`${body} ${size}`] ?? expected[body] ?? expected[size]);
  if (found === undefined) throw new Error(`nothing is expected of ${name}, ${host}, ${size}`);
  return typeof found === 'string' ? [found] : found;
}

function isList(expected: Expected): expected is readonly string[] {
  return Array.isArray(expected);
}

/** The fault as it is, and the same one gone before the second attempt. */
export function lastingAndOnce(row: Row, once: Expected): readonly Row[] {
  return [row, { ...row, name: `${row.name}, once`, expected: once, heals: true }];
}
