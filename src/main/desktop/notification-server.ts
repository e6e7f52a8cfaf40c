/** The program that shows notifications on Linux, asked on the session bus: Electron waits for it without asking first. */
import { z } from 'zod';
import type { SessionBus } from './dbus.ts';
import type { NotificationServer } from './notifier.ts';

/** https://specifications.freedesktop.org/notification/latest/ */
const server = {
  destination: 'org.freedesktop.Notifications',
  path: '/org/freedesktop/Notifications',
  interface: 'org.freedesktop.Notifications',
};

/** Null where none answers in time; the bus starts one where it can. */
export async function askNotificationServer(bus: Pick<SessionBus, 'call'>): Promise<NotificationServer | null> {
  try {
    const [capabilities] = await bus.call({ ...server, member: 'GetCapabilities' });
    return { readsMarkup: z.array(z.string()).parse(capabilities).includes('body-markup') };
  } catch {
    // Nobody has the name, or whoever has it stands still: what is not shown is told elsewhere.
    return null;
  }
}
