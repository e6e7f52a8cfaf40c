/** The host that everybody uploads to: `sink.c` as a process of its own, on loopback. */
import { EventEmitter, once } from 'node:events';
import { get as getPlain } from 'node:http';
import { get as getSecure } from 'node:https';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { end, start } from './children.ts';
import { useOf } from './process-tree.ts';

export interface Certificate {
  /** Paths of PEM files. */
  readonly certificate: string;
  readonly key: string;
}

export interface Sink extends AsyncDisposable {
  readonly url: string;
  /** "begin" at the headers of a body above 1 MiB; "end", with the ms in between, at its last byte. */
  readonly events: EventEmitter<{ begin: []; end: [ms: number] }>;
  /** Whole bodies taken so far. */
  totals(): Promise<{ uploads: number; bytes: number }>;
  /** CPU time of the sink itself so far, s; null where the system does not tell. */
  cpuS(): number | null;
}

/** Its links tell that `fileBytes` lie behind them. With a certificate it speaks TLS only. */
export async function openSink(program: string, fileBytes: number, tls?: Certificate): Promise<Sink> {
  const args = [String(fileBytes), ...(tls ? [tls.certificate, tls.key] : [])];
  const child = start(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const lines = createInterface({ input: child.stdout as Readable });
  const port = await Promise.race([
    once(lines, 'line').then(([line]) => Number(line)),
    once(child, 'close').then(() => Number.NaN),
  ]);
  if (!Number.isInteger(port)) throw new Error(complaint.trim() || 'the sink did not start');

  const events = new EventEmitter<{ begin: []; end: [ms: number] }>();
  lines.on('line', (line) => {
    const [what, nanoseconds] = line.split(' ');
    if (what === 'begin') events.emit('begin');
    else if (what === 'end') events.emit('end', Number(nanoseconds) / 1e6);
  });
  const url = `${tls ? 'https' : 'http'}://127.0.0.1:${port}/`;
  return {
    url,
    events,
    async totals() {
      // Nothing secret is asked of our own process.
      const asking = tls ? getSecure(`${url}totals`, { rejectUnauthorized: false }) : getPlain(`${url}totals`);
      const [answer] = await once(asking, 'response');
      const [uploads = 0, bytes = 0] = (await text(answer)).split(' ').map(Number);
      return { uploads, bytes };
    },
    cpuS: () => useOf(child.pid ?? 0)?.cpuS ?? null,
    [Symbol.asyncDispose]: () => end(child, 2_000),
  };
}
