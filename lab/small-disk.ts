/** A disk of a few hundred KiB (a tmpfs), which can be filled to its last byte and freed again. Linux only. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

export interface SmallDisk extends Disposable {
  /** Where this process finds it. */
  readonly folder: string;
  /** Words that start a program which finds it in the folder it was made for. */
  readonly within: readonly string[];
  /** Writes a file that takes all the room there is. */
  fill(): void;
  /** Removes that file. */
  free(): void;
}

export type OpenedDisk = { readonly disk: SmallDisk } | { readonly missing: string };

/**
 * Lays a small disk over the folder: for root in plain sight, for others in a namespace of its own, which only programs
 * started with `within` see. Where neither can be had, the reason.
 */
export async function openSmallDisk(folder: string, kib: number): Promise<OpenedDisk> {
  if (process.platform !== 'linux') return { missing: 'small disks are made on Linux only' };
  return process.getuid?.() === 0 ? mountHere(folder, kib) : await mountApart(folder, kib);
}

const options = (kib: number): string => `size=${kib}k,mode=700`;

function mountHere(folder: string, kib: number): OpenedDisk {
  const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', options(kib), 'tmpfs', folder], {
    encoding: 'utf8',
  });
  if (status !== 0) return { missing: `this root may not mount: ${stderr}` };
  return { disk: diskAt(folder, [], () => spawnSync('umount', ['--lazy', folder])) };
}

async function mountApart(folder: string, kib: number): Promise<OpenedDisk> {
  const script = 'mount -t tmpfs -o "$1" tmpfs "$2" && echo mounted && exec sleep 3600';
  const holder = spawn('unshare', ['-Urm', 'sh', '-c', script, 'sh', options(kib), folder], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(holder, 'exit').then(
    () => false,
    () => false,
  );
  const mounted = await Promise.race([once(holder.stdout, 'data').then(() => true), ended]);
  if (!mounted) return { missing: 'this account may not mount in a namespace of its own (unshare -Urm)' };
  const within = ['nsenter', '-t', String(holder.pid), '-U', '-m', '--preserve-credentials', '--wd=.'];
  return { disk: diskAt(`/proc/${holder.pid}/root${folder}`, within, () => holder.kill('SIGKILL')) };
}

function diskAt(folder: string, within: readonly string[], close: () => void): SmallDisk {
  const filler = join(folder, 'filler');
  return {
    folder,
    within,
    fill() {
      const file = openSync(filler, 'a');
      // Whole pages first, then what is left.
      for (const bytes of [65_536, 4_096, 1]) writeUntilFull(file, Buffer.alloc(bytes, 1));
      closeSync(file);
    },
    free: () => rmSync(filler, { force: true }),
    [Symbol.dispose]: close,
  };
}

function writeUntilFull(file: number, bytes: Buffer): void {
  try {
    while (writeSync(file, bytes) > 0);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}
