// Records everything that the app tells anybody: the window, the system, the clipboard and the terminal.
import type { ElectronApplication, Page } from '@playwright/test';
import { call, snapshot } from './secrets.ts';
import { clipboardText } from './window.ts';

export interface TellTale {
  /** All that was told so far, named by where it was told. */
  told(): Promise<Record<string, string>>;
  /** What came to standard output and error so far; also after the app has ended. */
  terminal(): string;
}

/** Main's own side of the door: answers as they leave, events, and notifications. In the app, as it holds on to them. */
interface Recorder {
  canaryRecord?: { answers: unknown[]; events: unknown[]; notifications: unknown[] };
}

/** Listens from now on: to be called before the app learns the secret. */
export async function recordAll(app: ElectronApplication, page: Page): Promise<TellTale> {
  let written = '';
  for (const stream of [app.process().stdout, app.process().stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      written += chunk.toString();
    });
  }
  await app.evaluate(({ BrowserWindow, ipcMain, Notification }) => {
    const record = { answers: [] as unknown[], events: [] as unknown[], notifications: [] as unknown[] };
    (globalThis as Recorder).canaryRecord = record;
    type Handler = (...call: unknown[]) => unknown;
    const { _invokeHandlers: handlers } = ipcMain as unknown as { _invokeHandlers: Map<string, Handler> };
    if (handlers.size < 2) throw new Error('the doors are kept elsewhere in this Electron');
    for (const [channel, handle] of handlers) {
      handlers.set(channel, async (...call) => {
        try {
          const answer = await handle(...call);
          record.answers.push(answer);
          return answer;
        } catch (error) {
          record.answers.push(String(error));
          throw error;
        }
      });
    }
    for (const { webContents } of BrowserWindow.getAllWindows()) {
      const send = webContents.send.bind(webContents);
      webContents.send = (...event) => {
        record.events.push(event);
        send(...event);
      };
    }
    Notification.prototype.show = function show(this: Electron.Notification) {
      record.notifications.push([this.title, this.body]);
    };
  });
  return {
    async told() {
      const { uploads } = await snapshot(page);
      const ledgers = [];
      for (const { id } of uploads) ledgers.push(await call(page, 'uploads.ledger', { id }));
      const main = await app.evaluate(() => JSON.stringify((globalThis as Recorder).canaryRecord));
      const shown = await page.evaluate(() => {
        const { document, localStorage, sessionStorage } = globalThis as unknown as {
          document: { documentElement: { outerHTML: string } };
          localStorage: object;
          sessionStorage: object;
        };
        return document.documentElement.outerHTML + JSON.stringify([localStorage, sessionStorage]);
      });
      return {
        'the ledgers': JSON.stringify(ledgers),
        'messages and notifications': main,
        'the window': shown,
        'the clipboard': await clipboardText(app),
        'the terminal': written,
      };
    },
    terminal: () => written,
  };
}
