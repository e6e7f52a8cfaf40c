/** All providers: the only list. */
import { catbox } from './catbox.ts';
import { dropbox } from './dropbox.ts';
import { fal } from './fal.ts';
import { filebin } from './filebin.ts';
import { litterbox } from './litterbox.ts';
import { pixeldrain } from './pixeldrain.ts';
import type { Provider } from './provider.ts';
import { s3 } from './s3.ts';
import { senditsh } from './senditsh.ts';
import { sftp } from './sftp.ts';
import { thisComputer } from './this-computer/this-computer.ts';
import { tmpfilelink } from './tmpfilelink.ts';
import { tmpfilesorg } from './tmpfilesorg.ts';
import { uguu } from './uguu.ts';
import { webFolder } from './web-folder.ts';
import { webdav } from './webdav.ts';
import { www0x0 } from './www0x0.ts';
import { x0at } from './x0at.ts';

export const providers: readonly Provider[] = [
  catbox,
  litterbox,
  x0at,
  tmpfilelink,
  uguu,
  tmpfilesorg,
  filebin,
  senditsh,
  www0x0,
  pixeldrain,
  fal,
  s3,
  dropbox,
  webdav,
  sftp,
  webFolder,
  thisComputer,
];

/** Keyless public hosts in the order in which they are tried (hosts.md, Decisions 1). */
export const publicChain: readonly string[] = [
  'catbox',
  'litterbox',
  'x0at',
  'tmpfilelink',
  'uguu',
  'tmpfilesorg',
  'filebin',
  'senditsh',
];

/** The provider of that id, null where there is none (any more). */
export function providerById(id: string): Provider | null {
  return providers.find((provider) => provider.id === id) ?? null;
}
