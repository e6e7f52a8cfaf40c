/** What a stand-in remembers of the requests and files that came in. */
import type { IncomingHttpHeaders } from 'node:http';

/** A file that came in whole and has a link, whether or not its sender was told. */
export interface LabUpload {
  /** The file's name as it stood on the wire; of a name in a path, decoded. */
  readonly name: string;
  readonly contentType: string | null;
  /** Bytes. */
  readonly size: number;
  /** Lower-case hex; empty for a file that came in parts with `keep: false`. */
  readonly sha256: string;
  /** The form's other fields; without a form, what the request said besides. */
  readonly fields: Readonly<Record<string, string>>;
  /** As the host's answer has it, in its normal form. */
  readonly link: string;
  /** Where its bytes are, null with `keep: false`. */
  readonly path: string | null;
}

export interface LabRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Body bytes that came in so far. */
  bodyBytes: number;
  /** True once the body came in whole. */
  complete: boolean;
  /** What was answered, null while nothing was. */
  status: number | null;
  /** True once the stand-in is done with it: answered, given up or cut. */
  ended: boolean;
}
