/** Where the elements and attributes of an XML text are. Not a check that it is right: what can not be followed is null. */
import type { Work } from './work.ts';

/** The name of what readers pass over: comments and instructions. No property is called so. */
export const passedOver = '!';

/** A property: an element with all that is in it, or an attribute; or what is passed over. */
export interface Span {
  readonly namespace: string;
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

interface Open {
  readonly tag: string;
  readonly start: number;
  readonly prefixes: ReadonlyMap<string, string>;
}

const maxDepth = 200;
const maxPrefixes = 200;
const markup = /<(?:\?[\s\S]*?\?>|!--[\s\S]*?-->|!\[CDATA\[[\s\S]*?\]\]>|\/([^\s<>/=]+)\s*>|([^\s<>/=!?]+))/y;
const attribute = /\s*([^\s<>/="']+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y;
const tagEnd = /\s*(\/?)>/y;

/** Elements come after those that lie in them. Null where the text is no XML that we can follow. */
export function xmlSpans(text: string, work: Work): Span[] | null {
  const spans: Span[] = [];
  const open: Open[] = [];
  const add = (name: string, prefixes: ReadonlyMap<string, string>, start: number, end: number): void => {
    const [prefix, local] = name.includes(':') ? name.split(':', 2) : ['', name];
    spans.push({ namespace: prefixes.get(prefix ?? '') ?? '', name: local ?? '', start, end });
  };
  let at = text.indexOf('<');
  while (at >= 0) {
    work.step();
    markup.lastIndex = at;
    const found = markup.exec(text);
    if (!found) return null;
    at = markup.lastIndex;
    const [, closed, opened] = found;
    if (/^<(?:\?|!--)/.test(found[0])) add(passedOver, new Map(), found.index, at);
    else if (closed !== undefined) {
      const element = open.pop();
      if (element?.tag !== closed) return null;
      add(closed, element.prefixes, element.start, at);
    } else if (opened !== undefined) {
      const attributes: (readonly [name: string, start: number, end: number])[] = [];
      const named: (readonly [prefix: string, namespace: string])[] = [];
      for (;;) {
        work.step();
        attribute.lastIndex = at;
        const [whole, name = '', quoted, single] = attribute.exec(text) ?? [];
        if (whole === undefined) break;
        const value = quoted ?? single ?? '';
        if (name === 'xmlns') named.push(['', value]);
        else if (name.startsWith('xmlns:')) named.push([name.slice(6), value]);
        else attributes.push([name, at, at + whole.length]);
        at += whole.length;
      }
      const outer = open.at(-1)?.prefixes ?? new Map<string, string>();
      const prefixes = named.length > 0 ? new Map([...outer, ...named]) : outer;
      if (prefixes.size > maxPrefixes) return null;
      for (const [name, start, end] of attributes) add(name, prefixes, start, end);
      tagEnd.lastIndex = at;
      const end = tagEnd.exec(text);
      if (!end) return null;
      at = tagEnd.lastIndex;
      if (end[1] === '/') add(opened, prefixes, found.index, at);
      else open.push({ tag: opened, start: found.index, prefixes });
      if (open.length > maxDepth) return null;
    }
    at = text.indexOf('<', at);
  }
  return open.length === 0 ? spans : null;
}
