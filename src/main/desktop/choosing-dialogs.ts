/** The dialogs that choose folders and files on this computer for the settings, and the files themselves. */
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { BrowserWindow, dialog, type OpenDialogOptions, type WebContents } from 'electron';
import { UploadFailure } from '../../shared/failure.ts';
import type { ChoosingDialogs } from '../rpc/chosen.ts';

type Contents = () => WebContents | null;

/** @param contents of our window, which the dialogs belong to; null while there is none */
export function choosingDialogs(contents: Contents): ChoosingDialogs {
  return {
    folder: () => chooseOne(contents, { properties: ['openDirectory', 'createDirectory'] }),
    async smallFile(mostBytes) {
      // Keys lie in hidden folders.
      const path = await chooseOne(contents, { properties: ['openFile', 'showHiddenFiles'] });
      return path === null ? null : { name: basename(path), content: await readSmall(path, mostBytes) };
    },
  };
}

/** The window that dialogs belong to, as their first argument; none while there is none. */
export function ownerOf(contents: Contents): BrowserWindow[] {
  const own = contents();
  const window = own && BrowserWindow.fromWebContents(own);
  return window ? [window] : [];
}

/** The path that the user chose, null for none. */
export async function chooseOne(contents: Contents, options: OpenDialogOptions): Promise<string | null> {
  const [path] = await choose(contents, options);
  return path ?? null;
}

/** The files that the user chose, to be uploaded. */
export function chooseFiles(contents: Contents): Promise<readonly string[]> {
  return choose(contents, { properties: ['openFile', 'multiSelections'] });
}

async function choose(contents: Contents, options: OpenDialogOptions): Promise<readonly string[]> {
  const [window] = ownerOf(contents);
  const { canceled, filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options));
  return canceled ? [] : filePaths;
}

/** The file's text. Fails with `source-unreadable`, or `too-large` above the size (bytes). */
export async function readSmall(path: string, mostBytes: number): Promise<string> {
  let sizeBytes: number;
  try {
    await using file = await open(path, 'r');
    const buffer = Buffer.alloc(mostBytes + 1);
    sizeBytes = (await file.read(buffer)).bytesRead;
    if (sizeBytes <= mostBytes) return buffer.toString('utf8', 0, sizeBytes);
    sizeBytes = Math.max(sizeBytes, (await file.stat()).size);
  } catch (cause) {
    throw new UploadFailure({ kind: 'source-unreadable', why: 'read-error' }, { cause });
  }
  throw new UploadFailure({ kind: 'too-large', sizeBytes, limitBytes: mostBytes });
}
