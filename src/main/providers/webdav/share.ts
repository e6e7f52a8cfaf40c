/** Makes the public link to a file in a Nextcloud or an ownCloud (developer manual, "OCS Share API"). */
import { z } from 'zod';
import { UploadFailure } from '../../../shared/failure.ts';
import { parseLink } from '../../net/links.ts';
import { textBody } from '../fileless-request.ts';
import { jsonOf } from '../http-host.ts';
import type { Delivery } from '../provider.ts';
import { answerDetail } from '../status.ts';
import { type Dav, noCloud } from './place.ts';
import { davRequest } from './requests.ts';

const Shared = z.object({
  ocs: z.object({
    data: z.object({
      token: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
      url: z.string().max(8192),
      /** Where an admin has every link end: the day, at whose beginning it does. */
      expiration: z.string().max(40).nullish(),
    }),
  }),
});
const Refused = z.object({ ocs: z.object({ meta: z.object({ message: z.string() }) }) });

/** A link for everybody, to read only. */
const publicLink = { shareType: '3', permissions: '1' };

/**
 * Shares what is stored as `key` and gives the link that downloads it, and when that ends (epoch ms). Fails with `forbidden` where links may not be
 * made; `sent` is `all` then too, since the file is there.
 */
export async function shareOf(
  dav: Dav,
  key: string,
  signal: AbortSignal,
): Promise<Pick<Delivery, 'link' | 'expiresAt'>> {
  const { cloud } = dav;
  if (!cloud) throw noCloud();
  const url = new URL('ocs/v2.php/apps/files_sharing/api/v1/shares?format=json', cloud.base);
  const fields = new URLSearchParams({ path: cloud.path + key, ...publicLink });
  const request = {
    method: 'POST' as const,
    url,
    headers: { 'ocs-apirequest': 'true', accept: 'application/json' },
    body: textBody('application/x-www-form-urlencoded', fields.toString()),
    signal,
  };
  // 403 where an admin wants a password or forbids links, 404 where sharing is switched off (`ShareAPIController`).
  const answer = await davRequest(dav, request, { accepts: [400, 403, 404] }).catch((error: unknown) => {
    throw error instanceof UploadFailure
      ? new UploadFailure(error.failure, { cause: error.cause, sent: 'all' })
      : error;
  });
  const host = url.host;
  if (answer.status >= 300) {
    const text = jsonOf(answer.text, Refused)?.ocs.meta.message ?? answer.text;
    throw new UploadFailure({ kind: 'forbidden', host, detail: detailOf(dav, text) }, { sent: 'all' });
  }
  const data = jsonOf(answer.text, Shared)?.ocs.data;
  const link = data && downloadOf(data, url);
  if (link) return { link, expiresAt: endOf(data.expiration ?? '') };
  const detail = detailOf(dav, answer.text) || 'no link to the file';
  throw new UploadFailure({ kind: 'bad-answer', host, detail }, { sent: 'all' });
}

/** Of `2026-12-01 00:00:00`, by the clock of the server: UTC, unless it was set up otherwise. Null for what is no time. */
function endOf(text: string): number | null {
  const time = Date.parse(`${text.replace(' ', 'T')}Z`);
  return Number.isNaN(time) ? null : time;
}

/** A server may know itself by another name than the one that we reach it by, so the host may be another. */
function downloadOf({ token, url }: { token: string; url: string }, server: URL): string | null {
  const link = parseLink(url, { allowHttp: server.protocol === 'http:' });
  if (!link?.pathname.endsWith(`/s/${token}`) || link.search !== '' || link.hash !== '') return null;
  return `${link.href}/download`;
}

function detailOf({ secrets }: Dav, text: string): string {
  return answerDetail({ text }, Object.values(secrets));
}
