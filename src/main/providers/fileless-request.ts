/** Requests beside the upload itself: deletions, questions, the steps of an upload that takes several. */
import { randomUUID } from 'node:crypto';
import { extname } from 'node:path';
import { UploadFailure } from '../../shared/failure.ts';
import type { HttpRequest, RequestBody, SentAnswer } from '../net/net.ts';
import type { Payload } from '../net/payload.ts';
import { mayHaveKept, type Use } from './http-host.ts';
import { answerDetail, failureOfStatus, plainLine } from './status.ts';

export interface Asked {
  /** Statuses besides 2xx that are no failure. */
  readonly accepts?: readonly number[];
  /** The file that the request is about, for failures that name its size or type. */
  readonly payload?: Pick<Payload, 'name' | 'mime' | 'size'>;
  /** What must not stand in a failure, besides the destination's secrets. */
  readonly secrets?: readonly string[];
}

/** Sends a request and gives its answer. Fails with an `UploadFailure`, as the status table says. */
export async function ask(
  { secrets, services: { net, clock } }: Pick<Use<unknown>, 'secrets' | 'services'>,
  request: HttpRequest,
  { accepts = [], payload = { name: '', mime: '', size: 0 }, secrets: more = [] }: Asked = {},
): Promise<SentAnswer> {
  const answer = await net.request(request);
  if (accepts.includes(answer.status)) return answer;
  const failure = failureOfStatus(answer, {
    host: request.url.host,
    sizeBytes: payload.size,
    limitBytes: null,
    type: plainLine(extname(payload.name).toLowerCase() || payload.mime, 100),
    detail: answerDetail(answer, [...Object.values(secrets), ...more]),
    now: clock(),
  });
  if (failure) throw new UploadFailure(failure, { sent: mayHaveKept(failure) ? answer.sent : 'nothing' });
  return answer;
}

export function jsonBody(value: unknown): RequestBody {
  return textBody('application/json', JSON.stringify(value));
}

/** A multipart form without a file. Names and values are ours, or known to be plain. */
export function fieldsBody(fields: Readonly<Record<string, string>>): RequestBody {
  const boundary = `droprelay-${randomUUID()}`;
  const parts = Object.entries(fields).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return textBody(`multipart/form-data; boundary=${boundary}`, `${parts.join('')}--${boundary}--\r\n`);
}

export function textBody(contentType: string, text: string): RequestBody {
  const bytes = Buffer.from(text);
  return {
    contentType,
    length: bytes.length,
    async *chunks() {
      if (bytes.length > 0) yield bytes;
    },
  };
}
