/** How the program is there while nobody looks at its window: its tray, its notifications, and what it says of them. */
import { join } from 'node:path';
import type { UploadId } from '../../shared/ids.ts';
import type { Send } from '../rpc/feed.ts';
import type { SettingsStore } from '../store/settings.ts';
import type { TallyReader } from '../store/tally.ts';
import { connectSessionBus, type SessionBus } from './dbus.ts';
import { askNotificationServer } from './notification-server.ts';
import { systemNotifications } from './notifications.ts';
import type { NotificationServer } from './notifier.ts';
import { createTelling, type Telling } from './telling.ts';
import { createTray } from './tray.ts';
import { type TraySight, watchTrayHost } from './tray-host.ts';
import { makeTrayIcon } from './tray-icon.ts';
import type { TrayAct } from './tray-view.ts';
import type { MainWindow } from './window.ts';

export interface PresenceDeps {
  readonly window: MainWindow;
  readonly tally: TallyReader;
  readonly settings: SettingsStore;
  readonly send: Send;
  /** The folder that holds the tray's images. */
  readonly resources: string;
  /** Something was clicked in the tray. */
  readonly act: (act: TrayAct) => void;
  /** Files were dropped on the tray (macOS). */
  readonly dropped: (paths: readonly string[]) => void;
  readonly report: (error: unknown) => void;
}

export interface Presence extends AsyncDisposable {
  readonly telling: Telling;
  /** Looks for a tray and keeps it; nothing waits for this. */
  start(): void;
  changed(id: UploadId): void;
  /** The language is another one now. */
  redraw(): void;
  /** The user looks at the window. */
  looked(): void;
  /** Closing the window leaves the program where the user can reach it, and wants it. */
  staysInTray(): boolean;
  /** The window was closed, and the program goes on. */
  hid(): void;
  /** What the desktop shows of the program. */
  sight(): Promise<{ readonly tray: 'shown' | 'none'; readonly notifications: 'served' | 'none' }>;
}

/** A desktop that does not answer within this time has no tray and no notifications, ms. */
const busMs = 2_000;
/** A panel that starts anew is back by then, ms. */
const hostGraceMs = 3_000;

export function createPresence(deps: PresenceDeps): Presence {
  const { window, settings, send, report } = deps;
  let bus: Promise<SessionBus | null> | null = null;
  const sessionBus = (): Promise<SessionBus | null> => {
    bus ??= process.platform === 'linux' ? connectSessionBus(busMs) : Promise.resolve(null);
    return bus;
  };

  const watchHost = async (changed: (sight: TraySight) => void): Promise<Disposable> => {
    const found = await sessionBus();
    if (found) return watchTrayHost({ bus: found, pid: process.pid, changed, graceMs: hostGraceMs });
    changed(process.platform === 'linux' ? 'none' : 'shown');
    return { [Symbol.dispose]: () => undefined };
  };
  const notificationServer = async (): Promise<NotificationServer | null> => {
    if (process.platform !== 'linux') return { readsMarkup: false };
    const found = await sessionBus();
    return found && askNotificationServer(found);
  };

  const telling = createTelling({
    isWatched: window.isFocused,
    isWanted: () => settings.get().preferences.notifications,
    notify: systemNotifications(notificationServer, report),
    tray: (news) => tray.tell(news),
    flash: window.flash,
    open: window.open,
    report,
  });
  const tray = createTray({
    tally: deps.tally,
    watchHost,
    makeIcon: (act) => makeTrayIcon(join(deps.resources, 'tray'), act, deps.dropped),
    act: deps.act,
    gone: window.bringBack,
    isWatched: window.isFocused,
    asks: telling.asks,
    report,
  });

  let isTelling = false;
  const tellOnce = async (): Promise<void> => {
    if (isTelling || settings.get().told.tray) return;
    isTelling = true;
    if (!(await telling.goesOn())) send('tray.goesOn', undefined);
    settings.set({ told: { tray: true } });
  };

  return {
    telling,
    start: () => void tray.start().catch(report),
    changed: tray.changed,
    redraw: tray.redraw,
    looked: tray.looked,
    staysInTray: () => settings.get().preferences.closeToTray && tray.isThere(),
    hid: () => void tellOnce().catch(report),
    sight: async () => ({
      tray: tray.isThere() ? 'shown' : 'none',
      notifications: (await notificationServer()) ? 'served' : 'none',
    }),
    async [Symbol.asyncDispose]() {
      tray[Symbol.dispose]();
      (await bus)?.[Symbol.dispose]();
    },
  };
}
