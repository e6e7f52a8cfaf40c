/** Tells what happened while nobody looks at the window. The window shows all of it too. */
import { Notification } from 'electron';
import { linksReady } from '../../shared/messages/notifications.ts';

/** Offers finished links in one notification; a click takes them. Where the system shows none, the window has them. */
export function offerByNotification({ links }: { links: number }, onClick: () => void): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification(linksReady(links));
  notification.on('click', onClick);
  notification.show();
}
