/** A folder on this computer that a web server of the user's serves: files are copied into it. */
import { unlink } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { type BodySent, UploadFailure } from '../../shared/failure.ts';
import type { Payload } from '../net/payload.ts';
import { shortenedName } from './names.ts';
import {
  handleAt,
  keyAt,
  keyOf,
  keyTemplateSetting,
  ownsHost,
  ownTraits,
  publicLink,
  publicUrlSetting,
} from './own-storage.ts';
import type { Delivery, Provider, UploadRun } from './provider.ts';
import { isPartName, isRemoved, newPartName, publish, writePart } from './web-folder/copy.ts';
import {
  baseOf,
  codeOf,
  diskFailure,
  fileName,
  longestName,
  segmentsOf,
  subfolder,
  within,
} from './web-folder/place.ts';

const address = 'Where your web server shows the folder, such as https://files.example.org/.';

const Settings = z.strictObject({
  folder: z.string().min(1).max(4096).refine(isAbsolute, 'an absolute path').meta({
    title: 'Folder',
    description: 'Files are copied into it. Your web server serves it.',
    folder: true,
  }),
  publicUrl: publicUrlSetting(address).unwrap().min(1).meta({ title: 'Public address', description: address }),
  keyTemplate: keyTemplateSetting('{date}/{name}-{random}'),
});
type Settings = z.infer<typeof Settings>;

/** The host that links name, for failures. */
function hostOf({ publicUrl }: Settings): string {
  return URL.parse(publicUrl.replaceAll('{key}', 'x'))?.host ?? '';
}

/**
 * Where the file is to be, as folders and a name. A name that begins with a dot would be hidden, or set up the web
 * server (`.htaccess`).
 */
function placeOf(template: string, name: string, at: number): { folders: string[]; last: string } {
  const folders = keyOf(template, { name, at })
    .split('/')
    .map((segment) => fileName(segment));
  const last = folders.pop() ?? '_';
  return { folders, last: last.startsWith('.') ? shortenedName(`_${last}`, longestName) : last };
}

async function upload(payload: Payload, run: UploadRun, settings: Settings, at: number): Promise<Delivery> {
  let sent: BodySent = 'nothing';
  try {
    if (run.signal.aborted) throw new UploadFailure({ kind: 'cancelled' });
    const base = await baseOf(settings.folder);
    if (run.resumeFrom !== null) await discard(base, run.resumeFrom);
    const { folders, last } = placeOf(settings.keyTemplate, payload.name, at);
    const folder = await subfolder(base, folders);
    const partName = newPartName();
    const part = join(folder, partName);
    run.checkpoint([...folders, partName].join('/'));
    const onProgress = (bytes: number): void => {
      if (bytes > 0) sent = 'part';
      run.onProgress(bytes);
    };
    let name: string;
    try {
      await writePart(payload, part, { signal: run.signal, onProgress });
      name = await publish(part, { folder, name: last });
    } finally {
      // What could not be removed now is discarded later.
      if (await isRemoved(part)) run.checkpoint(null);
    }
    const key = [...folders, name].join('/');
    return {
      link: publicLink(settings.publicUrl, key),
      deleteHandle: handleAt(base, key),
      expiresAt: null,
      proof: null,
    };
  } catch (error) {
    throw diskFailure(error, hostOf(settings), sent);
  }
}

/** Removes the file of that key; what is not there counts as removed, but for the folder itself. */
async function removeKey(base: string, key: string): Promise<void> {
  const segments = segmentsOf(key);
  const name = segments?.pop();
  if (!segments || name === undefined) throw new UploadFailure({ kind: 'forbidden', host: '', detail: 'no name' });
  try {
    const folder = await within(base, join(base, ...segments));
    await unlink(join(folder, name));
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes(codeOf(error))) throw error;
  }
}

/** Removes a part that an upload left; any other state is none of ours. */
async function discard(base: string, state: string): Promise<void> {
  if (isPartName(state.split('/').at(-1) ?? '') && segmentsOf(state)) await removeKey(base, state);
}

export const webFolder: Provider<Settings> = {
  id: 'web-folder',
  name: 'Folder on this computer',
  homepage: null,
  settings: Settings,
  secretFields: [],
  offBecause: 'It needs a folder that a web server of yours serves.',
  // A copy is quick, and what is left of one is of no use.
  traits: () => ({ ...ownTraits, resumable: false }),
  servers: ({ publicUrl }) => [new URL(publicUrl.replaceAll('{key}', 'x'))],
  connect(settings, _secrets, { clock }) {
    const inFolder = async (signal: AbortSignal, act: (base: string) => Promise<void>): Promise<void> => {
      try {
        if (signal.aborted) throw new UploadFailure({ kind: 'cancelled' });
        await act(await baseOf(settings.folder));
      } catch (error) {
        throw diskFailure(error, hostOf(settings), 'nothing');
      }
    };
    return {
      upload: (payload, run) => upload(payload, run, settings, clock()),
      remove: ({ deleteHandle }, signal) =>
        inFolder(signal, (base) => removeKey(base, keyAt(base, deleteHandle, 'folder'))),
      discard: (state, signal) => inFolder(signal, (base) => discard(base, state)),
      ownsAddress: (url) => ownsHost(url, [settings.publicUrl]),
    };
  },
};
