/** The ways in which a stand-in puts an answer on the wire. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { closed, type Fault } from './fault.ts';
import { type Answer, type HostScript, plainAnswer } from './host-script.ts';

/** nginx's `lingering_timeout`. */
const lingerMs = 5_000;

/** The answer of a fault that stores nothing, null where the host's own script answers. */
export function cannedAnswer(fault: Fault | null, script: Pick<HostScript, 'rateLimited'>): Answer | null {
  switch (fault?.kind) {
    case 'status':
      return withHeaders(
        {
          status: fault.status,
          text: fault.body ?? `Error ${fault.status}\n`,
          contentType: fault.contentType ?? 'text/plain; charset=utf-8',
        },
        { 'Retry-After': fault.retryAfter, Location: fault.location },
      );
    case 'rate-limit':
      return withHeaders(script.rateLimited ?? plainAnswer(429, 'Too Many Requests\n'), {
        'Retry-After': fault.retryAfter,
      });
    case 'text':
      return { status: 200, text: fault.text };
    case 'html-page':
      return {
        status: 200,
        text: '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>',
      };
    default:
      return null;
  }
}

function withHeaders(answer: Answer, more: Readonly<Record<string, string | undefined>>): Answer {
  const given = Object.entries(more).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...answer, headers: { ...answer.headers, ...Object.fromEntries(given) } };
}

function headersOf(answer: Answer): Record<string, string | number> {
  return {
    'Content-Type': answer.contentType ?? 'text/html; charset=UTF-8',
    'Content-Length': Buffer.byteLength(answer.text),
    ...answer.headers,
  };
}

export async function send(response: ServerResponse, answer: Answer): Promise<void> {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(answer.status, headersOf(answer)).end(answer.text);
}

/** Answers before the body was read: with a lingering close, or closed at once. */
export async function sendEarly(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  how: 'linger' | 'close',
): Promise<void> {
  response.writeHead(answer.status, { ...headersOf(answer), Connection: 'close' });
  if (how === 'close') response.end(answer.text);
  else await linger(request, response, answer.text);
}

/** Answers at once and reads on, so that the sender gets to see the answer: nginx's lingering close. */
async function linger(request: IncomingMessage, response: ServerResponse, text: string): Promise<void> {
  response.write(text);
  const patience = setTimeout(() => request.socket.destroy(), lingerMs);
  request.resume();
  await Promise.race([once(request, 'end').catch(() => {}), closed(request)]);
  clearTimeout(patience);
  response.end();
}
