/** The listeners that are open: at most one per address for new links, and those that older links name. */
import { UploadFailure } from '../../../shared/failure.ts';
import { type Listener, type ListenerParts, openListener, portOf } from './listener.ts';

export interface Listeners {
  /**
   * The open listener of this address, else a new one, on `preferredPort` if that is free, else on any port.
   * Fails with `settings-invalid`, field `interface`, where the system does not have the address.
   */
  at(address: string, preferredPort: number | null): Promise<Listener>;
  /** The listener of exactly this host; fails with `settings-invalid`, field `port`, where another program has it. */
  exactly(address: string, host: string): Promise<Listener>;
  close(): Promise<void>;
}

export function createListeners(parts: ListenerParts): Listeners {
  const open: Listener[] = [];
  let last: Promise<unknown> = Promise.resolve();

  /** One at a time, so that two first shares do not open two listeners. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };

  const start = async (address: string, port: number): Promise<Listener> => {
    const listener = await openListener(address, port, parts);
    open.push(listener);
    return listener;
  };

  return {
    at: (address, preferredPort) =>
      inTurn(async () => {
        const running = open.find((listener) => listener.address === address);
        if (running !== undefined) return running;
        try {
          return await start(address, preferredPort ?? 0);
        } catch (error) {
          if (preferredPort === null || !portIsRefused(error)) throw asFailure(error, address);
        }
        return await start(address, 0).catch((error: unknown) => {
          throw asFailure(error, address);
        });
      }),

    exactly: (address, host) =>
      inTurn(async () => {
        const running = open.find((listener) => listener.host === host);
        if (running !== undefined) return running;
        const port = portOf(host);
        return await start(address, port).catch((error: unknown) => {
          throw asFailure(error, host);
        });
      }),

    close: () =>
      inTurn(async () => {
        await Promise.all(open.splice(0).map((listener) => listener.close()));
      }),
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** In use, not permitted (ports under 1024, ranges that Windows reserves), or no port number at all. */
function portIsRefused(error: unknown): boolean {
  return ['EADDRINUSE', 'EACCES', 'ERR_SOCKET_BAD_PORT'].includes(codeOf(error));
}

function asFailure(error: unknown, host: string): unknown {
  if (portIsRefused(error)) return new UploadFailure({ kind: 'settings-invalid', field: 'port' }, { cause: error });
  if (codeOf(error) === 'EADDRNOTAVAIL') {
    return new UploadFailure({ kind: 'settings-invalid', field: 'interface' }, { cause: error });
  }
  return codeOf(error) === ''
    ? error
    : new UploadFailure({ kind: 'connection', host, detail: codeOf(error) }, { cause: error });
}
