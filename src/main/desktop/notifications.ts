/** Notifications of the system, of which it is known whether they were shown. */
import { Notification } from 'electron';
import type { NotificationText } from '../../shared/messages/notifications.ts';
import { createNotifier, type Notifier, type SystemNotification } from './notifier.ts';

/** @param isServed false where nobody shows notifications, as on some desktops of Linux */
export function systemNotifications(isServed: () => Promise<boolean>, report: (error: unknown) => void): Notifier {
  return createNotifier({ make, isServed: async () => Notification.isSupported() && (await isServed()), report });
}

function make(text: NotificationText): SystemNotification {
  const notification = new Notification(text);
  return {
    on: {
      shown: (then) => notification.once('show', then),
      // Declared for macOS and Windows; Linux tells it too.
      failed: (then) => notification.once('failed', then),
      clicked: (then) => notification.on('click', then),
      closed: (then) => notification.once('close', then),
    },
    show: () => notification.show(),
  };
}
