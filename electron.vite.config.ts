/** Builds the three programs: main (with the command line), the sandboxed preload, and the page. */
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { normalizePath } from 'vite';
import { leanBundle } from './scripts/lean-bundle.ts';
import { fetchAtOnce, inFewParts, leanPage } from './scripts/lean-page.ts';

const at = (path: string): string => resolve(import.meta.dirname, path);
const module = (path: string): string => normalizePath(at(path));

export default defineConfig({
  main: {
    plugins: leanBundle(),
    // The app that Dropbox knows us as; builds without one leave it to the user's own.
    define: { __DROPBOX_APP_KEY__: JSON.stringify(process.env.DROPRELAY_DROPBOX_APP_KEY ?? '') },
    build: {
      // Everything is bundled: the built program needs no node_modules.
      externalizeDeps: false,
      outDir: 'out/main',
      rollupOptions: {
        input: {
          index: at('src/main/index.ts'),
          cli: at('src/main/cli.ts'),
          'hash-worker': at('src/main/engine/hash-worker.ts'),
          'backup-worker': at('src/main/store/backup-worker.ts'),
          'history-worker': at('src/main/store/history-worker.ts'),
        },
        // All in one folder: whoever starts a worker looks for it beside itself, as among the sources.
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: '[name]-[hash].js',
          // Node reads half as much at each start. Names stay, for the stacks in reports.
          minify: { mangle: false, compress: true, codegen: true },
        },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      outDir: 'out/preload',
      // A sandboxed preload is one CommonJS file.
      rollupOptions: {
        input: at('src/preload/index.ts'),
        output: { format: 'cjs', entryFileNames: 'index.cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    plugins: [react(), leanPage(), fetchAtOnce('/start.tsx')],
    build: {
      outDir: at('out/renderer'),
      // The content policy allows no data: scripts or styles.
      assetsInlineLimit: 0,
      minify: true,
      rollupOptions: {
        input: at('src/renderer/index.html'),
        output: {
          codeSplitting: {
            groups: [inFewParts({ first: module('src/renderer/main.tsx'), start: module('src/renderer/start.tsx') })],
          },
        },
      },
    },
  },
});
