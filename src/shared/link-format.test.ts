import { describe, expect, test } from 'vitest';
import { formatLink, type LinkFacts, unknownWords } from './link-format.ts';
import { english } from './messages/english.ts';
import type { CopyFormat } from './preferences.ts';

const tongue = { ...english, timeZone: 'UTC' };
const facts: LinkFacts = {
  url: 'https://files.example/a1/holiday.png',
  name: 'holiday.png',
  mime: 'image/png',
  size: 2_400_000,
  date: Date.UTC(2026, 10, 22, 14, 3),
  sha256: 'ab'.repeat(32),
  expiresAt: Date.UTC(2027, 0, 1),
};
const file: LinkFacts = { ...facts, url: 'https://files.example/a1/notes.txt', name: 'notes.txt', mime: 'text/plain' };

function written(format: CopyFormat, of: Partial<LinkFacts>, template = ''): string {
  return formatLink({ format, template }, { ...file, ...of }, tongue);
}

test.each<[CopyFormat, string, string]>([
  ['url', facts.url, file.url],
  ['markdown', `![holiday.png](${facts.url})`, `[notes.txt](${file.url})`],
  ['html', `<img src="${facts.url}" alt="holiday.png">`, `<a href="${file.url}">notes.txt</a>`],
  ['bbcode', `[img]${facts.url}[/img]`, `[url=${file.url}]notes.txt[/url]`],
])('%s of an image and of another file', (format, image, other) => {
  expect([written(format, facts), written(format, file)]).toEqual([image, other]);
});

test.each(['image/heic', 'image/tiff', 'image/vnd.adobe.photoshop', 'video/mp4'])('%s is linked, not shown', (mime) => {
  expect(written('markdown', { mime })).toMatch(/^\[/);
});

describe('a name is data', () => {
  const hostile = String.raw`a](http://x) [url=y]z[/url] <b onclick="q('')">&copy; *b* _c_ snake_case \ ~~d~~`;

  test('in Markdown', () => {
    expect(written('markdown', { name: hostile })).toBe(
      `[${String.raw`a\]\(http://x\) \[url=y\]z\[/url\] \<b onclick="q\(''\)"\>\&copy; \*b\* \_c\_ snake_case \\ \~\~d\~\~`}](${file.url})`,
    );
  });

  test('in HTML', () => {
    const text = written('html', { name: hostile });
    expect(text).toContain('&lt;b onclick=&quot;q(&#39;&#39;)&quot;&gt;&amp;copy;');
    expect(text.replace(/^<a href="[^"]*">|<\/a>$/g, '')).not.toMatch(/[<>"]/);
    expect(written('html', { ...facts, name: '"><script>' })).toBe(
      `<img src="${facts.url}" alt="&quot;&gt;&lt;script&gt;">`,
    );
  });

  test('in BBCode', () => {
    const inner = written('bbcode', { name: hostile }).slice(`[url=${file.url}]`.length, -'[/url]'.length);
    expect(inner).not.toMatch(/[[\]]/);
    expect(inner).toContain('&#91;url=y&#93;z&#91;/url&#93;');
  });

  test('in a template, where it is filled in once', () => {
    expect(written('template', { name: '{url} $& $1.txt' }, '{name}')).toBe('{url} $& $1.txt');
  });

  test.each<CopyFormat>(['markdown', 'html', 'bbcode', 'template'])(
    'in %s it stays on one line, in its order',
    (format) => {
      const text = written(format, { name: 'a\nb\r\u202Egpj.exe' }, '{name}');
      expect(text).not.toMatch(/[\n\r\u202E]/);
      expect(text).toContain('a\u240Ab\u240D');
    },
  );
});

describe('an address stays whole', () => {
  const url = 'https://h.example/a(1)[2]?x=1&y=2&copy;=3';

  test.each<[CopyFormat, string]>([
    ['url', url],
    ['markdown', '[n](https://h.example/a%281%29[2]?x=1&y=2&amp;copy;=3)'],
    ['html', '<a href="https://h.example/a(1)[2]?x=1&amp;y=2&amp;copy;=3">n</a>'],
    ['bbcode', '[url=https://h.example/a(1)%5B2%5D?x=1&y=2&copy;=3]n[/url]'],
  ])('in %s', (format, text) => {
    expect(written(format, { url, name: 'n' })).toBe(text);
  });

  test('a host may have left something in it that ends it', () => {
    const bad = 'https://h.example/a b"é<c>';
    expect(written('markdown', { url: bad, name: 'n' })).toBe('[n](https://h.example/a%20b"é%3Cc%3E)');
    expect(written('bbcode', { url: bad, name: 'n' })).toBe('[url=https://h.example/a%20b%22é%3Cc%3E]n[/url]');
  });
});

describe('an own template', () => {
  test('gets every word it knows', () => {
    const all = '{name} | {url} | {size} | {date} | {sha256} | {expires}';
    expect(written('template', facts, all)).toBe(
      `holiday.png | ${facts.url} | 2.4 MB | 22 Nov 2026, 14:03 | ${facts.sha256} | 1 Jan 2027, 00:00`,
    );
  });

  test('what is not known is left empty', () => {
    const empty = { size: null, sha256: null, expiresAt: null };
    expect(written('template', empty, '<{size}{sha256}{expires}> {url}')).toBe(`<> ${file.url}`);
  });

  test('what it does not know stays as it is, and is named', () => {
    const template = '{url} {URL} {nmae} {größe} {} { url } {a,b} {nmae}';
    expect(written('template', {}, template)).toBe(template.replace('{url}', file.url));
    expect(unknownWords(template)).toEqual(['URL', 'nmae', 'größe']);
    expect(unknownWords('{name}: {url} {size} {date} {sha256} {expires}')).toEqual([]);
  });

  test.each(['', '  \n', '{sha256}'])('%j would clear the clipboard: it gives the address', (template) => {
    expect(written('template', { sha256: null }, template)).toBe(file.url);
  });

  test('may have several lines', () => {
    expect(written('template', {}, '{name}\n{url}\n')).toBe(`notes.txt\n${file.url}\n`);
  });
});
