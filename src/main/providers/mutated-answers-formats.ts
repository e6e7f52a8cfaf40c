/** The hosts whose answers are more than a link: how a good one looks, and their own ways to say no. */
import type { HttpRequest } from '../net/net.ts';
import type { Chance } from './mutated-answers-chance.ts';
import type { MutatedPayload, Own } from './mutated-answers-generator.ts';

/** What an answer is made for. */
export interface Occasion {
  readonly chance: Chance;
  readonly request: HttpRequest;
  readonly payload: MutatedPayload;
  /** Whether all that it says shall be as it should. */
  readonly isPlain: boolean;
  /** A link of the host's own, or what looks like one. */
  readonly link: string;
  /** Part of every name that could count. */
  readonly tag: string;
  /** The payload's size, now and then another. */
  readonly size: number;
  /** The payload's hash, now and then another. */
  readonly sha256: string;
}

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface Format {
  readonly own: Own;
  /** What all links look like that may be delivered. */
  readonly links: RegExp;
  /** The status of a success. */
  readonly status: number;
  good(occasion: Occasion): Json;
  /** The host's own refusals, with their statuses. */
  readonly refusals: readonly [readonly [number, Json], ...(readonly [number, Json])[]];
  /** Answers to the requests after the one that tells the link; null where that is the only one. */
  later?(occasion: Occasion): Json | null;
}

const falUpload = 'https://v3.fal.media/up/1?signature=0123456789abcdef';
const port = '(:\\d{1,5})?';
const file = '[^/?#]*[^/?#.][^/?#]*';

function refusal(status: number, description: string): readonly [number, Json] {
  return [status, { success: false, errorcode: status, description }];
}

function valued(status: number, value: string): readonly [number, Json] {
  return [status, { success: false, value, message: value.replaceAll('_', ' ') }];
}

export const formats = {
  tmpfilelink: {
    own: { origin: 'https://d.tmpfile.link', home: '/public/x/' },
    links: new RegExp(`^https://(d\\.tmpfile\\.link|([\\w-]+\\.)+tfdl\\.net)${port}/(.*/)?[^/]*(\\?.*|#.*)?$`),
    status: 200,
    good: ({ chance, link, size, payload }) => ({
      fileName: chance.is(0.5) ? (link.split('/').at(-1) ?? '') : payload.name,
      downloadLink: link,
      downloadLinkEncoded: encodeURIComponent(link),
      size,
      type: payload.mime,
      uploadedTo: 'public',
    }),
    refusals: [[400, { error: 'No file uploaded' }]],
  },
  tmpfilesorg: {
    own: { origin: 'https://tmpfiles.org', home: '/123/' },
    links: new RegExp(`^https://tmpfiles\\.org${port}/dl/[^/?#]+/${file}$`),
    status: 200,
    good: ({ chance, link }) => ({
      status: 'success',
      data: { url: chance.is(0.3) ? link.replace(/^https/, 'http') : link },
    }),
    refusals: [[422, { status: 'error', errors: { file: ['The file field is required.'] } }]],
  },
  uguu: {
    own: { origin: 'https://a.uguu.se', home: '/' },
    links: new RegExp(`^https://([\\w-]+\\.)+uguu\\.se${port}/(.*/)?[^/]+$`),
    status: 200,
    good: ({ chance, link, size }) => ({
      success: true,
      files: [{ hash: '0011223344556677', filename: 'x', url: link, dupe: false, ...(chance.is(0.9) && { size }) }],
    }),
    refusals: [
      refusal(400, 'No input file(s)'),
      refusal(415, 'Filetype not allowed'),
      refusal(415, 'File blacklisted'),
      refusal(500, 'Rate limit, please wait 60 seconds before uploading again.'),
      refusal(500, 'Rate limit exceeded.'),
      refusal(500, 'Server error.'),
    ],
  },
  senditsh: {
    own: { origin: 'https://sendit.sh', home: '/ab-_9/' },
    links: /^https:\/\/sendit\.sh\/[^?#]*[^/?#](\?.*|#.*)?$/,
    status: 200,
    good: ({ link }) => `\nUpload complete. Download it with:\n\nwget ${link}\n\n`,
    refusals: [[400, 'No file\n']],
  },
  filebin: {
    own: { origin: 'https://filebin.net', home: '/x/' },
    links: new RegExp(`^https://filebin\\.net/[\\w-]{24}/${file}$`),
    status: 201,
    good: ({ chance, request, tag, size, sha256 }) => ({
      bin: {
        id: request.url.pathname.split('/')[1] ?? '',
        expired_at: chance.pick(['2026-12-01T00:00:00Z', '1970-01-01T00:00:00Z', 'soon', '+275760-09-13T00:00:01Z']),
      },
      file: {
        filename: chance.pick([`${tag}a.png`, `${tag} b_.png`, `${tag}/../x`, `${tag}#?%.png`]),
        bytes: size,
        sha256,
      },
    }),
    refusals: [
      [400, 'Empty file\n'],
      [400, 'Content-SHA256 mismatch\n'],
      [403, 'Illegal file extension\n'],
      [403, 'This content has been blocked\n'],
      [405, 'This bin is no longer writable\n'],
    ],
  },
  pixeldrain: {
    own: { origin: 'https://pixeldrain.com', home: '/u/' },
    links: /^https:\/\/pixeldrain\.com\/u\/[\w-]{1,64}$/,
    status: 201,
    good: ({ tag }) => ({ id: `${tag}aB3` }),
    refusals: [
      valued(413, 'file_too_large'),
      valued(413, 'name_too_long'),
      valued(422, 'no_file'),
      valued(401, 'authentication_failed'),
      valued(500, 'writing'),
    ],
    later: ({ request, size, sha256 }) =>
      request.method === 'GET' ? { size, hash_sha256: sha256, mime_type: 'x/y' } : { success: true },
  },
  fal: {
    own: { origin: 'https://v3.fal.media', home: '/files/b/' },
    links: new RegExp(`^https://([\\w-]+\\.)*fal\\.media${port}/(.*/)?[^/]+$`),
    status: 200,
    good: ({ link, chance, isPlain }) => ({
      upload_url:
        isPlain || chance.is(0.7)
          ? falUpload
          : chance.pick(['http://127.0.0.1/up', 'javascript:alert(1)', `https://me:pw${falUpload.slice(8)}`]),
      file_url: link,
    }),
    refusals: [
      [401, { detail: 'Cannot access application. Invalid key.' }],
      [422, { detail: 'content_type and file_name are required' }],
    ],
    later: ({ request }) => (request.method === 'PUT' ? { partNumber: 1, etag: '"abc"' } : {}),
  },
} as const satisfies Readonly<Record<string, Format>>;

export type FormatId = keyof typeof formats;
