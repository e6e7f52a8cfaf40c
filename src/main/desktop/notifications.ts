/** Notifications of the system, of which it is known whether they were shown. */
import { app, Notification } from 'electron';
import { appId } from '../../shared/app.ts';
import type { NotificationText } from '../../shared/messages/notifications.ts';
import { createNotifier, type NotificationServer, type Notifier, type SystemNotification } from './notifier.ts';

/** @param server gives null where nobody shows notifications, as on some desktops of Linux */
export function systemNotifications(
  server: () => Promise<NotificationServer | null>,
  report: (error: unknown) => void,
): Notifier {
  // Windows shows those of programs that it knows by this name, from their shortcut in the Start menu.
  if (process.platform === 'win32') app.setAppUserModelId(appId);
  return createNotifier({ make, server: async () => (Notification.isSupported() ? server() : null), report });
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
