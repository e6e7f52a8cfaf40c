/** The English catalogue: the shape that every other language has to fill. */
import { check } from './en/check.ts';
import { clipboard } from './en/clipboard.ts';
import { deletion } from './en/deletion.ts';
import { desktop, keyNames } from './en/desktop.ts';
import { destinations } from './en/destinations.ts';
import { failures, it, someDestination, steps } from './en/failures.ts';
import { guard } from './en/guard.ts';
import { history } from './en/history.ts';
import { dataFolder, language, startFailure } from './en/language.ts';
import { notifications } from './en/notifications.ts';
import { audience, facts, health, interfaces, retentions, scopes } from './en/places.ts';
import { provided, providerNames } from './en/provided.ts';
import { sending } from './en/sending.ts';
import { settings } from './en/settings.ts';
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
  check,
  clipboard,
  scopes,
  audience,
  retentions,
  facts,
  health,
  interfaces,
  notifications,
  tray,
  desktop,
  keyNames,
  destinations,
  language,
  startFailure,
  dataFolder,
  provided,
  providerNames,
  history,
  sending,
  settings,
  window,
};

/** What a language has to say: the same keys, the same parameters. */
export type Catalogue = typeof en;
