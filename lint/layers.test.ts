/** Shows that the lint rules hold the layers: each forbidden import fails, each allowed one passes. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

const forbidden: readonly [file: string, code: string][] = [
  ['src/main/engine/a1.ts', "import { app } from 'electron';\napp.quit();\n"],
  ['src/main/engine/a2.ts', "import { catbox } from '../providers/catbox.ts';\ncatbox();\n"],
  ['src/main/engine/a3.ts', "import { a } from '../rpc/feed.ts';\na();\n"],
  ['src/main/providers/b1.ts', "import Store from 'electron-store';\nnew Store();\n"],
  ['src/main/providers/b2.ts', "import { a } from '../store/database.ts';\na();\n"],
  ['src/main/providers/b3.ts', "import { a } from '../engine/relay.ts';\na();\n"],
  ['src/main/net/c1.ts', "import { a } from '../store/database.ts';\na();\n"],
  ['src/main/net/c2.ts', "import { app } from 'electron';\napp.quit();\n"],
  ['src/main/net/c3.ts', "import { a } from '../guard/location.ts';\na();\n"],
  ['src/main/guard/l1.ts', "import { a } from '../engine/relay.ts';\na();\n"],
  ['src/main/guard/l2.ts', "import { app } from 'electron';\napp.quit();\n"],
  ['src/main/store/d1.ts', "import { a } from '../net/http.ts';\na();\n"],
  ['src/main/store/d2.ts', "import Store from 'electron-store';\nnew Store();\n"],
  ['src/main/rpc/e1.ts', "import { a } from '../desktop/window.ts';\na();\n"],
  ['src/main/rpc/e2.ts', "import { ipcMain } from 'electron';\nipcMain.removeAllListeners();\n"],
  ['src/main/desktop/f1.ts', "import { ipcMain } from 'electron';\nipcMain.removeAllListeners();\n"],
  ['src/main/desktop/f2.ts', "import { catbox } from '../providers/catbox.ts';\ncatbox();\n"],
  [
    'src/main/desktop/f3.ts',
    "export function f(window: { webContents: { send(name: string): void } }) {\n  window.webContents.send('x');\n}\n",
  ],
  ['src/main/cli.ts', "import { a } from './desktop/window.ts';\na();\n"],
  ['src/main/parts.ts', "import { app } from 'electron';\napp.quit();\n"],
  ['src/renderer/features/g1.ts', "import { a } from '../../main/rpc/feed.ts';\na();\n"],
  ['src/renderer/g2.ts', "import { ipcRenderer } from 'electron';\nipcRenderer.send('x');\n"],
  ['src/preload/h1.ts', "import { a } from '../main/rpc/feed.ts';\na();\n"],
  ['src/shared/i1.ts', "import { a } from '../main/engine/relay.ts';\na();\n"],
  ['src/shared/i2.ts', "import { join } from 'node:path';\njoin('a');\n"],
  ['src/main/engine/j1.ts', 'export async function f() {}\nexport function g() {\n  f();\n}\n'],
];

const allowed: readonly [file: string, code: string][] = [
  ['src/main/engine/k1.ts', "import type { Traits } from '../providers/provider.ts';\nexport type T = Traits;\n"],
  ['src/main/engine/k2.ts', "import { a } from '../net/http.ts';\nimport { b } from '../store/rows.ts';\na(b);\n"],
  ['src/main/guard/k5.ts', "import { a } from '../net/payload.ts';\na();\n"],
  ['src/main/rpc/binding.ts', "import { ipcMain } from 'electron';\nipcMain.removeHandler('a');\n"],
  ['src/main/desktop/k3.ts', "import { app } from 'electron';\napp.quit();\n"],
  ['src/renderer/features/k4.ts', "import { a } from '../../shared/messages/index.ts';\na();\n"],
];

describe('the layers', () => {
  let folder: string;
  let complaints: Map<string, string[]>;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'droprelay-lint-'));
    const config = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
    writeFileSync(join(folder, 'biome.json'), JSON.stringify({ ...config, $schema: undefined, vcs: undefined }));
    cpSync(join(root, 'lint', 'no-raw-send.grit'), join(folder, 'lint', 'no-raw-send.grit'));
    for (const [file, code] of [...forbidden, ...allowed]) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), code);
    }
    const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
    const run = spawnSync(process.execPath, [biome, 'lint', '--reporter=json', '--max-diagnostics=200', '.'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const report: { diagnostics: { category: string; severity: string; location: { path: unknown } }[] } = JSON.parse(
      run.stdout,
    );
    complaints = new Map();
    for (const { category, severity, location } of report.diagnostics) {
      if (severity !== 'error') continue;
      const path = typeof location.path === 'string' ? location.path : JSON.stringify(location.path);
      for (const [file] of [...forbidden, ...allowed]) {
        if (path.includes(file)) complaints.set(file, [...(complaints.get(file) ?? []), category]);
      }
    }
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(forbidden)('fails %s', (file) => {
    const expected = ['lint/style/noRestrictedImports', 'plugin', 'lint/nursery/noFloatingPromises'];
    expect(complaints.get(file)?.some((category) => expected.includes(category))).toBe(true);
  });

  it.each(allowed)('passes %s', (file) => {
    expect(complaints.get(file)).toBeUndefined();
  });
});
