/** The session bus of Linux desktops, as the program uses it: calls with a time limit, signals, and who is there. */
import { EventEmitter, once } from 'node:events';
import { z } from 'zod';

/** Whom a call is for. */
export interface BusMember {
  readonly destination: string;
  readonly path: string;
  readonly interface: string;
  readonly member: string;
}

/** Which signals to hear; what is left out matches all. */
export interface BusSignals {
  readonly sender?: string;
  readonly path?: string;
  readonly interface: string;
  readonly member?: string;
  /** The first argument of the signal. */
  readonly arg0?: string;
}

export interface SessionBus extends Disposable {
  /** This program's own name on the bus, such as `:1.42`. */
  readonly name: string;
  /** The answer's values. Throws where there is none within the limit, or an error. */
  call(to: BusMember, signature?: string, values?: unknown[]): Promise<unknown[]>;
  /** Hears these signals from now on. */
  listen(signals: BusSignals, heard: (values: unknown[]) => void): Promise<void>;
  /** True while some program has this name. */
  hasOwner(name: string): Promise<boolean>;
  /** Aborted once the bus is gone, or this connection closed. */
  readonly ended: AbortSignal;
}

const driver = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};

/**
 * Null where there is no bus, or none that answers in time.
 * @param limitMs of the connection, and of each call
 * @param address of another bus than that of the session
 */
export async function connectSessionBus(limitMs: number, address?: string): Promise<SessionBus | null> {
  // Imported on first use: other systems never need it.
  const { Message, MessageType, sessionBus } = await import('@jellybrick/dbus-next');
  const bus = sessionBus(address === undefined ? {} : { busAddress: address });
  const ending = new AbortController();
  const end = (): void => ending.abort();
  // It stays for good: without a listener a late error would end the program. The library's types do not know it.
  const events: EventEmitter = bus;
  events.on('error', end);
  // The library tells its users of errors, and of the plain end of the stream only its own connection.
  const connection: unknown = Reflect.get(bus, '_connection');
  if (connection instanceof EventEmitter) void once(connection, 'end').then(end, end);
  const connected = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), limitMs);
    bus.once('connect', () => {
      clearTimeout(timer);
      resolve(true);
    });
    ending.signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve(false);
    });
  });
  const close = (): void => {
    end();
    bus.disconnect();
  };
  const { name } = bus;
  if (!connected || name === null) {
    close();
    return null;
  }

  const call: SessionBus['call'] = async (to, signature = '', values = []) => {
    if (ending.signal.aborted) throw new Error('the session bus is gone');
    const asked = bus.call(new Message({ ...to, signature, body: values }));
    // It may fail after nobody waits for it any more.
    asked.catch(() => undefined);
    return (await within(asked, limitMs, ending.signal, to.member))?.body ?? [];
  };
  const hasOwner: SessionBus['hasOwner'] = async (wanted) =>
    z.boolean().parse((await call({ ...driver, member: 'NameHasOwner' }, 's', [wanted]))[0]);

  return {
    name,
    call,
    hasOwner,
    ended: ending.signal,
    async listen(signals, heard) {
      bus.on('message', (message) => {
        if (message.type !== MessageType.SIGNAL || message.interface !== signals.interface) return;
        if (signals.member !== undefined && message.member !== signals.member) return;
        if (signals.path !== undefined && message.path !== signals.path) return;
        if (signals.arg0 !== undefined && message.body[0] !== signals.arg0) return;
        heard(message.body);
      });
      const rule = Object.entries({ type: 'signal', ...signals }).map(([key, value]) => `${key}='${value}'`);
      await call({ ...driver, member: 'AddMatch' }, 's', [rule.join(',')]);
    },
    [Symbol.dispose]: close,
  };
}

/** Rejects after the limit, and once the bus is gone. */
function within<T>(asked: Promise<T>, limitMs: number, ended: AbortSignal, member: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => give(() => reject(new Error(`no answer to ${member} on the session bus`))), limitMs);
    const gone = (): void => give(() => reject(new Error('the session bus is gone')));
    const give = (act: () => void): void => {
      clearTimeout(timer);
      ended.removeEventListener('abort', gone);
      act();
    };
    ended.addEventListener('abort', gone);
    asked.then(
      (value) => give(() => resolve(value)),
      (error: unknown) => give(() => reject(error)),
    );
  });
}
