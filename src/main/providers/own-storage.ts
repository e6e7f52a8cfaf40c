/** What all storage of the user's own has in common: names that are made from a template, and links to what is there. */
import { randomInt } from 'node:crypto';
import { extname } from 'node:path';
import { z } from 'zod';
import { UploadFailure } from '../../shared/failure.ts';
import { localTime } from '../../shared/local-time.ts';
import { parseLink } from '../net/links.ts';
import { jsonOf } from './http-host.ts';
import { pathSegment, shortenedName } from './names.ts';
import type { Traits } from './provider.ts';

/** S3's limit for a key, in bytes of UTF-8; the smallest one among those that we write to. */
const maxKeyBytes = 1024;
/** What file systems take as one name, bytes. */
const maxSegmentBytes = 255;

const placeholder = /\{(\w*)\}/g;

/** What a template's placeholders stand for. */
export interface NamedFile {
  readonly name: string;
  /** When it is uploaded, epoch ms; dates are those of this computer's time zone. */
  readonly at: number;
  /** Keeps names apart and makes a link hard to guess; `randomPart()` unless it is given. */
  readonly random?: string;
}

/** 16 lower-case letters and digits: 82 bits. */
export function randomPart(): string {
  const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
  return Array.from({ length: 16 }, () => letters[randomInt(letters.length)]).join('');
}

function valuesOf({ name, at, random = randomPart() }: NamedFile): Readonly<Record<string, string>> {
  const ext = extname(name);
  const { year, month, day, hour, minute, second } = localTime(new Date(at));
  return {
    name: name.slice(0, name.length - ext.length),
    filename: name,
    ext: ext.slice(1),
    year,
    month,
    day,
    date: `${year}-${month}-${day}`,
    time: `${hour}${minute}${second}`,
    random,
  };
}

const placeholders = Object.keys(valuesOf({ name: '', at: 0, random: '' }));

/**
 * The setting that names files: `{date}/{name}-{random}`. Without `{filename}` or `{ext}` in it, the file's extension
 * follows at its end.
 */
export function keyTemplateSetting(template: string) {
  return z
    .string()
    .max(500)
    .refine((text) => text.trim() !== '' && !text.endsWith('/'), 'a name, not a folder')
    .refine((text) => [...text.matchAll(placeholder)].every(([, word = '']) => placeholders.includes(word)), {
      message: `only ${placeholders.map((word) => `{${word}}`).join(' ')}`,
    })
    .default(template)
    .meta({
      title: 'Name of an upload',
      description: `Folders with “/”. It may hold ${placeholders.map((word) => `{${word}}`).join(' ')}.`,
      advanced: true,
    });
}

/**
 * The name under which a file is stored: segments with slashes between, none at its ends, none of them `.` or `..`, no
 * control characters, each of at most 255 bytes and all of at most 1,024.
 */
export function keyOf(template: string, file: NamedFile): string {
  const hasExtension = /\{(filename|ext)\}/.test(template);
  const values = valuesOf(file);
  const whole = hasExtension || values.ext === '' ? template : `${template}.{ext}`;
  const segments = whole.split('/').flatMap((segment) => {
    const trimmed = filled(segment, values);
    if (trimmed === '') return [];
    return shortenedName(/^\.{1,2}$/.test(trimmed) ? `_${trimmed}` : trimmed, maxSegmentBytes);
  });
  const last = segments.pop() ?? '_';
  // Folders that leave no room for a name are left out, the innermost first.
  while (Buffer.byteLength(segments.join('/')) + 1 + maxSegmentBytes > maxKeyBytes) segments.pop();
  return [...segments, last].join('/');
}

/** A segment with its placeholders filled. A name that is too long for it is shortened by itself: nothing else may be lost. */
function filled(segment: string, values: ReturnType<typeof valuesOf>): string {
  const fill = (known: ReturnType<typeof valuesOf>): string =>
    tame(segment.replaceAll(placeholder, (_, word: string) => tame(known[word] ?? ''))).trim();
  const whole = fill(values);
  const over = Buffer.byteLength(whole) - maxSegmentBytes;
  if (over <= 0) return whole;
  const shorter = (text = ''): string => shortenedName(tame(text), Math.max(1, Buffer.byteLength(tame(text)) - over));
  return fill({ ...values, name: shorter(values.name), filename: shorter(values.filename) });
}

/** Without what is a folder's border somewhere, or can not be seen. */
function tame(text: string): string {
  return text.toWellFormed().replaceAll(/[/\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '_');
}

/** The same name with something at its end that no other has: `a/b.txt` becomes `a/b-<random>.txt`. */
export function unlike(key: string, random = randomPart()): string {
  const folders = key.slice(0, key.lastIndexOf('/') + 1);
  const last = key.slice(folders.length);
  const found = extname(last);
  // An extension that leaves no room for a name is none.
  const ext = found.length > 32 ? '' : found;
  const room = Math.min(maxSegmentBytes, maxKeyBytes - Buffer.byteLength(folders));
  const name = shortenedName(
    last.slice(0, last.length - ext.length),
    room - Buffer.byteLength(ext) - random.length - 1,
  );
  return `${folders}${name}-${random}${ext}`;
}

/** The setting that tells under which address the world finds what is stored; '' where there is none. */
export function publicUrlSetting(description: string) {
  return z
    .string()
    .max(2000)
    .refine((text) => text === '' || isLinkBase(text), 'an http or https address')
    .default('')
    .meta({ title: 'Public address', description });
}

function isLinkBase(template: string): boolean {
  const url = parseLink(linkBelow(template, 'x'), { allowHttp: true });
  return url !== null && url.username === '' && url.password === '' && url.hash === '';
}

/** The link to what is stored as `key`: in the place of `{key}`, else below the address. */
export function publicLink(template: string, key: string): string {
  return new URL(linkBelow(template, key)).href;
}

function linkBelow(template: string, key: string): string {
  const path = key.split('/').map(pathSegment).join('/');
  if (template.includes('{key}')) return template.replaceAll('{key}', () => path);
  return `${template.replace(/\/+$/, '')}/${path}`;
}

/** Whether the link check may go to a private address: where the user's own settings lead there. */
export function ownsHost(url: URL, addresses: readonly string[]): boolean {
  return addresses.some((text) => URL.parse(text.replaceAll('{key}', 'x'))?.host === url.host);
}

const Handle = z.object({ place: z.string(), key: z.string() });

/**
 * What deletes a file of `place`: after a change of the settings, another server or folder may have a file of the same
 * name that is none of ours.
 */
export function handleAt(place: string, key: string): string {
  return JSON.stringify({ place, key });
}

/** The key in a handle. Fails with `settings-invalid` where it is none of this place; `field` is where that is set. */
export function keyAt(place: string, handle: string, field: string): string {
  const found = jsonOf(handle, Handle);
  if (found?.place !== place) throw new UploadFailure({ kind: 'settings-invalid', field });
  return found.key;
}

/** What own storage is like unless its provider says otherwise. */
export const ownTraits = {
  scope: 'account',
  maxBytes: null,
  maxBytesByExtension: {},
  refusedExtensions: [],
  takesEmptyFiles: true,
  retention: { kind: 'no-end-date' },
  deletable: true,
  linkCheck: 'head',
  linkMustOpen: true,
  resumable: true,
  idempotent: false,
} as const satisfies Traits;
