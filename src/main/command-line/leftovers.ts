/** Prints uploads that were begun at a destination and never ended, and deletes them there. */
import { toFailure, UploadFailure } from '../../shared/failure.ts';
import type { DestinationId } from '../../shared/ids.ts';
import type { LeftoverEnd, LeftoverView } from '../../shared/leftover.ts';
import { failureMessage, formatBytes, formatWhen, plainName } from '../../shared/messages/index.ts';
import { redactWithin } from '../net/redaction.ts';
import type { Parts } from '../parts.ts';
import { settingAdvice, signInAdvice } from './advice.ts';
import type { LeftoversCommand } from './arguments.ts';
import { shownId } from './config.ts';
import { watchInterrupts } from './interrupts.ts';
import type { Output } from './output.ts';
import { openSession } from './session.ts';
import { table } from './table.ts';
import { words } from './words.ts';

/** Returns the exit status. */
export async function leftovers(command: LeftoversCommand, output: Output, folder: string): Promise<number> {
  const nothing = (): void => undefined;
  const opened = await openSession({ choice: command, output, folder, changed: nothing, progress: nothing });
  if (opened.kind === 'over') return opened.exitStatus;
  await using session = opened.session;
  const [id] = session.chain;
  if (id === undefined) throw new Error('one destination was named');
  const { interrupted } = watchInterrupts(() => output.screen?.clear());
  const signal = AbortSignal.any([interrupted, output.gone]);
  try {
    return await work(command, id, { parts: session.parts, output, signal });
  } catch (error) {
    if (interrupted.aborted) return 130;
    if (!(error instanceof UploadFailure)) throw error;
    output.say(sentenceOf(error, id, session.parts));
    return 1;
  }
}

interface Around {
  readonly parts: Parts;
  readonly output: Output;
  readonly signal: AbortSignal;
}

async function work(command: LeftoversCommand, id: DestinationId, around: Around): Promise<number> {
  const { parts, output, signal } = around;
  const label = plainName(parts.destinations.find(id)?.label ?? shownId(id));
  const found = await parts.leftovers.list(id, signal);
  if (found === null) {
    output.say(words.leftovers.unknown(label));
    return 1;
  }
  if (found.length === 0) output.say(words.leftovers.none(label));
  const ids = found.map((one) => one.id);
  const ends = command.delete && ids.length > 0 ? await parts.leftovers.discard(id, ids, signal) : null;
  const endOf = (one: LeftoverView): LeftoverEnd | null => ends?.find((end) => end.id === one.id) ?? null;
  if (command.json) {
    for (const one of found) {
      const { failure = null } = endOf(one) ?? {};
      const sentence = failure && failureMessage(failure, { destination: label }).sentence;
      const end = ends ? { deleted: failure === null, failure, sentence } : {};
      output.print(JSON.stringify(redactWithin({ destinationId: shownId(id), ...one, ...end }, output.redact)));
    }
  } else if (found.length > 0) {
    const columns = [...words.leftovers.columns, ...(ends ? [words.leftovers.result] : [])];
    const rows = found.map((one) => [...rowOf(one), ...(ends ? [resultOf(endOf(one), label)] : [])]);
    for (const line of table([columns, ...rows])) output.print(line);
  }
  if (signal.aborted) return 130;
  return ends?.some(({ failure }) => failure !== null) ? 1 : 0;
}

function rowOf({ name, startedAt, bytes }: LeftoverView): string[] {
  return [
    plainName(name),
    startedAt === null ? '' : formatWhen(startedAt, Date.now()),
    bytes === null ? '' : formatBytes(bytes),
  ];
}

function resultOf(end: LeftoverEnd | null, label: string): string {
  if (!end || end.failure === null) return words.leftovers.deleted;
  return failureMessage(end.failure, { destination: label }).sentence;
}

function sentenceOf(error: UploadFailure, id: DestinationId, { destinations }: Parts): string {
  const failure = toFailure(error);
  const found = destinations.find(id);
  if (!found) return failureMessage(failure).sentence;
  if (failure.kind === 'auth' || failure.kind === 'secret-unavailable') return signInAdvice(failure, found);
  return settingAdvice(failure, found) ?? failureMessage(failure, { destination: plainName(found.label) }).sentence;
}
