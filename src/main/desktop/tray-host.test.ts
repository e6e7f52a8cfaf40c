import { expect, test } from 'vitest';
import type { BusMember, SessionBus } from './dbus.ts';
import { type TraySight, watchTrayHost } from './tray-host.ts';

const own = 7;
const watcher = 'org.kde.StatusNotifierWatcher';

/** A desktop as it answers on the bus; `stir` sends the signals of a change. */
function createDesktop() {
  const ending = new AbortController();
  const heard: ((values: unknown[]) => void)[] = [];
  const desktop = {
    watched: true,
    hosted: true as unknown,
    /** Registered icons, and who answers for each. */
    icons: {} as Record<string, number | 'gone' | 'hollow'>,
    mayListen: true,
    end: () => ending.abort(),
    stir: () => heard.forEach((hear) => void hear([])),
  };
  const answer = (to: BusMember, values: readonly unknown[]): unknown => {
    const name = String(values.at(-1));
    if (to.destination === watcher) {
      return { value: name === 'IsStatusNotifierHostRegistered' ? desktop.hosted : Object.keys(desktop.icons) };
    }
    const icon = Object.entries(desktop.icons).find(([item]) => item.split('/')[0] === (values[0] ?? to.destination));
    if (to.member === 'GetConnectionUnixProcessID') {
      if (icon?.[1] === 'gone') throw new Error('no such name');
      return icon?.[1] === 'hollow' ? own : icon?.[1];
    }
    if (desktop.icons[`${to.destination}${to.path}`] !== own) throw new Error('no such property');
    return { value: '/menu' };
  };
  const bus: SessionBus = {
    name: ':1.1',
    ended: ending.signal,
    call: async (to, _signature, values = []) => [answer(to, values)],
    hasOwner: async () => desktop.watched,
    async listen(_signals, hear) {
      if (!desktop.mayListen) throw new Error('refused');
      heard.push(hear);
    },
    [Symbol.dispose]: () => undefined,
  };
  return { desktop, bus };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

async function watch(change: (desktop: ReturnType<typeof createDesktop>['desktop']) => void, graceMs = 0) {
  const { desktop, bus } = createDesktop();
  change(desktop);
  const seen: TraySight[] = [];
  const watching = await watchTrayHost({ bus, pid: own, changed: (sight) => seen.push(sight), graceMs });
  return {
    desktop,
    seen,
    watching,
    async after(change: () => void) {
      change();
      desktop.stir();
      await settled();
    },
  };
}

test.each<[string, Parameters<typeof watch>[0], TraySight]>([
  ['nobody watches icons', (desktop) => Object.assign(desktop, { watched: false }), 'none'],
  ['nobody shows icons', (desktop) => Object.assign(desktop, { hosted: false }), 'none'],
  ['the answer is odd', (desktop) => Object.assign(desktop, { hosted: 'yes' }), 'none'],
  ['the bus refuses to tell of changes', (desktop) => Object.assign(desktop, { mayListen: false }), 'none'],
  ['no icon is there', () => undefined, 'host'],
  ['only others are there', (desktop) => Object.assign(desktop.icons, { ':1.9/Item': 9 }), 'host'],
  ['ours is gone already', (desktop) => Object.assign(desktop.icons, { ':1.7/Item': 'gone' }), 'host'],
  ['ours has no menu', (desktop) => Object.assign(desktop.icons, { ':1.7/Item': 'hollow' }), 'host'],
  ['ours is there', (desktop) => Object.assign(desktop.icons, { ':1.9/Item': 9, ':1.7/Item': own }), 'shown'],
])('where %s, it is told so', async (_where, change, sight) => {
  expect((await watch(change)).seen).toEqual([sight]);
});

test('it follows a tray that comes and goes, and forgets it with the bus', async () => {
  const { desktop, seen, after } = await watch((at) => Object.assign(at, { watched: false }));
  await after(() => Object.assign(desktop, { watched: true }));
  await after(() => Object.assign(desktop.icons, { ':1.7/Item': own }));
  await after(() => Object.assign(desktop, { hosted: false }));
  await after(() => Object.assign(desktop, { hosted: true }));
  expect(seen).toEqual(['none', 'host', 'shown', 'none', 'shown']);
  desktop.end();
  expect(seen.at(-1)).toBe('none');
});

test('a panel that starts anew within the grace was never gone', async () => {
  const { desktop, seen, after } = await watch((at) => Object.assign(at.icons, { ':1.7/Item': own }), 60_000);
  await after(() => Object.assign(desktop, { watched: false }));
  await after(() => Object.assign(desktop, { watched: true }));
  expect(seen).toEqual(['shown']);
});

test('after its end it tells nothing', async () => {
  const { desktop, seen, after, watching } = await watch(() => undefined);
  watching[Symbol.dispose]();
  await after(() => Object.assign(desktop, { watched: false }));
  expect(seen).toEqual(['host']);
});
