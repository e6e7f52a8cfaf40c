/** The own check of a share's link: it goes through the same door as any client, but is not counted. */
import { type IncomingMessage, request } from 'node:http';
import { UploadFailure } from '../../../shared/failure.ts';
import { probeHeader } from './request-handler.ts';
import { linkOf, type Share } from './share-store.ts';

const timeoutMs = 5_000;
/** Bytes; room for the line of a refusal. */
const maxBody = 200;

/**
 * Asks the link for its last byte (an empty file: for all of it) and compares the length it names with the pinned one.
 * Fails with `not-found`, `connection`, `timeout` or `bad-proof`.
 */
export async function probeLink(share: Share, secret: string): Promise<void> {
  const { size } = share.source;
  const range = size === 0 ? {} : { Range: 'bytes=-1' };
  const answer = await ask(linkOf(share), { ...range, [probeHeader]: secret }, share.host);
  if (answer.status === 404 || answer.status === 410) throw new UploadFailure({ kind: 'not-found', host: share.host });
  const right =
    size === 0
      ? answer.status === 200 && answer.length === '0' && answer.received === 0
      : answer.status === 206 && answer.range === `bytes ${size - 1}-${size - 1}/${size}` && answer.received === 1;
  if (!right) throw new UploadFailure({ kind: 'bad-proof', why: 'size' });
}

interface Answer {
  readonly status: number;
  readonly length: string | undefined;
  readonly range: string | undefined;
  /** Bytes of the body. */
  readonly received: number;
}

function ask(link: string, headers: Record<string, string>, host: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      const failure =
        error.name === 'TimeoutError' || error.name === 'AbortError'
          ? ({ kind: 'timeout', host, afterMs: timeoutMs } as const)
          : ({ kind: 'connection', host, detail: error.message.slice(0, 200) } as const);
      reject(new UploadFailure(failure, { cause: error }));
    };
    const asked = request(link, { headers, agent: false, signal: AbortSignal.timeout(timeoutMs) });
    asked.on('error', fail);
    asked.on('response', (response: IncomingMessage) => {
      let received = 0;
      const settle = (): void =>
        resolve({
          status: response.statusCode ?? 0,
          length: response.headers['content-length'],
          range: response.headers['content-range'],
          received,
        });
      response.on('data', (chunk: Buffer) => {
        received += chunk.length;
        if (received <= maxBody) return;
        // No answer of ours is that long: a stranger is on our port.
        settle();
        asked.destroy();
      });
      response.on('error', fail);
      response.on('end', settle);
    });
    asked.end();
  });
}
