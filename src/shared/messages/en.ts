/** The English catalogue: the shape that every other language has to fill. */
import { clipboard } from './en/clipboard.ts';
import { deletion } from './en/deletion.ts';
import { desktop } from './en/desktop.ts';
import { destinations } from './en/destinations.ts';
import { failures, it, someDestination, steps } from './en/failures.ts';
import { guard } from './en/guard.ts';
import { notifications } from './en/notifications.ts';
import { audience, facts, health, retentions, scopes } from './en/places.ts';
import { tray } from './en/tray.ts';
import { units } from './en/units.ts';
import { ledger, states } from './en/uploads.ts';
import { window } from './en/window.ts';

export const en = {
  units,
  failures,
  it,
  someDestination,
  steps,
  states,
  ledger,
  deletion,
  guard,
  clipboard,
  scopes,
  audience,
  retentions,
  facts,
  health,
  notifications,
  tray,
  desktop,
  destinations,
  window,
};

/** What a language has to say: the same keys, the same parameters. */
export type Catalogue = typeof en;
