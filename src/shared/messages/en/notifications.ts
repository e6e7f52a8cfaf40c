/** The words of notifications, English. */
import { pluralIn } from '../plural.ts';

const plural = pluralIn('en');

export const notifications = {
  linksReady: (count: number) => plural(count, { one: 'The link is ready', other: '# links are ready' }),
  clickToCopy: 'Click to copy',
};
