/** The colours of the window: the system's, or those that the user wants. */
import { BrowserWindow, nativeTheme } from 'electron';
import type { Theme } from '../../shared/preferences.ts';

/** The page's own background (LOOK.md, --bg), so that nothing flashes before it is drawn. */
export function windowBackground(): string {
  return nativeTheme.shouldUseDarkColors ? '#1a1b1e' : '#ffffff';
}

/** Counts at once, and for windows to come. */
export function showTheme(theme: Theme): void {
  nativeTheme.themeSource = theme;
  for (const window of BrowserWindow.getAllWindows()) window.setBackgroundColor(windowBackground());
}
