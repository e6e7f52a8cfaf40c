/** What hosts may answer to an upload: true answers, known errors, and what becomes of both under mutation. */
import { type Chance, oddities } from './mutated-answers-chance.ts';
import { headers } from './mutated-answers-headers.ts';

/** Where links of the destination under test must lead. */
export interface Own {
  /** Scheme, host and port, as a link of its own begins. */
  readonly origin: string;
  /** The path of the server's own front page. */
  readonly home: string;
}

export interface MutatedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface MutatedPayload {
  readonly name: string;
  readonly mime: string;
  readonly size: number;
}

/** A secret whose encoded forms all differ from itself. */
export const canary = 'k3y+/"ü~canary';

type Texts = readonly [string, ...string[]];

const said: Texts = [
  'No files given.',
  'no file given',
  'File too large',
  'The file is too big!',
  'Maximum size is 200 MB',
  'over 20MB',
  'File type not allowed',
  'That extension is disallowed.',
  'Invalid userhash',
  'invalid uploader',
  'You have been banned',
  'blocked: blacklist',
  'empty',
  'Error: file is empty',
  'Error: Eicar found',
  'Error: ',
  'Something went wrong',
  'null',
  `{"error":"unknown key ${JSON.stringify(canary).slice(1, -1)}"}`,
  `userhash ${canary} is unknown to us`,
  `?userhash=${encodeURIComponent(canary)}&x`,
  `Authorization: Basic ${Buffer.from(canary).toString('base64')}`,
];

const pages: Texts = [
  '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>wait</body></html>',
  '<html><head><title>413 Request Entity Too Large</title></head><body><hr>nginx</body></html>\r\n',
  '\n<HTML><body><h1>x0</h1> upload here: <form method="post"><input type="file">',
  `<html><title>${canary}</title>`,
  `<html><body><p>${canary}</p>`,
  '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
  `<pre>${'<'.repeat(70_000)}`,
  `<html>${'<title'.repeat(12_000)}`,
];

export const statuses: readonly [number, ...number[]] = [
  100, 101, 199, 201, 202, 204, 206, 226, 299, 300, 301, 302, 304, 307, 308, 399, 400, 401, 402, 403, 404, 405, 408,
  409, 410, 411, 412, 413, 415, 418, 422, 429, 429, 429, 429, 431, 451, 499, 500, 502, 503, 504, 507, 520, 530, 599,
  600, 999,
];

/** An answer to an upload. `tag` is part of every link that could count, so that whose it is can be seen. */
export function mutatedAnswer(chance: Chance, own: Own, tag: string): MutatedAnswer {
  const text = chance.make(
    () => around(chance, `${own.origin}${own.home}${tag}${chance.word(6)}.png`),
    () => link(chance, own, tag),
    () => link(chance, own, tag),
    () => link(chance, own, tag),
    () => around(chance, link(chance, own, tag)),
    () => chance.pick(said),
    () => around(chance, chance.pick(said)),
    () => (chance.is(0.3) ? chance.pick(pages) : around(chance, chance.pick(pages.slice(0, 6) as [string]))),
    () => (chance.is(0.3) ? large(chance, own, tag) : ''),
  );
  const spoken: [number, ...number[]] = [200, 200, 200, 200, 200, 400, 400, 412];
  return {
    status: chance.is(0.65) ? chance.pick(spoken) : chance.pick(statuses),
    headers: headers(chance),
    body: chance.is(0.2) && text.length < 5_000 ? chance.scratched(text) : text,
  };
}

/** A link of the destination's own, or what looks like one. */
export function link(chance: Chance, own: Own, tag: string): string {
  const { protocol, host, hostname } = new URL(own.origin);
  const bare = hostname;
  const scheme = chance.is(0.7)
    ? `${protocol}//`
    : chance.pick([
        'http://',
        'https://',
        'HTTPS://',
        'hTTp://',
        'https:',
        'https:/',
        'https:\\\\',
        '//',
        'ftp://',
        'javascript:',
        'data:',
        'file://',
        'https:///',
        'view-source:https://',
        '',
      ]);
  const authority = chance.is(0.55)
    ? host
    : chance.make(
        () => chance.pick(['evil.test', 'localhost', '127.0.0.1:1', '[::1]', '2130706433', '0x7f.1', '']),
        () =>
          chance.pick([
            `${host}.evil.test`,
            `x${host}`,
            `${bare}.`,
            `.${bare}`,
            `evil.test#${host}`,
            `evil.test?${host}`,
          ]),
        () =>
          chance.pick([
            `me@${host}`,
            `me:pw@${host}`,
            `:@${host}`,
            `@${host}`,
            `${host}@evil.test`,
            `${host}%40evil.test`,
          ]),
        () => `${bare}:${chance.pick(['443', '80', '8080', '8443', '0', '99999', '', 'x', '-1', '00443'])}`,
        () => bare.replace(/[ao]/, (letter) => (letter === 'a' ? 'а' : 'о')),
        () => bare.replace(/\./, () => chance.pick(['。', '．', '%2E', '\u00ad.', '..', '\u200b.'])),
        () => host.toUpperCase(),
        () => bare.replace(/[a-z1]/, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)),
        () => `xn--${bare}`,
      );
  const file = `${tag}${chance.word(6)}.png`;
  const path = chance.is(0.6)
    ? `${own.home}${file}`
    : chance.pick([
        '',
        '/',
        '//',
        '/?',
        `/?${file}`,
        `/#${file}`,
        '/.',
        '/..',
        '/%2e',
        '/a/..',
        '/%2E%2e',
        `/${file}/`,
        `/${file}/.`,
        own.home,
        own.home.replace(/\/$/, ''),
        own.home.replace(/\/$/, '?'),
        own.home.replace(/\/$/, '#x'),
        `${own.home}?${file}`,
        `/${file}?x=y#z`,
        `/${file}%00`,
        `/${file}%zz`,
        `/ü${file}`,
        `\\${file}`,
        `//evil.test/${file}`,
      ]);
  return `${scheme}${authority}${path}`;
}

/** `text` with something before, after or between. */
function around(chance: Chance, text: string): string {
  const odd = () => chance.pick(oddities);
  return chance.make(
    () => text,
    () => `${text}\n`,
    () => `\ufeff${text}\r\n`,
    () => ` \t\n${text} \u2028`,
    () => `${odd()}${text}`,
    () => `${text}${odd()}`,
    () => `${text}\n${text}`,
    () => `${text} ${text}`,
    () => `Here: ${text}`,
    () => `"${text}"`,
    () => `<a href="${text}">${text}</a>`,
    () => JSON.stringify({ url: text, files: [{ url: text }] }),
    () => `<html><body>${text}`,
    () => text.slice(0, chance.below(text.length + 1)),
    () => text.split('').join(chance.is(0.5) ? '\u0000' : ''),
  );
}

/** More than is read of an answer, or near it. */
function large(chance: Chance, own: Own, tag: string): string {
  const good = `${own.origin}${own.home}${tag}`;
  return chance.make(
    () => good + 'a'.repeat(1_000_000),
    () => good + 'a'.repeat(8_192 - good.length + chance.below(3) - 1),
    () => good + 'ü'.repeat(2_800),
    () => `${good}${' '.repeat(65_536 - good.length + chance.below(2))}`,
    () => `${' '.repeat(1_000_000)}${good}`,
    () => `${good}\n`.repeat(3_000),
    () => '🎉'.repeat(30_000),
    () => `x${'\u0000'.repeat(70_000)}`,
    () => `<html>${'<p>'.repeat(30_000)}`,
    () => '{"a":'.repeat(13_000),
  );
}
