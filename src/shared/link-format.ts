/** A link as it is put on the clipboard. What comes from a file's name is data: it never becomes markup. */
import { formatBytes, formatDate, plainName } from './messages/index.ts';
import { spoken, type Tongue } from './messages/tongue.ts';
import type { CopyFormat } from './preferences.ts';

/** What is known of the file behind a link. */
export interface LinkFacts {
  readonly url: string;
  readonly name: string;
  readonly mime: string;
  /** Bytes. */
  readonly size: number | null;
  /** Epoch ms of the delivery. */
  readonly date: number;
  /** Hex; null where it was never needed. */
  readonly sha256: string | null;
  /** Epoch ms; null where the link has no end date. */
  readonly expiresAt: number | null;
}

/** How links are copied: the format, and the template for `template`. */
export interface LinkStyle {
  readonly format: CopyFormat;
  readonly template: string;
}

/** The words that a template may hold in braces. */
export const templateWords = ['url', 'name', 'size', 'date', 'sha256', 'expires'] as const;
type TemplateWord = (typeof templateWords)[number];

/** Images that browsers and forums show. */
const shown: ReadonlySet<string> = new Set(
  ['png', 'jpeg', 'gif', 'webp', 'avif', 'apng', 'svg+xml', 'bmp'].map((type) => `image/${type}`),
);

export function formatLink({ format, template }: LinkStyle, facts: LinkFacts, tongue: Tongue = spoken()): string {
  const { url } = facts;
  const name = plainName(facts.name);
  const isImage = shown.has(facts.mime);
  switch (format) {
    case 'url':
      return url;
    case 'markdown':
      return `${isImage ? '!' : ''}[${inMarkdown(name)}](${urlInMarkdown(url)})`;
    case 'html':
      return isImage
        ? `<img src="${inHtml(url)}" alt="${inHtml(name)}">`
        : `<a href="${inHtml(url)}">${inHtml(name)}</a>`;
    case 'bbcode':
      return isImage ? `[img]${urlInBbcode(url)}[/img]` : `[url=${urlInBbcode(url)}]${inBbcode(name)}[/url]`;
    case 'template': {
      const text = filled(template, facts, tongue);
      // Nothing at all would clear the clipboard.
      return text.trim() === '' ? url : text;
    }
  }
}

/** Words in braces that mean nothing; they stay in the text as they are. */
export function unknownWords(template: string): string[] {
  const words = [...template.matchAll(braced)].map(([, word = '']) => word);
  return [...new Set(words.filter((word) => !isTemplateWord(word)))];
}

const braced = /\{([\p{L}\p{N}_-]+)\}/gu;

function isTemplateWord(word: string): word is TemplateWord {
  return templateWords.some((known) => known === word);
}

/** In one pass, so that braces in a file's name stay what they are. */
function filled(template: string, facts: LinkFacts, tongue: Tongue): string {
  return template.replace(braced, (whole, word: string) =>
    isTemplateWord(word) ? wordOf(word, facts, tongue) : whole,
  );
}

function wordOf(word: TemplateWord, facts: LinkFacts, tongue: Tongue): string {
  switch (word) {
    case 'url':
      return facts.url;
    case 'name':
      return plainName(facts.name);
    case 'size':
      return facts.size === null ? '' : formatBytes(facts.size, tongue);
    case 'date':
      return formatDate(facts.date, tongue);
    case 'sha256':
      return facts.sha256 ?? '';
    case 'expires':
      return facts.expiresAt === null ? '' : formatDate(facts.expiresAt, tongue);
  }
}

/** An underscore within a word is none of Markdown's. */
const markdownSigns = /[\\`*[\]()<>&~|!]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

function inMarkdown(text: string): string {
  return text.replace(markdownSigns, '\\$&');
}

/** Brackets and spaces end an address there; an ampersand may begin the name of a character. */
function urlInMarkdown(url: string): string {
  return percent(url, /[\s\\()<>]/gu).replace(/&(?=#?\w+;)/g, '&amp;');
}

const htmlEntities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function inHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => htmlEntities[sign] ?? sign);
}

/** BBCode has no escape of its own; forums know these entities. */
function inBbcode(text: string): string {
  return text.replace(/[[\]]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

function urlInBbcode(url: string): string {
  return percent(url, /[\s[\]"'<>]/gu);
}

function percent(url: string, signs: RegExp): string {
  const hex = (byte: number): string => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return url.replace(signs, (sign) => [...new TextEncoder().encode(sign)].map(hex).join(''));
}
