/** The words of notifications, English. */
import { pluralIn } from '../plural.ts';

const plural = pluralIn('en');
const number = { other: '#' };

export const notifications = {
  linksCopied: (count: number) => plural(count, { one: 'Link copied', other: '# links copied' }),
  linksReady: (count: number) => plural(count, { one: 'The link is ready', other: '# links are ready' }),
  clickToCopy: 'Click to copy',
  clickToCopyThem: (count: number) => plural(count, { one: 'Click to copy the link', other: 'Click to copy # links' }),
  clickToOpen: 'Click to open',
  uploaded: (count: number) => `${plural(count, number)} uploaded`,
  failed: (count: number) => `${plural(count, number)} failed`,
  waiting: (count: number) => `${plural(count, number)} waiting`,
  allFailed: (count: number) => plural(count, { one: 'The upload failed', other: '# uploads failed' }),
  asks: (count: number) =>
    plural(count, { one: 'An upload waits for your answer', other: '# uploads wait for your answer' }),
};
