/** Takes from every page what ours never needs: navigation, windows, permissions, and the network. */
import { app, type Session } from 'electron';

/** Holds for every contents that this program ever makes. Must run before the first window. */
export function forbidNavigation(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
}

/** Denies every permission, and every request but those to our own page. */
export function lockSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest((details, answer) => {
    const { protocol } = new URL(details.url);
    answer({ cancel: protocol !== 'app:' && protocol !== 'data:' && protocol !== 'devtools:' });
  });
  session.on('will-download', (event) => event.preventDefault());
}
