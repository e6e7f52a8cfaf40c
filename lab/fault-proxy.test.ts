import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { faultProxy, type ProxyFault, type Sleep } from './fault-proxy.ts';
import { listen, portOf } from './loopback.ts';

/** Repeats what it is sent, keeps count, and ends when its client does. */
let echo: Server;
let target: string;
let host = { arrived: '', saw: [] as string[] };
beforeAll(async () => {
  echo = createServer({ allowHalfOpen: true }, (socket) => {
    const seen = host;
    socket.on('data', (chunk) => {
      seen.arrived += chunk;
      socket.write(chunk);
    });
    socket.on('end', () => {
      seen.saw.push('end');
      socket.end();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => seen.saw.push(error.code ?? ''));
  });
  await listen(echo, 0);
  target = `http://127.0.0.1:${portOf(echo)}`;
});
beforeEach(() => {
  host = { arrived: '', saw: [] };
});
afterAll(() => echo.close());

/** A client that writes down what it sees: text, `end`, or an error's code. */
class RawClient implements Disposable {
  readonly socket: Socket;
  text = '';
  readonly saw: string[] = [];

  constructor(url: string) {
    this.socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true });
    this.socket.on('data', (chunk) => {
      this.text += chunk;
    });
    this.socket.on('end', () => this.saw.push('end'));
    this.socket.on('error', (error: NodeJS.ErrnoException) => this.saw.push(error.code ?? ''));
  }

  [Symbol.dispose](): void {
    this.socket.destroy();
  }
}

/** A sleep that lasts until it is told otherwise. */
function heldSleep() {
  const waits: number[] = [];
  const wake: (() => void)[] = [];
  const sleep: Sleep = (ms) => {
    waits.push(ms);
    return new Promise<void>((resolve) => wake.push(resolve));
  };
  return { sleep, waits, release: () => wake.splice(0).forEach((resolve) => void resolve()) };
}

/** Longer than by default: what is waited for always comes, however busy the machine. */
const eventually = <T>(read: () => T) => expect.poll(read, { timeout: 10_000, interval: 5 });

const start = (fault: ProxyFault | readonly ProxyFault[], sleep?: Sleep) =>
  faultProxy(target, fault, sleep ? { sleep } : {});

describe('the proxy', () => {
  test('without a fault passes everything, and both ends', async () => {
    await using proxy = await start([]);
    using client = new RawClient(proxy.url);
    client.socket.end('hello');
    await eventually(() => [client.text, client.saw]).toEqual(['hello', ['end']]);
    await eventually(() => proxy.connections).toEqual([{ up: 5, down: 5, open: false }]);
  });

  test('passes many bytes unchanged', async () => {
    await using proxy = await start([{ kind: 'latency', ms: 0 }]);
    using client = new RawClient(proxy.url);
    const text = Array.from({ length: 200_000 }, (_, index) => index).join(' ');
    client.socket.end(text);
    await once(client.socket, 'end');
    expect(client.text === text).toBe(true);
  });

  test('refused: nothing listens, until it is healed, at the same address', async () => {
    await using proxy = await start({ kind: 'refused' });
    const { url } = proxy;
    using refused = new RawClient(url);
    await eventually(() => refused.saw).toEqual(['ECONNREFUSED']);
    await proxy.heal();
    expect(proxy.url).toBe(url);
    using client = new RawClient(url);
    client.socket.end('again');
    await eventually(() => client.text).toBe('again');
  });

  test('a target that refuses is a reset', async () => {
    const gone = createServer();
    await listen(gone, 0);
    const url = `http://127.0.0.1:${portOf(gone)}`;
    gone.close();
    await using proxy = await faultProxy(url, []);
    using client = new RawClient(proxy.url);
    await eventually(() => client.saw).toEqual(['ECONNRESET']);
  });

  test('black hole: connects, and neither reads nor answers', async () => {
    await using proxy = await start({ kind: 'black-hole' });
    using client = new RawClient(proxy.url);
    await once(client.socket, 'connect');
    const more = Buffer.alloc(64 * 1024 * 1024);
    client.socket.write(more);
    await eventually(() => client.socket.writableLength).toBeGreaterThan(0);
    await eventually(() => proxy.connections).toEqual([{ up: 0, down: 0, open: true }]);
    expect([host.arrived, client.text, client.saw]).toEqual(['', '', []]);
  });

  test('stop cuts what is under way, in whatever fault', async () => {
    const proxy = await start([
      { kind: 'latency', ms: 3_600_000 },
      { kind: 'stall', afterBytes: 1, direction: 'up' },
    ]);
    using client = new RawClient(proxy.url);
    client.socket.write('hello');
    await eventually(() => proxy.connections.length).toBe(1);
    await proxy.stop();
    await eventually(() => client.saw.length).toBe(1);
    expect(client.text).toBe('');
  });
});

describe('bytes', () => {
  test.each(['up', 'down'] as const)('latency %s: they come when the time is over, all at once', async (direction) => {
    const held = heldSleep();
    await using proxy = await start({ kind: 'latency', ms: 300, direction }, held.sleep);
    using client = new RawClient(proxy.url);
    client.socket.write('one');
    await eventually(() => held.waits).toEqual([300]);
    client.socket.write('two');
    if (direction === 'up') await eventually(() => held.waits.length).toBe(2);
    else await eventually(() => host.arrived).toBe('onetwo');
    expect(client.text).toBe('');
    held.release();
    await expect
      .poll(() => {
        held.release();
        return client.text;
      })
      .toBe('onetwo');
    expect(new Set(held.waits)).toEqual(new Set([300]));
  });

  test.each(['up', 'down'] as const)('bandwidth %s: the waits add up to what the bytes take', async (direction) => {
    const waits: number[] = [];
    const sleep: Sleep = async (ms) => void waits.push(ms);
    await using proxy = await start({ kind: 'bandwidth', bytesPerSecond: 1000, direction }, sleep);
    using client = new RawClient(proxy.url);
    client.socket.end('x'.repeat(2500));
    await eventually(() => client.text.length).toBe(2500);
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(2500);
    expect(Math.max(...waits)).toBeLessThanOrEqual(100);
  });

  test('stall up: so many bytes reach the host, then silence', async () => {
    await using proxy = await start({ kind: 'stall', afterBytes: 3, direction: 'up' });
    using client = new RawClient(proxy.url);
    client.socket.write('hello');
    await eventually(() => client.text).toBe('hel');
    expect([host.arrived, client.saw, host.saw, proxy.connections]).toEqual([
      'hel',
      [],
      [],
      [{ up: 3, down: 3, open: true }],
    ]);
  });

  test('stall down: the host gets it all, the client so many bytes', async () => {
    await using proxy = await start({ kind: 'stall', afterBytes: 3, direction: 'down' });
    using client = new RawClient(proxy.url);
    client.socket.write('hello');
    await eventually(() => [host.arrived, client.text]).toEqual(['hello', 'hel']);
    expect(client.saw).toEqual([]);
  });

  test.each(['up', 'down'] as const)('reset %s: so many bytes pass, then both sides are reset', async (direction) => {
    await using proxy = await start({ kind: 'reset', afterBytes: 3, direction });
    using client = new RawClient(proxy.url);
    client.socket.write('hello');
    await eventually(() => [client.saw, host.saw]).toEqual([['ECONNRESET'], ['ECONNRESET']]);
    expect(direction === 'up' ? host.arrived : client.text).toBe('hel');
    expect(proxy.connections[0]?.open).toBe(false);
  });

  test('reset down after 0 bytes: the host did its work, the client hears nothing', async () => {
    await using proxy = await start({ kind: 'reset', afterBytes: 0, direction: 'down' });
    using client = new RawClient(proxy.url);
    client.socket.write('hello');
    await eventually(() => client.saw).toEqual(['ECONNRESET']);
    expect(client.text).toBe('');
  });

  test('half-close up: the host hears an end, and its answer still arrives', async () => {
    await using proxy = await start({ kind: 'half-close', afterBytes: 3, direction: 'up' });
    using client = new RawClient(proxy.url);
    client.socket.write('hello');
    await eventually(() => [host.saw[0], client.text, client.saw[0]]).toEqual(['end', 'hel', 'end']);
    expect(host.arrived).toBe('hel');
  });

  test('half-close down: the client hears an end, and may send on', async () => {
    await using proxy = await start({ kind: 'half-close', afterBytes: 3, direction: 'down' });
    using client = new RawClient(proxy.url);
    client.socket.write('hello');
    await eventually(() => [client.text, client.saw]).toEqual(['hel', ['end']]);
    client.socket.write(' again');
    await eventually(() => host.arrived).toBe('hello again');
  });

  test('slow close: the end comes late, the bytes do not', async () => {
    const held = heldSleep();
    await using proxy = await start({ kind: 'slow-close', ms: 700, direction: 'down' }, held.sleep);
    using client = new RawClient(proxy.url);
    client.socket.end('hello');
    await eventually(() => [client.text, held.waits]).toEqual(['hello', [700]]);
    expect(client.saw).toEqual([]);
    held.release();
    await eventually(() => client.saw).toEqual(['end']);
  });

  test('healed: the next connection passes, the stalled one stays so', async () => {
    await using proxy = await start({ kind: 'stall', afterBytes: 1, direction: 'up' });
    using stalled = new RawClient(proxy.url);
    stalled.socket.write('12');
    await eventually(() => stalled.text).toBe('1');
    await proxy.heal();
    using client = new RawClient(proxy.url);
    client.socket.write('34');
    await eventually(() => client.text).toBe('34');
    expect(stalled.text).toBe('1');
  });
});
