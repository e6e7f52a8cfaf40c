/**
 * Runs the lab until it is interrupted: `node lab/main.ts [--json] [--hash-only] [--refuse=catbox,litterbox]`.
 * Prints where the stand-ins are and the settings that lead Droprelay to them.
 */
import { parseArgs } from 'node:util';
import { hostIds, startLab } from './lab.ts';

const { values } = parseArgs({
  options: {
    /** One JSON line: `{ urls, settings }`. */
    json: { type: 'boolean', default: false },
    /** Keeps no bytes of what is uploaded. */
    'hash-only': { type: 'boolean', default: false },
    /** Hosts that refuse connections. */
    refuse: { type: 'string', default: '' },
  },
});

const refused = values.refuse.split(',');
const lab = await startLab(
  Object.fromEntries(hostIds.map((id) => [id, { keep: !values['hash-only'], refuse: refused.includes(id) }])),
);
const urls = Object.fromEntries(lab.standIns.map(({ id, url }) => [id, url]));

if (values.json) {
  process.stdout.write(`${JSON.stringify({ urls, settings: lab.settings })}\n`);
} else {
  for (const [id, url] of Object.entries(urls)) process.stdout.write(`${id.padEnd(14)}${url}\n`);
  process.stdout.write(`\nsettings.json in DROPRELAY_HOME:\n${JSON.stringify(lab.settings, null, 2)}\n`);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void lab.stop());
