/** The tray: made where a host shows it, kept in step with the uploads, and never claimed where none is. */
import { isDeepStrictEqual } from 'node:util';
import type { UploadId } from '../../shared/ids.ts';
import type { TallyReader } from '../store/tally.ts';
import { createTrayFeed } from './tray-feed.ts';
import type { TraySight } from './tray-host.ts';
import { type TrayAct, type TrayView, trayView } from './tray-view.ts';

/** An icon in the system's tray. */
export interface TrayIcon extends Disposable {
  show(view: TrayView): void;
  /** Draws it for a host that knows nothing of it yet. */
  drawAnew(): void;
}

export interface TrayDeps {
  readonly tally: TallyReader;
  /** Watches whether icons, and ours, are shown. */
  readonly watchHost: (changed: (sight: TraySight) => void) => Promise<Disposable>;
  readonly makeIcon: (act: (what: TrayAct) => void) => TrayIcon;
  readonly act: (what: TrayAct) => void;
  /** The icon was there, and is gone: what was hidden must be seen again. */
  readonly gone: () => void;
  readonly isWatched: () => boolean;
  /** So many uploads wait for the user's answer, and nobody was told of these yet. */
  readonly asks: (count: number) => void;
  readonly report: (error: unknown) => void;
}

export interface Tray extends Disposable {
  /** Looks for a host, and shows the icon once there is one. */
  start(): Promise<void>;
  isThere(): boolean;
  changed(id: UploadId): void;
  /** The user looks at the window: failures and news are known now. */
  looked(): void;
  /** The language is another one now. */
  redraw(): void;
  /** Shows what could be told nowhere else, until the user looks at the window. */
  tell(news: string): void;
}

export function createTray(deps: TrayDeps): Tray {
  let icon: TrayIcon | null = null;
  let shown: TrayView | null = null;
  let sight: TraySight = 'none';
  let watch: Disposable | null = null;
  let news: string | null = null;
  let over = false;
  const feed = createTrayFeed({ ...deps, stands: show });

  function show(): void {
    if (!icon) return;
    const view = trayView({ ...feed.now(), news });
    // On Linux each change makes the desktop read the menu anew, open or not.
    if (isDeepStrictEqual(view, shown)) return;
    shown = view;
    icon.show(view);
  }

  /** Null where it can not be made, and nothing is to be hidden behind it. */
  function made(): TrayIcon | null {
    try {
      return deps.makeIcon(deps.act);
    } catch (error) {
      deps.report(error);
      return null;
    }
  }

  function sightChanged(now: TraySight): void {
    if (over) return;
    const before = sight;
    sight = now;
    if (now !== 'none' && !icon) {
      // Not before there is a host: Electron would settle for a kind of icon that hardly any desktop shows. And once
      // only: on Linux it can make no second one.
      icon = made();
      show();
    } else if (now !== 'none' && before === 'none') icon?.drawAnew();
    if (before === 'shown' && now !== 'shown') deps.gone();
  }

  return {
    async start() {
      const found = await deps.watchHost(sightChanged);
      if (over) found[Symbol.dispose]();
      else watch = found;
    },
    isThere: () => icon !== null && sight === 'shown',
    changed: feed.changed,
    redraw: show,
    looked() {
      news = null;
      feed.looked();
      show();
    },
    tell(text) {
      news = text;
      show();
    },
    [Symbol.dispose]() {
      over = true;
      feed[Symbol.dispose]();
      watch?.[Symbol.dispose]();
      icon?.[Symbol.dispose]();
      icon = null;
    },
  };
}
