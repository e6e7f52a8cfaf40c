/** Which files a small picture is shown of. */

/** Pictures larger than this (bytes) are not read for a small view of them. */
export const mostPictureBytes = 32 * 1024 * 1024;
const types = new Set(['jpeg', 'png', 'webp', 'gif', 'avif', 'bmp', 'x-ms-bmp'].map((type) => `image/${type}`));

/** Whether the main process may have a picture of it: what is in the file decides. */
export function isPictured(mime: string, size: number | null): boolean {
  return types.has(mime) && size !== null && size > 0 && size <= mostPictureBytes;
}
