/**
 * A second program on a data folder, as the app is: goes on with what dead programs left, and uploads files of its own.
 * `node test-app.ts FILE…`; ends once nothing is left to do.
 */

import { english } from '../../shared/messages/english.ts';
import { speak } from '../../shared/messages/index.ts';
import { fileAt } from '../engine/intake.ts';
import { createParts } from '../parts.ts';
import { report } from '../report.ts';
import { openHome } from '../store/home.ts';
import { readSettingsFile } from '../store/settings.ts';

speak(english);
const home = openHome();
const read = readSettingsFile(home.settingsFile);
if (read.kind === 'invalid') throw new Error(read.field);
const { settings } = read;
const nothing = (): void => undefined;
await using parts = createParts({
  home,
  kind: 'app',
  settings: { get: () => settings, set: nothing },
  changed: nothing,
  progress: nothing,
  report,
});
parts.goOnWithLeftWork();
for (const file of process.argv.slice(2)) {
  parts.engine.submit({
    files: [fileAt(file)],
    from: 'drop',
    chain: parts.destinations.chain('public'),
    scope: parts.destinations.agreedScope('public'),
  });
}
await parts.engine.idle();
