/** The body of requests to Dropbox that carry nothing of a file. */
import { textBody } from '../fileless-request.ts';

/** What content endpoints take besides bytes of a file; they insist on the type. */
export const noBytes = textBody('application/octet-stream', '');
