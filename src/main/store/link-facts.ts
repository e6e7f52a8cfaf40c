/** What is known of the files behind links, for copying and printing them. */
import type { UploadId } from '../../shared/ids.ts';
import type { LinkFacts } from '../../shared/link-format.ts';
import type { UploadReader } from './upload-reader.ts';

/** In the order asked for; uploads without a link, or whose link is given away no more, are left out. */
export function linkFacts(
  reader: Pick<UploadReader, 'view' | 'link' | 'sha256'>,
  ids: readonly UploadId[],
): LinkFacts[] {
  return ids.flatMap((id) => {
    const url = reader.link(id);
    const view = url === null ? null : reader.view(id);
    if (url === null || !view?.receipt) return [];
    const { name, mime, size, receipt } = view;
    const { createdAt: date, expiresAt } = receipt;
    return [{ url, name, mime, size, date, expiresAt, sha256: reader.sha256(id) }];
  });
}
