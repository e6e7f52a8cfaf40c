/** Shows a notification and tells whether it was shown; keeps each as long as it can be clicked. */
import type { NotificationText } from '../../shared/messages/notifications.ts';

export interface SystemNotification {
  readonly on: Readonly<Record<'shown' | 'failed' | 'clicked' | 'closed', (then: () => void) => void>>;
  show(): void;
}

/** Who shows notifications, and how. */
export interface NotificationServer {
  /** It takes a body for markup, as most desktops of Linux do: a file's name may hold `<` and `&`. */
  readonly readsMarkup: boolean;
}

export type Notifier = (text: NotificationText, onClick: () => void) => Promise<boolean>;

export interface NotifierDeps {
  readonly make: (text: NotificationText) => SystemNotification;
  /** Null where nobody shows notifications. */
  readonly server: () => Promise<NotificationServer | null>;
  readonly report: (error: unknown) => void;
  /** A system that says nothing for so long has shown nothing, ms. */
  readonly limitMs?: number;
}

/** Older ones can be clicked no more: what they told is in the window. */
const mostKept = 20;

/** Resolves with true once the system has shown it. Rejects never. */
export function createNotifier({ make, server, report, limitMs = 3_000 }: NotifierDeps): Notifier {
  // An object that nobody keeps is collected, and its click with it.
  const kept = new Set<SystemNotification>();
  const keep = (notification: SystemNotification): void => {
    kept.add(notification);
    const [oldest] = kept;
    if (oldest && kept.size > mostKept) kept.delete(oldest);
  };
  const show = async (text: NotificationText, onClick: () => void): Promise<boolean> => {
    const served = await server();
    if (!served) return false;
    const notification = make(served.readsMarkup ? { ...text, body: inMarkup(text.body) } : text);
    keep(notification);
    return new Promise<boolean>((resolve) => {
      const give = (wasShown: boolean): void => {
        clearTimeout(timer);
        resolve(wasShown);
      };
      const timer = setTimeout(() => give(false), limitMs);
      notification.on.shown(() => give(true));
      notification.on.failed(() => {
        kept.delete(notification);
        give(false);
      });
      notification.on.closed(() => kept.delete(notification));
      notification.on.clicked(onClick);
      notification.show();
    });
  };
  return (text, onClick) =>
    show(text, onClick).catch((error: unknown) => {
      report(error);
      return false;
    });
}

function inMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
