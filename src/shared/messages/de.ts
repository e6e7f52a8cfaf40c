/** The German catalogue. How it addresses people: docs/translating.md. */
import { check } from './de/check.ts';
import { clipboard } from './de/clipboard.ts';
import { deletion } from './de/deletion.ts';
import { desktop, keyNames } from './de/desktop.ts';
import { destinations } from './de/destinations.ts';
import { failures, it, someDestination, steps } from './de/failures.ts';
import { guard } from './de/guard.ts';
import { history } from './de/history.ts';
import { dataFolder, language, startFailure } from './de/language.ts';
import { notifications } from './de/notifications.ts';
import { audience, facts, health, interfaces, retentions, scopes } from './de/places.ts';
import { provided, providerNames } from './de/provided.ts';
import { sending } from './de/sending.ts';
import { settings } from './de/settings.ts';
import { tray } from './de/tray.ts';
import { units } from './de/units.ts';
import { ledger, states } from './de/uploads.ts';
import { window } from './de/window.ts';
import type { Catalogue } from './en.ts';

export const de: Catalogue = {
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
