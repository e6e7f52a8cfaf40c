// `npm start -- FILE…`: starts Droprelay as it is in this folder, with the files to upload.
import { buildIfStale } from './build.ts';
import { findElectron } from './electron-runtime.ts';
import { withUtf8 } from './locale.ts';
import { requireAll } from './preconditions.ts';
import { PROJECT_ROOT, run } from './processes.ts';
import { announceSandbox, sandboxSwitches } from './sandbox.ts';

/** Ends with the app's exit code. Relative paths mean the caller's folder, which the app reads from INIT_CWD. */
export async function main(files: readonly string[]): Promise<number> {
  const runtime = await findElectron();
  await requireAll(runtime, 'start');
  await buildIfStale(runtime);
  announceSandbox();
  // Set in the terminals of some editors: it would turn Electron into a plain Node.
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const args = [...sandboxSwitches(), PROJECT_ROOT, ...(files.length > 0 ? ['--', ...files] : [])];
  const { code } = await run(runtime.executable, args, {
    env: { ...withUtf8(env), INIT_CWD: process.env.INIT_CWD ?? process.cwd() },
    ownGroup: true,
  });
  return code;
}
