/** Builds what is measured, into a folder of its own: the folder `out` may belong to somebody at work. */
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import type { Runtime } from '../scripts/electron-runtime.ts';
import { capture, PROJECT_ROOT, tool } from '../scripts/processes.ts';

export interface Program {
  /** The built command line. */
  readonly cli: string;
  /** `raw-upload.ts`, built. */
  readonly raw: string;
  /** A folder that Electron can be started with. */
  readonly appFolder: string;
}

/** Throws where the build fails, with what it said. */
export async function buildProgram(folder: string, runtime: Runtime | null): Promise<Program> {
  const appFolder = join(folder, 'app');
  const out = join(appFolder, 'out');
  const [node, script] = tool('electron-vite', 'electron-vite');
  const env = runtime
    ? { ...process.env, ELECTRON_EXEC_PATH: runtime.executable, ELECTRON_MAJOR_VER: String(runtime.major) }
    : process.env;
  const { code, output } = await capture(node, [script, 'build', '--outDir', out], { env, limitMs: 120_000 });
  if (code !== 0) throw new Error(`The build failed.\n${output}`);
  cpSync(join(PROJECT_ROOT, 'package.json'), join(appFolder, 'package.json'));
  symlinkSync(join(PROJECT_ROOT, 'resources'), join(appFolder, 'resources'));

  const rawFolder = join(folder, 'raw');
  await build({
    configFile: false,
    logLevel: 'silent',
    root: PROJECT_ROOT,
    ssr: { noExternal: true },
    build: { ssr: join(import.meta.dirname, 'raw-upload.ts'), outDir: rawFolder, emptyOutDir: true, target: 'node24' },
  });
  return { cli: join(out, 'main', 'cli.js'), raw: join(rawFolder, 'raw-upload.js'), appFolder };
}
