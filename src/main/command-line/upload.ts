/** Uploads files and prints their links: the engine, without a window. */
import { resolve } from 'node:path';
import type { DestinationId, UploadId } from '../../shared/ids.ts';
import { english, failureMessage, plainName } from '../../shared/messages/index.ts';
import type { ChainChoice } from '../../shared/model.ts';
import { thisComputerId } from '../destinations.ts';
import { expandPaths } from '../engine/intake.ts';
import { createParts, type Parts } from '../parts.ts';
import { report } from '../report.ts';
import { openHome } from '../store/home.ts';
import { readSettingsFile, type Settings, type SettingsStore } from '../store/settings.ts';

export interface UploadCommand {
  readonly files: readonly string[];
  /** Destinations in order; null for the saved chain. */
  readonly to: readonly DestinationId[] | null;
  /** What relative paths are meant against. */
  readonly folder: string;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
}

/** Returns the exit status. Links go to standard output, everything else to standard error. */
export async function upload(command: UploadCommand): Promise<number> {
  const home = openHome();
  const read = readSettingsFile(home.settingsFile);
  if (read.kind === 'invalid') {
    say(`The settings file ${home.settingsFile} can not be used (${read.field}).`);
    return 2;
  }
  await using parts = createParts({
    home,
    kind: 'command-line',
    settings: readOnly(read.settings),
    changed: () => undefined,
    progress: () => undefined,
    report,
  });
  if (parts.databaseSetAside) say(`The history could not be read. It was set aside as ${parts.databaseSetAside}.`);
  const chain = chooseChain(command.to, read.settings.choice, parts);
  if (!chain) return 2;

  const paths = command.files.map((file) => resolve(command.folder, file));
  const { uploads } = parts.engine.submit({ files: await expandPaths(paths), from: 'command-line', ...chain });
  const interrupted = whenAborted(command.signal);
  await Promise.race([parts.engine.idle(), interrupted]);
  if (command.signal.aborted) {
    for (const id of uploads) parts.engine.cancel(id);
    await parts.engine.idle();
    return 130;
  }
  const linked = uploads.filter((id) => printOutcome(id, parts));
  // What was told as not sent is not sent later, by another program that takes it over.
  for (const id of uploads) parts.engine.cancel(id);
  const shared = linked.filter((id) => parts.reader.view(id)?.receipt?.destinationId === thisComputerId);
  if (shared.length > 0) {
    say('This computer shares until you press Ctrl+C.');
    await interrupted;
    // Without this the app would serve them again at its next start.
    for (const id of shared) parts.shareServer.stop(id);
  }
  return linked.length === uploads.length ? 0 : 1;
}

function chooseChain(to: UploadCommand['to'], saved: ChainChoice | null, { destinations }: Parts) {
  const unknown = to?.find((id) => destinations.find(id) === null);
  if (unknown !== undefined) {
    say(`There is no destination called ${unknown}.`);
    return null;
  }
  if (!to && saved === null) say('No chain is saved: using public hosts. Anyone with the link can open the files.');
  // Whoever names destinations has agreed to each of them.
  if (to) return { chain: to, scope: 'public' } as const;
  const choice = saved ?? 'public';
  return { chain: destinations.chain(choice), scope: destinations.agreedScope(choice) };
}

/** Prints the upload's link, or why there is none; true if there is one. */
function printOutcome(id: UploadId, { reader, destinations }: Parts): boolean {
  const view = reader.view(id);
  if (view?.receipt) {
    process.stdout.write(`${view.receipt.link}\n`);
    return true;
  }
  const name = plainName(view?.name ?? id);
  const state = view?.state;
  if (state?.name === 'failed') {
    const at = state.at === null ? null : (destinations.find(state.at)?.label ?? state.at);
    say(`${name}: ${failureMessage(state.failure, { destination: at }, english).sentence}`);
  } else say(`${name}: not sent (${state?.name ?? 'unknown'}).`);
  return false;
}

function whenAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => signal.addEventListener('abort', () => done(), { once: true }));
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Only the app writes settings; what changes here lasts as long as the command. */
function readOnly(settings: Settings): SettingsStore {
  let current = settings;
  return {
    get: () => current,
    set(change) {
      current = { ...current, ...change };
    },
  };
}
