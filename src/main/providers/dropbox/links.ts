/** Shared links of files at Dropbox: made, or found where there is one already, and in the form that was wished for. */
import { z } from 'zod';
import { UploadFailure } from '../../../shared/failure.ts';
import { parseLink } from '../../net/links.ts';
import { type Account, apiHost, type Settings } from './account.ts';
import { call } from './client.ts';
import { isRefused } from './refusal.ts';

const Tagged = z.object({ '.tag': z.string().regex(/^\w{1,60}$/) });
const Shared = z.object({
  '.tag': z.literal('file'),
  url: z.string(),
  expires: z.iso.datetime().optional(),
  link_permissions: z
    .object({ resolved_visibility: Tagged.optional(), effective_audience: Tagged.optional() })
    .optional(),
});
type Shared = z.infer<typeof Shared>;

/** Links that allow access to what was asked for; those to folders above it are none of it. */
const Listed = z.object({ links: z.array(z.unknown()).max(1000) });
const Existing = z.object({
  shared_link_already_exists: z.object({ '.tag': z.literal('metadata'), metadata: Shared }),
});

export interface FileLink {
  readonly link: string;
  /** Epoch ms, null for no end. */
  readonly expiresAt: number | null;
}

/** The link to a file that everybody may follow. */
export async function linkTo(account: Account, id: string, signal: AbortSignal): Promise<FileLink> {
  const shared = await sharedLink(account, id, signal);
  const link = formOf(shared.url, account);
  if (link === null) throw badAnswer(account, 'a link that is none of its own');
  const closed = closedTo(shared);
  // A team's rules can do that; whoever follows such a link is asked to sign in.
  if (closed !== null) throw new UploadFailure({ kind: 'forbidden', host: apiHost(account), detail: closed });
  return { link, expiresAt: shared.expires === undefined ? null : Date.parse(shared.expires) };
}

async function sharedLink(account: Account, id: string, signal: AbortSignal): Promise<Shared> {
  try {
    // Without settings a link is public, unless a team's rules are against it.
    return await call(account, (sdk) => sdk.sharingCreateSharedLinkWithSettings({ path: id }), Shared, { signal });
  } catch (error) {
    if (!isRefused(error, 'shared_link_already_exists')) throw error;
    const told = error.details(Existing);
    if (told) return told.shared_link_already_exists.metadata;
  }
  const ask = { path: id, direct_only: true };
  const { links } = await call(account, (sdk) => sdk.sharingListSharedLinks(ask), Listed, { signal });
  const found = links.map((one) => Shared.safeParse(one).data).find((one) => one !== undefined);
  if (found) return found;
  throw badAnswer(account, 'a link that exists and is not listed');
}

/** Who alone may follow it, as Dropbox says it; null where everybody may. */
function closedTo({ link_permissions: permissions }: Shared): string | null {
  const tag = (permissions?.resolved_visibility ?? permissions?.effective_audience)?.['.tag'] ?? 'public';
  return tag === 'public' ? null : `a link for ${tag} only`;
}

/** The link in its normal form; null where it does not lead to a file at Dropbox. */
function formOf(text: string, { settings, at }: Account): string | null {
  const url = parseLink(text, { hosts: at.linkHosts, allowHttp: new URL(at.api).protocol === 'http:' });
  if (!url || url.pathname.length < 2 || url.pathname.endsWith('/')) return null;
  return linkForm(url, settings.link).href;
}

/** Dropbox's links name their form in the query, not always as its only part: `?rlkey=…&dl=0`. */
export function linkForm(url: URL, form: Settings['link']): URL {
  const changed = new URL(url);
  for (const name of ['dl', 'raw']) changed.searchParams.delete(name);
  changed.searchParams.set(form === 'inline' ? 'raw' : 'dl', form === 'page' ? '0' : '1');
  return changed;
}

function badAnswer(account: Account, detail: string): UploadFailure {
  return new UploadFailure({ kind: 'bad-answer', host: apiHost(account), detail });
}
