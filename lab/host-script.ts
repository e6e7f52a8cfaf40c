/** What one host's file in `hosts/` says: its limits and how its upload script answers. */
import type { IncomingHttpHeaders } from 'node:http';
import type { OverLimit } from './fault.ts';
import type { Measured } from './file-store.ts';
import type { Form, FormFile } from './form.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** `text/html; charset=UTF-8` by default, as PHP. */
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Publication {
  /** By the name's extension by default. */
  readonly contentType?: string;
  /** Where the bytes are served, below the address; the file's name by default. */
  readonly servedAt?: string;
}

export interface HostRequest {
  readonly method: string;
  /** Without its query, as it stood on the wire. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** `http://127.0.0.1:<port>`, no slash at its end; another where links lead elsewhere (`StandIn.behind`). */
  readonly base: string;
  /** Reads the body as a form, once. A file over the limit is gone from it where the host drops such parts. */
  form(): Promise<Form>;
  /** Reads the body as one file of that name, once. Over the limit it comes empty where the host drops such files. */
  file(name: string): Promise<FormFile>;
  /** Reads a short body as JSON, once; null where it is none. */
  json(): Promise<unknown>;
  /** Reads a short body as text, once. */
  text(): Promise<string>;
  /** Puts files together to one, in their order. */
  join(parts: readonly FormFile[], name: string, contentType: string | null): Promise<FormFile>;
  /** What the host knows of a file that it was just given, with this request's fault in it. */
  measured(file: FormFile): Promise<Measured>;
  /** Makes the file reachable at `/<name>` and enters it among the uploads; gives its link, each segment encoded. */
  publish(name: string, file: FormFile, form?: Pick<Form, 'fields'>, publication?: Publication): string;
  /** What is behind a published name (`servedAt`), null for nothing. */
  published(name: string): Promise<(Measured & { readonly contentType: string }) | null>;
  /** Makes a published name (`servedAt`) lead nowhere; false where it did already. */
  remove(name: string): boolean;
}

export interface HostScript {
  readonly id: string;
  /** As the provider calls itself. */
  readonly label: string;
  /** Largest file, bytes, and how a larger one is refused. */
  readonly limitBytes: number;
  readonly overLimit: OverLimit;
  /** The script's own refusal of a larger file, once it read the body. */
  readonly tooLarge: Answer;
  /** The refusal at the headers, by the server in front of the script; nginx's 413 by default. */
  readonly earlyTooLarge?: Answer;
  /** How it says "too many requests"; a plain 429 by default. */
  readonly rateLimited?: Answer;
  /** The key that it takes, where it wants one. */
  readonly key?: string;
  /** True where the first download uses a link up. */
  readonly singleUse?: boolean;
  /** True where it tells the MD5 of files. */
  readonly tellsMd5?: boolean;
  /** Settings of the provider that lead it to this stand-in. */
  settings(base: string): Readonly<Record<string, unknown>>;
  /** Whether faults meet this request; by default every POST and PUT. */
  carriesFile?(method: string, path: string): boolean;
  /** The published name that a GET or HEAD means; the decoded path by default. */
  nameOf?(path: string): string;
  /** Answers whatever is not a request for a published file; `drop` closes the connection without an answer. */
  answer(request: HostRequest): Promise<Answer | 'drop'>;
}

/** The extension of a name as hosts keep it: with its dot, or empty where there is none that is plain. */
export function plainExtension(name: string): string {
  return /\.[A-Za-z0-9]{1,12}$/.exec(name)?.[0] ?? '';
}

/** Percent-decoded; as it is where that can not be done. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function jsonAnswer(status: number, value: unknown): Answer {
  return { status, text: JSON.stringify(value), contentType: 'application/json' };
}

export function plainAnswer(status: number, text: string): Answer {
  return { status, text, contentType: 'text/plain; charset=utf-8' };
}

export function htmlPage(status: number, title: string): Answer {
  return { status, text: `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body>${title}</body></html>\n` };
}

export const notFound: Answer = {
  status: 404,
  text: '<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>',
};

export const nginxTooLarge: Answer = {
  status: 413,
  text: '<html><head><title>413 Request Entity Too Large</title></head></html>',
};
