/** What notifications say: a title and one line. */
import { plainName } from './plain-name.ts';
import { spoken, type Tongue } from './tongue.ts';

export interface NotificationText {
  readonly title: string;
  readonly body: string;
}

/** A batch in which nothing is under way any more. */
export interface BatchEnd {
  readonly done: number;
  readonly failed: number;
  /** They go on later by themselves, or wait for the user. */
  readonly waiting: number;
  /** Links that stand on the clipboard, or that a click puts there. */
  readonly links: { readonly count: number; readonly copied: boolean };
  /** Of its only file; null where there are several. */
  readonly name: string | null;
}

/** Such as "5 links copied", "4 uploaded, 1 failed". */
export function batchEnded(
  { done, failed, waiting, links, name }: BatchEnd,
  tongue: Tongue = spoken(),
): NotificationText {
  const say = tongue.words.notifications;
  const plain = name === null ? '' : plainName(name);
  if (done === 0) return { title: say.allFailed(failed), body: plain || say.clickToOpen };
  if (failed === 0 && waiting === 0) {
    if (links.copied) return { title: say.linksCopied(links.count), body: plain };
    return links.count === 0
      ? { title: say.uploaded(done), body: plain }
      : { title: say.linksReady(links.count), body: say.clickToCopy };
  }
  const parts = [
    say.uploaded(done),
    ...(failed > 0 ? [say.failed(failed)] : []),
    ...(waiting > 0 ? [say.waiting(waiting)] : []),
  ];
  const body = links.copied
    ? say.linksCopied(links.count)
    : links.count > 0
      ? say.clickToCopyThem(links.count)
      : say.clickToOpen;
  return { title: parts.join(', '), body };
}

/** Uploads that only an answer of the user's brings on. */
export function uploadsAsk(count: number, tongue: Tongue = spoken()): NotificationText {
  const say = tongue.words.notifications;
  return { title: say.asks(count), body: say.clickToOpen };
}

export function goesOnInTray(tongue: Tongue = spoken()): NotificationText {
  return { title: tongue.words.tray.goesOn, body: tongue.words.tray.goesOnMore };
}
