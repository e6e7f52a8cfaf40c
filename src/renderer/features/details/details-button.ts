/** Where the focus returns to when details close: the row's own button. */
import type { UploadId } from '../../../shared/ids.ts';

export function detailsButtonId(id: UploadId): string {
  return `details-of-${id}`;
}
