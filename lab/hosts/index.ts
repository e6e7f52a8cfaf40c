/** The hosts that have a stand-in, each under its id: the only list. One that remembers something is a function. */
export { catbox } from './catbox.ts';
export { dropbox } from './dropbox.ts';
export { fal } from './fal.ts';
export { filebin } from './filebin.ts';
export { litterbox } from './litterbox.ts';
export { webdav } from './nextcloud.ts';
export { pixeldrain } from './pixeldrain.ts';
export { senditsh } from './senditsh.ts';
export { tmpfilelink } from './tmpfilelink.ts';
export { tmpfilesorg } from './tmpfilesorg.ts';
export { uguu } from './uguu.ts';
export { www0x0 } from './www0x0.ts';
export { x0at } from './x0at.ts';
