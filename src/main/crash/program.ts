/** What the kill matrix kills: the program's own parts in a process of their own, told by arguments what to do. */
import { parseArgs } from 'node:util';
import { DestinationId } from '../../shared/ids.ts';
import { fileAt } from '../engine/intake.ts';
import { createParts } from '../parts.ts';
import { report } from '../report.ts';
import { openHome } from '../store/home.ts';
import { readSettingsFile } from '../store/settings.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { scope: { type: 'string' }, pause: { type: 'boolean' }, chain: { type: 'string', default: 'x0at' } },
});
const home = openHome();
const read = readSettingsFile(home.settingsFile);
if (read.kind === 'invalid') throw new Error(read.field);
const parts = createParts({
  home,
  kind: 'app',
  settings: { get: () => read.settings, set: () => undefined },
  changed: () => undefined,
  progress: () => undefined,
  report,
});
parts.goOnWithLeftWork();
if (positionals.length > 0) {
  const { uploads } = parts.engine.submit({
    files: positionals.map(fileAt),
    from: 'argument',
    chain: values.chain.split(',').map((id) => DestinationId.parse(id)),
    scope: values.scope === 'local' ? 'local' : 'public',
  });
  if (values.pause) {
    await new Promise((soon) => setTimeout(soon, 300));
    parts.engine.pause(uploads);
  }
}
process.stdout.write('started\n');
// Stays until it is killed, as the app does.
setInterval(() => undefined, 60_000);
