/** What the kill matrix kills: the program's own parts in a process of their own, told by arguments and messages what to do. */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { DestinationId, type UploadId } from '../../shared/ids.ts';
import { english } from '../../shared/messages/english.ts';
import { speak } from '../../shared/messages/index.ts';
import type { Reuse } from '../../shared/model.ts';
import { fileAt } from '../engine/intake.ts';
import { createLinkCopier, type LinkClipboard } from '../engine/link-copier.ts';
import { sleep } from '../engine/run-control.ts';
import { createParts } from '../parts.ts';
import { report } from '../report.ts';
import { openHome } from '../store/home.ts';
import { DestinationSettings, readSettingsFile } from '../store/settings.ts';
import { setMachine } from './machine.ts';
import { type Command, givenFile } from './scene.ts';
import { standStill, standStillBefore } from './stand-still.ts';

speak(english);
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Destinations in order. */
    chain: { type: 'string', default: 'first' },
    scope: { type: 'string', default: 'public' },
    offline: { type: 'boolean', default: false },
    /** What every throw of the dice gives. */
    random: { type: 'string' },
    /** Stands still, for good, as soon as an upload's attempts and state, such as `1 {"name":"queued"}`, begin so. */
    stop: { type: 'string' },
    /** Stands still, for good, before the first write to the database that has this in its SQL. */
    inside: { type: 'string' },
    /** How often the files are handed in, in one batch. */
    times: { type: 'string', default: '1' },
  },
});
setMachine({ offline: values.offline, random: values.random === undefined ? null : Number(values.random) });
const home = openHome();
if (values.inside !== undefined) standStillBefore(home.folder, values.inside);
const read = readSettingsFile(home.settingsFile);
if (read.kind === 'invalid') throw new Error(read.field);
const Given = z.array(DestinationSettings.extend({ secrets: z.record(z.string(), z.string()) }));
const parts = createParts({
  home,
  given: Given.parse(JSON.parse(readFileSync(join(home.folder, givenFile), 'utf8'))),
  kind: 'app',
  settings: { get: () => read.settings, set: () => undefined },
  changed(id) {
    stopAt(id);
    const batch = parts.reader.batchOf(id);
    if (batch) copier.changed(batch);
  },
  progress: () => undefined,
  report,
});
const { engine, reader, store } = parts;
/** A file stands for the clipboard; whether the text got there is never told. */
const clipboard: LinkClipboard = {
  read: async () => '',
  write(text) {
    appendFileSync(join(home.folder, 'clipboard'), `${text}\n`);
    return new Promise<never>(() => undefined);
  },
};
const copier = createLinkCopier({
  reader,
  store,
  clipboard,
  format: (ids) => ids.flatMap((id) => reader.link(id) ?? []).map((link) => ({ link, text: link })),
  clock: Date.now,
  sleep,
  offer: () => undefined,
  copied: () => undefined,
  report,
});

function stopAt(id: UploadId): void {
  if (values.stop === undefined) return;
  const now = `${reader.ledger(id).length} ${JSON.stringify(reader.job(id)?.state)}`;
  if (now.startsWith(values.stop)) standStill(home.folder, now);
}

function handIn(reuse: Reuse): void {
  const { batch } = engine.submit({
    files: Array.from({ length: Number(values.times) }, () => positionals.map(fileAt)).flat(),
    from: 'argument',
    chain: values.chain.split(',').map((id) => DestinationId.parse(id)),
    scope: values.scope === 'local' ? 'local' : 'public',
    reuse,
  });
  copier.arrived(batch);
}

const commands: Record<Command, (ids: UploadId[]) => unknown> = {
  pause: (ids) => engine.pause(ids),
  resume: (ids) => engine.resume(ids),
  cancel: (ids) => ids.forEach(engine.cancel),
  consent: (ids) => ids.forEach(engine.consent),
  'use link': (ids) => ids.forEach(engine.useLink),
  'try again': (ids) => Promise.all(ids.map((id) => engine.restart(id, null))),
  'hand in again': () => handIn('offer'),
  'tell when idle': () => engine.idle(),
  'tell when discarded': () => parts.discarding.settled(),
  async quit() {
    copier[Symbol.dispose]();
    await parts[Symbol.asyncDispose]();
    process.disconnect?.();
  },
};
process.on('message', async (command: Command) => {
  await commands[command](reader.recent(10_000).map(({ id }) => id));
  process.send?.(`did: ${command}`);
});
// Whoever wanted it is gone.
process.on('disconnect', () => process.exit());

parts.goOnWithLeftWork();
if (positionals.length > 0) {
  // Announced first: what follows keeps the program busy until the batch is on disk.
  await new Promise((sent) => process.send?.('handing in', sent));
  handIn('never');
  process.send?.('handed in');
}
