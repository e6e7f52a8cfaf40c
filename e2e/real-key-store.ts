// The app with the system's own key store: Playwright gives every app one that seals nothing, and asks for no password.
import { join } from 'node:path';
import { _electron } from '@playwright/test';
import { test as base, type LaunchApp } from './app.ts';

const before = ['-r', join(import.meta.dirname, 'real-key-store.cjs')];

/** Playwright's `test` with `launch`, which is `launchApp` with the key store of this bus. */
export const test = base.extend<{ launch: LaunchApp }>({
  launch: async ({ launchApp }, use) => {
    const { launch } = _electron;
    // Electron loads what stands before the app's own folder, in that order.
    _electron.launch = (options) => launch.call(_electron, { ...options, args: [...before, ...(options?.args ?? [])] });
    await use(launchApp);
    _electron.launch = launch;
  },
});
