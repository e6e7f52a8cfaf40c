/** What a downloader finds behind a link of a stand-in. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { StandIn } from '../stand-in.ts';

export interface Served {
  readonly status: number;
  /** Of the answer's body, lower-case hex. */
  readonly sha256: string;
}

/** Downloads a link straight from its stand-in, past whatever stands before it. */
export async function servedAt({ url }: StandIn, link: string): Promise<Served> {
  const request = get(new URL(new URL(link).pathname, url), { agent: false, headers: { 'User-Agent': 'curl/8' } });
  const [response]: IncomingMessage[] = await once(request, 'response');
  if (!response) throw new Error('no answer');
  const sum = createHash('sha256');
  for await (const chunk of response) sum.update(chunk);
  return { status: response.statusCode ?? 0, sha256: sum.digest('hex') };
}
