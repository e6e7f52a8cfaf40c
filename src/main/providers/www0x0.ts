/** 0x0.st, and other servers that run its software: files for 30 to 365 days by their size (hosts.md 1.6). */
import { z } from 'zod';
import { multipartBody } from '../net/multipart.ts';
import type { HttpAnswer } from '../net/net.ts';
import { ask, fieldsBody } from './fileless-request.ts';
import { defineHttpHost, serverSetting } from './http-host.ts';

const address = 'https://0x0.st/';
const mebibyte = 1024 * 1024;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Limit and days are 0x0.st's own figures; another server shows its own on its front page. */
const settings = z.strictObject({
  server: serverSetting(address, 'advanced'),
  secret: z.boolean().default(true).meta({
    title: 'Link that nobody can guess',
    description: 'The usual link has four characters, which programs try out.',
  }),
  expires: z.number().int().min(1).max(8760).optional().meta({
    title: 'Delete after (hours)',
    description: 'Leave empty to keep a file as long as the server does.',
  }),
  maxMiB: z
    .number()
    .positive()
    .default(512)
    .meta({ title: 'Largest file (MiB)', description: 'As the server’s front page says', advanced: true }),
  minDays: z
    .number()
    .nonnegative()
    .default(30)
    .meta({ title: 'Shortest time kept (days)', description: 'For the largest files', advanced: true }),
  maxDays: z
    .number()
    .nonnegative()
    .default(365)
    .meta({ title: 'Longest time kept (days)', description: 'For the smallest files', advanced: true }),
});
type Settings = z.infer<typeof settings>;
type Figures = Pick<Settings, 'maxMiB' | 'minDays' | 'maxDays' | 'expires'>;

/**
 * How long a file of this size is kept, ms: the formula on the front page, `min + (min - max) * (size/limit - 1)³`, or
 * less where less is asked for.
 */
export function keptMs(sizeBytes: number, { maxMiB, minDays, maxDays, expires }: Figures): number {
  const room = Math.min(0, sizeBytes / (maxMiB * mebibyte) - 1);
  const longest = Math.floor((minDays + (minDays - maxDays) * room ** 3) * dayMs);
  return expires === undefined ? longest : Math.min(longest, expires * hourMs);
}

/** When the file ends, epoch ms; null where it is not told. Trap: the header has a fraction of a millisecond. */
function endTold({ headers }: HttpAnswer): number | null {
  const told = headers['x-expires'] ?? '';
  return /^\d{12,14}(\.\d{1,9})?$/.test(told) ? Math.floor(Number.parseFloat(told)) : null;
}

export const www0x0 = defineHttpHost({
  id: 'www0x0',
  name: '0x0.st',
  homepage: 'https://0x0.st',
  settings,
  offBecause: '0x0.st has switched uploads off because of automated spam, and does not say until when.',
  server: { address, linkHosts: ['0x0.st'] },
  traits: ({ maxMiB, minDays, maxDays, expires }) => {
    const asked = expires === undefined ? Number.POSITIVE_INFINITY : expires * hourMs;
    const [minMs, maxMs] = [Math.min(minDays * dayMs, asked), Math.min(maxDays * dayMs, asked)];
    return {
      scope: 'public',
      maxBytes: Math.floor(maxMiB * mebibyte),
      maxBytesByExtension: {},
      // It refuses media types, declared or found in the bytes; these are the extensions that they go by.
      refusedExtensions: ['exe', 'dll', 'scr', 'sys', 'so', 'h5', 'hdf5', 'jar', 'apk', 'rar'],
      takesEmptyFiles: true,
      retention: minMs === maxMs ? { kind: 'fixed', ms: minMs } : { kind: 'by-size', minMs, maxMs },
      deletable: true,
      linkCheck: 'head',
      resumable: false,
      // Bytes that it knows get the link that they have.
      idempotent: true,
    };
  },
  request: (payload, { server, secret, expires }) => ({
    method: 'POST',
    url: new URL(server),
    body: multipartBody(
      [
        ...(secret ? [['secret', ''] as const] : []),
        ...(expires === undefined ? [] : [['expires', String(expires)] as const]),
      ],
      { field: 'file', payload },
    ),
  }),
  readAnswer: (answer, { settings, payload, sentAt, now }) => {
    const told = endTold(answer);
    // Trap: bytes that it knows get no token, so they can not be deleted: the link may be somebody else's.
    const token = answer.headers['x-token'] ?? '';
    return {
      link: answer.text.trim(),
      expiresAt: told !== null && told > now ? told : sentAt + keptMs(payload.size, settings),
      ...(/^[\x21-\x7e]{1,200}$/.test(token) && { deleteHandle: token }),
    };
  },
  remove: async ({ link, deleteHandle }, use, signal) => {
    const body = fieldsBody({ token: deleteHandle, delete: '' });
    await ask(use, { method: 'POST', url: new URL(link), body, signal }, { accepts: [404], secrets: [deleteHandle] });
  },
});
