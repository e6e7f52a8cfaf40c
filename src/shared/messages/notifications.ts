/** What notifications say: a title and one line. */
import { english, type Tongue } from './tongue.ts';

export interface NotificationText {
  readonly title: string;
  readonly body: string;
}

/** Finished links that were not copied, because the clipboard holds something newer. */
export function linksReady(count: number, tongue: Tongue = english): NotificationText {
  const { notifications } = tongue.words;
  return { title: notifications.linksReady(count), body: notifications.clickToCopy };
}
