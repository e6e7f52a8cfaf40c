/** The ways in which a stand-in puts an answer on the wire. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { closed, type Fault } from './fault.ts';
import type { Answer } from './host-script.ts';

/** nginx's `lingering_timeout`. */
const lingerMs = 5_000;

interface Extra {
  readonly retryAfter?: string;
  readonly location?: string;
}

export function statusAnswer(fault: Extract<Fault, { kind: 'status' }>): Answer {
  return {
    status: fault.status,
    text: fault.body ?? `Error ${fault.status}\n`,
    contentType: fault.contentType ?? 'text/plain; charset=utf-8',
  };
}

/** The answer of a fault that stores nothing, null where the host's own script answers. */
export function cannedAnswer(fault: Fault | null): Answer | null {
  if (fault?.kind === 'status') return statusAnswer(fault);
  if (fault?.kind === 'text') return { status: 200, text: fault.text };
  if (fault?.kind === 'html-page') {
    return {
      status: 200,
      text: '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>',
    };
  }
  return null;
}

function headersOf(answer: Answer, extra: Extra): Record<string, string | number> {
  return {
    'Content-Type': answer.contentType ?? 'text/html; charset=UTF-8',
    'Content-Length': Buffer.byteLength(answer.text),
    ...(extra.retryAfter === undefined ? {} : { 'Retry-After': extra.retryAfter }),
    ...(extra.location === undefined ? {} : { Location: extra.location }),
  };
}

export async function send(response: ServerResponse, answer: Answer, extra: Extra = {}): Promise<void> {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(answer.status, headersOf(answer, extra)).end(answer.text);
}

export function closeAtOnce(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { ...headersOf(answer, {}), Connection: 'close' }).end(answer.text);
}

/** Answers at once and reads on, so that the sender gets to see the answer: nginx's lingering close. */
export async function linger(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  extra: Extra = {},
): Promise<void> {
  response.writeHead(answer.status, { ...headersOf(answer, extra), Connection: 'close' }).write(answer.text);
  const patience = setTimeout(() => request.socket.destroy(), lingerMs);
  request.resume();
  await Promise.race([once(request, 'end').catch(() => {}), closed(request)]);
  clearTimeout(patience);
  response.end();
}
