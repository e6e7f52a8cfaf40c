/** Takes what the clipboard holds, so that it can be uploaded. */
import type { Desktop } from '../rpc/handlers.ts';
import type { Spool } from '../store/spool.ts';
import type { SystemClipboard } from './clipboard.ts';

/** Copied files as they are; an image as a PNG of ours, named by the time. */
export async function takeClipboard(
  clipboard: SystemClipboard,
  spool: Spool,
  now = new Date(),
): ReturnType<Desktop['takeClipboard']> {
  const held = await clipboard.look();
  switch (held.kind) {
    case 'files':
      return { paths: [...held.paths] };
    case 'image':
      return { paths: [await spool.keep(`Pasted image ${timeInName(now)}.png`, held.png)] };
    case 'empty':
      return { nothing: 'empty-clipboard' };
    case 'text':
    case 'unknown':
      return { nothing: held.kind };
  }
}

/** Local time as file names can hold it on every system: `2026-11-22 14.31.05`. */
function timeInName(time: Date): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  const date = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  return `${date} ${[time.getHours(), time.getMinutes(), time.getSeconds()].map(two).join('.')}`;
}
