/** Whether our icon is there to be seen: on Linux a desktop may have no tray, and says so on the session bus. */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { SessionBus } from './dbus.ts';

/** `none`: nobody shows icons; `host`: somebody does, but not ours (yet); `shown`: ours is among them. */
export type TraySight = 'none' | 'host' | 'shown';

export interface TrayHostDeps {
  readonly bus: SessionBus;
  /** Whose icon it is. */
  readonly pid: number;
  /** Told at first, and of every change. */
  readonly changed: (sight: TraySight) => void;
  /** How long an icon may be gone before that counts, ms: panels are restarted. */
  readonly graceMs: number;
}

/** https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/ */
const watcher = 'org.kde.StatusNotifierWatcher';
const watcherPath = '/StatusNotifierWatcher';
const itemPath = '/StatusNotifierItem';
const properties = 'org.freedesktop.DBus.Properties';
const driver = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};
/** A desktop has a handful. */
const mostItems = 200;

/** Asks the bus, and goes on watching until disposed. Resolves after the first answer. */
export async function watchTrayHost({ bus, pid, changed, graceMs }: TrayHostDeps): Promise<Disposable> {
  const ending = new AbortController();
  let sight: TraySight | null = null;
  let asked = 0;

  const settle = (now: TraySight): void => {
    if (ending.signal.aborted || sight === now) return;
    sight = now;
    changed(now);
  };
  /** The last question counts: an answer that others overtook is dropped. */
  const look = async (): Promise<void> => {
    const turn = ++asked;
    const now = await sightOf(bus, pid);
    if (turn !== asked) return;
    if (sight === 'shown' && now !== 'shown') {
      await sleep(graceMs, undefined, { signal: ending.signal, ref: false }).catch(() => undefined);
      if (turn !== asked) return;
    }
    settle(now);
  };
  const lookAgain = (): void => void look();

  bus.ended.addEventListener('abort', () => {
    asked += 1;
    settle('none');
  });
  const ownerChanged = { sender: driver.destination, interface: driver.interface, member: 'NameOwnerChanged' };
  try {
    await bus.listen({ ...ownerChanged, arg0: watcher }, lookAgain);
    await bus.listen({ interface: watcher, path: watcherPath }, lookAgain);
    await look();
  } catch {
    // A bus that does not let us watch, such as a sandbox's: a host that can not be watched is none.
    settle('none');
  }
  return { [Symbol.dispose]: () => ending.abort() };
}

async function sightOf(bus: SessionBus, pid: number): Promise<TraySight> {
  try {
    // A call alone would have the bus start one.
    if (!(await bus.hasOwner(watcher))) return 'none';
    const hosted = await property(bus, watcher, watcherPath, watcher, 'IsStatusNotifierHostRegistered');
    if (hosted !== true) return 'none';
    const items = z
      .array(z.string())
      .parse(await property(bus, watcher, watcherPath, watcher, 'RegisteredStatusNotifierItems'));
    for (const item of items.slice(0, mostItems)) if (await isOurs(bus, pid, item)) return 'shown';
    return 'host';
  } catch {
    // It went between two questions, gives no answer or an odd one: none of these shows an icon.
    return 'none';
  }
}

/** An icon that is registered, but answers nothing, is none: the user would find no menu in it. */
async function isOurs(bus: SessionBus, pid: number, item: string): Promise<boolean> {
  const slash = item.indexOf('/');
  const name = slash < 0 ? item : item.slice(0, slash);
  try {
    const [owner] = await bus.call({ ...driver, member: 'GetConnectionUnixProcessID' }, 's', [name]);
    if (owner !== pid) return false;
    await property(bus, name, slash < 0 ? itemPath : item.slice(slash), 'org.kde.StatusNotifierItem', 'Menu');
    return true;
  } catch {
    // That program has ended meanwhile.
    return false;
  }
}

async function property(
  bus: SessionBus,
  destination: string,
  path: string,
  of: string,
  name: string,
): Promise<unknown> {
  const [answer] = await bus.call({ destination, path, interface: properties, member: 'Get' }, 'ss', [of, name]);
  return z.object({ value: z.unknown() }).parse(answer).value;
}
