/** What one host's file in `hosts/` says: its limits and how its upload script answers. */
import type { IncomingHttpHeaders } from 'node:http';
import type { OverLimit } from './fault.ts';
import type { Form, FormFile } from './form.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** `text/html; charset=UTF-8` by default, as PHP. */
  readonly contentType?: string;
}

export interface HostRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** `http://127.0.0.1:<port>`, no slash at its end. */
  readonly base: string;
  /** Reads the body, once. A file over the limit is gone from it where the host drops such parts. */
  form(): Promise<Form>;
  /** Makes the file reachable at `/<name>` and enters it among the uploads; gives its link. */
  publish(name: string, file: FormFile, form: Form, contentType?: string): string;
}

export interface HostScript {
  readonly id: string;
  /** As the provider calls itself. */
  readonly label: string;
  /** Largest file, bytes, and how a larger one is refused. */
  readonly limitBytes: number;
  readonly overLimit: OverLimit;
  /** The text of the script's own 413. */
  readonly tooLargeText: string;
  /** Settings of the provider that lead it to this stand-in. */
  settings(base: string): Readonly<Record<string, unknown>>;
  /** Answers whatever is not a request for a stored file; `drop` closes the connection without an answer. */
  answer(request: HostRequest): Promise<Answer | 'drop'>;
}

/** The extension of a name as hosts keep it: with its dot, or empty where there is none that is plain. */
export function plainExtension(name: string): string {
  return /\.[A-Za-z0-9]{1,12}$/.exec(name)?.[0] ?? '';
}

export const notFound: Answer = {
  status: 404,
  text: '<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>',
};
