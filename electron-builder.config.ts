/** How electron-builder packages the built app; `npm run package` adds which Electron, and where to. See docs/packaging.md. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Configuration } from 'electron-builder';
import { actions, CATEGORIES, DESKTOP_ID, ENTRY, SCHEME } from './scripts/package/desktop-entry.ts';

const config: Configuration = {
  appId: 'org.droprelay.Droprelay',
  productName: 'Droprelay',
  copyright: 'MIT license',
  directories: { output: 'dist' },
  // Everything is bundled. The command line needs a plain Node, which a package does not have.
  files: [
    'out/**',
    '!out/.built',
    '!out/main/cli.js',
    // But for what only packaging needs.
    'resources/**',
    '!resources/{icons,icon-mac.png,icon*.svg,installer.nsh}',
    '!resources/icons/**',
    'package.json',
    '!**/node_modules/**',
  ],
  extraMetadata: { productName: 'Droprelay', desktopName: `${DESKTOP_ID}.desktop` },
  asar: true,
  afterExtract({ appOutDir, electronPlatformName }) {
    const resources = electronPlatformName === 'darwin' ? 'Electron.app/Contents/Resources' : 'resources';
    // Electron's own demo. electron-builder removes it only from what it downloaded itself.
    rmSync(join(appOutDir, resources, 'default_app.asar'), { force: true });
  },
  npmRebuild: false,
  electronFuses: {
    runAsNode: false,
    // We keep no cookies. On Linux the key for them is waited for at the start: behind a locked keyring no window came.
    enableCookieEncryption: process.platform !== 'linux',
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
    // Apple's own processors run nothing whose signature the fuses broke.
    resetAdHocDarwinSignature: true,
  },
  protocols: [{ name: 'Droprelay', schemes: [SCHEME] }],
  publish: null,
  linux: {
    target: 'dir',
    executableName: 'droprelay',
    executableArgs: ['%F'],
    icon: 'resources/icons',
    category: CATEGORIES,
    syncDesktopName: true,
    desktop: { entry: { ...ENTRY }, desktopActions: actions('droprelay') },
  },
  mac: {
    target: 'dir',
    icon: 'resources/icon-mac.png',
    category: 'public.app-category.utilities',
    extendInfo: {
      // Every file may be opened with it or dropped on it, and it is the default for none.
      CFBundleDocumentTypes: [
        {
          CFBundleTypeName: 'File',
          CFBundleTypeRole: 'Viewer',
          LSHandlerRank: 'Alternate',
          LSItemContentTypes: ['public.data', 'public.folder'],
        },
      ],
    },
  },
  win: { target: 'dir', icon: 'resources/icons/1024x1024.png' },
  // `fileAssociations` would take each type of file over; this offers it for all.
  nsis: { include: 'resources/installer.nsh' },
};

export default config;
