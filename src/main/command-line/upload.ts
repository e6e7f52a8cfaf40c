/** Uploads files and prints their links: the engine, without a window. */

import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import type { UploadId } from '../../shared/ids.ts';
import { GuardQuestion, isFinal } from '../../shared/model.ts';
import { thisComputerId, viewOf } from '../destinations.ts';
import type { Discarding } from '../engine/discarding.ts';
import { verifyNothing } from '../engine/verification.ts';
import type { Parts } from '../parts.ts';
import { standardInput, type UploadCommand } from './arguments.ts';
import { createFollow, type Follow, type Known, type Listener } from './follow.ts';
import { keepInput } from './input-file.ts';
import { createJobs, givenFiles, type Job } from './job-list.ts';
import { createLiveView, type LiveView } from './live-view.ts';
import type { Output } from './output.ts';
import { createPlainStory } from './plain-story.ts';
import { createResults } from './results.ts';
import { openSession, type Session } from './session.ts';
import { words } from './words.ts';

export interface Surroundings {
  readonly output: Output;
  readonly input: Readable & { readonly isTTY?: boolean };
  /** What relative paths are meant against. */
  readonly folder: string;
  /** Aborted when the user interrupts. */
  readonly interrupted: AbortSignal;
  /** Aborted when the user interrupts again; the program ends right after. */
  readonly hurried: AbortSignal;
}

/** How long the end of the program waits for what uploads have left at hosts to be deleted, ms. */
const discardingMs = 5_000;

/** Returns the exit status. */
export async function upload(command: UploadCommand, around: Surroundings): Promise<number> {
  const { output } = around;
  using follow = createFollow();
  const opened = await openSession({
    choice: command,
    output,
    folder: around.folder,
    changed: follow.changed,
    progress: follow.progress,
    ...(command.verify ? {} : { verify: verifyNothing }),
  });
  if (opened.kind === 'over') return opened.exitStatus;
  await using session = opened.session;
  const { discarding } = session.parts;
  // What earlier runs could not delete at hosts: it may cost money there, and perhaps nobody ever starts the app.
  discarding.goOn();
  await using _ = { [Symbol.asyncDispose]: () => settledSoon(discarding) };
  const ending = AbortSignal.any([around.interrupted, output.gone]);

  const wantsInput = command.files.includes(standardInput);
  const kept = wantsInput
    ? await keepInput(command.inputName, { ...around, spool: session.parts.spool, signal: ending })
    : null;
  if (wantsInput && !kept) return ending.aborted ? statusWhenEnded(around) : 1;
  const files = await givenFiles(command.files, around.folder, kept);
  if (ending.aborted) {
    if (kept) await rm(dirname(kept.path), { recursive: true, force: true });
    return statusWhenEnded(around);
  }

  const submission = {
    files: files.map(({ file }) => file),
    from: 'command-line',
    chain: session.chain,
    scope: session.scope,
    granted: session.parts.destinations.granted(session.chain),
    keepAtLeastMs: command.keepAtLeastMs,
    fragile: command.fragile,
    keepLocation: command.keepLocation,
    goAhead: command.sendAnyway ? GuardQuestion.options : [],
  } as const;
  let uploads: UploadId[];
  try {
    ({ uploads } = session.parts.engine.submit(submission));
  } catch (error) {
    // No row knows of it.
    if (kept) await rm(dirname(kept.path), { recursive: true, force: true });
    throw error;
  }
  const jobs = createJobs(uploads, files);
  around.hurried.addEventListener('abort', () => giveUp(uploads, session.parts));
  const ended = await run({ jobs, follow, session, command, around, ending });
  const failed = [...jobs.values()].some(({ view }) => !view?.receipt);
  if (kept) await clearInput(kept.path, jobs, session, output);
  if (ended) return statusWhenEnded(around);
  await shareInForeground([...jobs.values()], session, output, ending);
  return failed ? 1 : 0;
}

interface Run {
  readonly jobs: ReadonlyMap<UploadId, Job>;
  readonly follow: Follow;
  readonly session: Session;
  readonly command: UploadCommand;
  readonly around: Surroundings;
  /** The user interrupted, or nobody reads the links any more. */
  readonly ending: AbortSignal;
}

/** Follows the uploads to their ends; true if they were ended before. */
async function run({ jobs, follow, session, command, around, ending }: Run): Promise<boolean> {
  const { output } = around;
  const { parts } = session;
  const destinations = [...new Set([...session.chain, thisComputerId])].flatMap((id) => {
    const found = parts.destinations.find(id);
    return found ? [viewOf(found, parts.health.view(id))] : [];
  });
  const known: Known = { parts, destinations };
  const view = (): LiveView | null =>
    output.screen && createLiveView({ ...output, screen: output.screen, jobs, destinations, clock: Date.now });
  using live = view();
  const story = live ?? createPlainStory(output.say, parts.reader, destinations);
  const results = createResults({ jobs: jobs.values(), ...command, output, reader: parts.reader });
  const listeners: Listener[] = [story, createReasons(output), createDownloads(output), results];

  let ended = false;
  const end = (): void => {
    ended = [...jobs.values()].some(({ settled }) => !settled);
    if (!ended) return;
    if (around.interrupted.aborted) output.say(words.stopping);
    for (const job of jobs.values()) if (!job.settled) parts.engine.cancel(job.id);
  };
  if (ending.aborted) end();
  ending.addEventListener('abort', end, { once: true });
  await follow.until(jobs, listeners, known);
  ending.removeEventListener('abort', end);
  return ended;
}

/** Says of each file that has no link why. */
function createReasons(output: Output): Listener {
  const told = new Set<UploadId>();
  return {
    changed({ id, title, settled, sentence }) {
      if (!settled || sentence === null || told.has(id)) return;
      told.add(id);
      output.say(words.sentence(title, sentence));
    },
  };
}

/** Says of each download from this computer that it happened. */
function createDownloads(output: Output): Listener {
  const counts = new Map<UploadId, number>();
  return {
    changed({ id, title, view }) {
      const downloads = view?.receipt?.share?.downloads ?? 0;
      if (downloads <= (counts.get(id) ?? 0)) return;
      counts.set(id, downloads);
      output.say(words.downloaded(title, downloads));
    },
  };
}

/** What this computer serves lasts as long as the command. */
async function shareInForeground(jobs: Job[], { parts }: Session, output: Output, ending: AbortSignal): Promise<void> {
  const shared = jobs.filter(({ view }) => view?.receipt?.destinationId === thisComputerId);
  if (shared.length === 0) return;
  output.say(words.sharing);
  await aborted(ending);
  // Without this the app would serve them again at its next start.
  for (const { id } of shared) parts.shareServer.stop(id);
}

/** The program ends at once: what is not final must not be sent later, by another program that takes it over. */
export function giveUp(ids: Iterable<UploadId>, parts: Pick<Parts, 'reader' | 'store' | 'shareServer'>): void {
  for (const id of ids) {
    const view = parts.reader.view(id);
    if (view && !isFinal(view.state)) parts.store.setState(id, { name: 'cancelled' });
    if (view?.receipt?.destinationId === thisComputerId) parts.shareServer.stop(id);
  }
}

/** What came from standard input goes when it was sent or given up, and stays where it could be sent yet. */
async function clearInput(
  path: string,
  jobs: ReadonlyMap<UploadId, Job>,
  { parts }: Session,
  output: Output,
): Promise<void> {
  const job = [...jobs.values()].find(({ given }) => given === standardInput);
  const view = job && parts.reader.view(job.id);
  if (view?.state.name === 'failed') return output.say(words.inputKept(path));
  if (view?.receipt?.destinationId === thisComputerId && !view.receipt.share?.stopped) return;
  await rm(dirname(path), { recursive: true, force: true });
}

/** Waits for what is being deleted at hosts, but not for long: what is not gone by then is left to the next run. */
async function settledSoon(discarding: Discarding): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, discardingMs);
  await Promise.race([discarding.settled(), late.promise]);
  clearTimeout(timer);
}

function statusWhenEnded({ interrupted }: Surroundings): number {
  return interrupted.aborted ? 130 : 1;
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => signal.addEventListener('abort', () => done(), { once: true }));
}
