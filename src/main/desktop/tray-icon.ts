/** The icon in the system's tray, as Electron makes it. */
import { join } from 'node:path';
import {
  Tray as ElectronTray,
  Menu,
  type MenuItemConstructorOptions,
  type NativeImage,
  nativeImage,
  nativeTheme,
} from 'electron';
import { appName } from '../../shared/app.ts';
import type { TrayIcon } from './tray.ts';
import type { TrayAct, TrayFace, TrayItem, TrayView } from './tray-view.ts';

/**
 * @param folder of the images
 * @param act what was clicked
 * @param dropped files that were dropped on the icon; macOS only
 */
export function makeTrayIcon(
  folder: string,
  act: (what: TrayAct) => void,
  dropped: (paths: readonly string[]) => void,
): TrayIcon {
  const images = new Map<string, NativeImage>();
  const image = (face: TrayFace): NativeImage => {
    const name = imageName(face);
    const known = images.get(name);
    if (known) return known;
    const read = nativeImage.createFromPath(join(folder, name));
    images.set(name, read);
    return read;
  };
  let face: TrayFace = 'idle';
  const tray = new ElectronTray(image(face));
  const drawAnew = (): void => tray.setImage(image(face));
  nativeTheme.on('updated', drawAnew);
  // Where a click opens the menu, as on macOS and in some desktops of Linux, this does not come.
  if (process.platform !== 'darwin') tray.on('click', () => act({ kind: 'open' }));
  tray.on('drop-files', (_event, paths) => dropped(paths));
  return {
    show(view: TrayView) {
      if (view.face !== face) {
        face = view.face;
        drawAnew();
      }
      tray.setToolTip(`${appName}: ${view.line}`);
      tray.setContextMenu(Menu.buildFromTemplate(view.items.map((item) => entryOf(item, act))));
    },
    drawAnew,
    [Symbol.dispose]() {
      nativeTheme.off('updated', drawAnew);
      tray.destroy();
    },
  };
}

/** macOS inverts its own; the taskbar of Windows is light or dark; of Linux nobody knows what is behind it. */
function imageName(face: TrayFace): string {
  if (process.platform === 'darwin') return join('template', `${face}Template.png`);
  if (process.platform !== 'win32') return join('colour', `${face}.png`);
  return join(nativeTheme.shouldUseDarkColorsForSystemIntegratedUI ? 'light' : 'dark', `${face}.png`);
}

function entryOf(item: TrayItem, act: (what: TrayAct) => void): MenuItemConstructorOptions {
  if (item.kind === 'separator') return { type: 'separator' };
  const { label, act: what } = item;
  return what === null ? { label, enabled: false } : { label, click: () => act(what) };
}
