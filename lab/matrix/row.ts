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

/**
 * What a cell reads, as `storyOf` tells it; several, or reasons such as `a or b`, where the system leaves it open which
 * one comes.
 */
export type Expectation = string | readonly string[];

/** For all columns, or by the most exact key that names one. */
export type Expected =
  | Expectation
  | Partial<Readonly<Record<Size | Body | `${Body} ${Size}` | Host | `${Host} ${Size}`, Expectation>>>;

/** The host that is to fail: where it is, and the kind of body that it takes. */
export interface HostAt {
  readonly base: string;
  readonly body: Body;
}

export type Site =
  | { readonly at: 'host'; readonly fault: (payloadBytes: number, host: HostAt) => Fault }
  | { readonly at: 'way'; readonly fault: (payloadBytes: number) => ProxyFault | readonly ProxyFault[] }
  /** `offline`: this computer has no network. */
  | { readonly at: 'name'; readonly fault: NameFault; readonly offline?: true };

export interface Row {
  readonly name: string;
  readonly site: Site;
  readonly expected: Expected;
  /** True where the fault is gone once the relay waits before its second attempt. */
  readonly heals?: true;
  /** Which of the waits for the host end after a fraction of a second, since nothing comes: for its answer, or any. */
  readonly impatient?: 'answer' | 'all';
  /** True where a large body is another case than a small one: it belongs to the short form too. */
  readonly sizeMatters?: true;
}

export function expectationOf({ name, expected }: Row, column: Column): readonly string[] {
  const { host, size } = column;
  const body = bodyOf(column);
  const found =
    typeof expected === 'string' || isList(expected)
      ? expected
      : (expected[`${host} ${size}`] ??
        expected[host] ??
        expected[`${body} ${size}`] ??
        expected[body] ??
        expected[size]);
  if (found === undefined) throw new Error(`nothing is expected of ${name}, ${host}, ${size}`);
  return typeof found === 'string' ? [found] : found;
}

function isList(expected: Expected): expected is readonly string[] {
  return Array.isArray(expected);
}

export function atHost(fault: Fault | ((payloadBytes: number, host: HostAt) => Fault)): Site {
  return { at: 'host', fault: typeof fault === 'function' ? fault : () => fault };
}

/** The fault as it is, and the same one gone before the second attempt. */
export function lastingAndOnce(row: Row, once: Expected): readonly Row[] {
  const { sizeMatters: _, ...rest } = row;
  return [row, { ...rest, name: `${row.name}, once`, expected: once, heals: true }];
}

/** The texts that an expectation allows, each of its open reasons settled. */
export function settled(text: string): readonly string[] {
  const open = /^(.*?(?:: |, ))?([^,:→]+?(?: or [^,:→]+?)+)(?=,| →)(.*)$/.exec(text);
  if (!open) return [text];
  const [, before = '', reasons = '', after = ''] = open;
  return reasons.split(' or ').flatMap((reason) => settled(before + reason + after));
}

const smallBroken = 'connection* or cut-while-sending';
/** A line that breaks under a body: a small one has left by then, as a rule; a large one is cut. */
export const broken = {
  small: `2: ${smallBroken}, ${smallBroken} → second`,
  smallOnce: `2: ${smallBroken} → first (size)`,
  large: '1: cut-while-sending → second',
} as const;
/** The same with a large body of which perhaps nothing has left yet. */
export const brokenAtOnce = [broken.large, '2: connection, connection or cut-while-sending → second'] as const;

/**
 * Where a body of so many bytes is to stall: so soon that the system does not yet widen its buffers for a reader that
 * was quick until then. They would take in all the rest.
 */
export function early(payloadBytes: number): number {
  return Math.min(payloadBytes / 4, 128 * 1024);
}
