/** Prints the destinations that are set up: what they take and promise, and how they have been doing. */
import type { DestinationId } from '../../shared/ids.ts';
import {
  failureMessage,
  formatLimit,
  formatWhen,
  plainName,
  retentionName,
  scopeName,
} from '../../shared/messages/index.ts';
import type { DestinationView, Health } from '../../shared/model.ts';
import { viewOf } from '../destinations.ts';
import { redactWithin } from '../net/redaction.ts';
import type { Parts } from '../parts.ts';
import type { StatusCommand } from './arguments.ts';
import { shownId } from './config.ts';
import { onlineStatus } from './online-status.ts';
import type { Output } from './output.ts';
import { openSession } from './session.ts';
import { table } from './table.ts';
import { words } from './words.ts';

/** Returns the exit status. */
export async function status(command: StatusCommand, output: Output, folder: string): Promise<number> {
  const nothing = (): void => undefined;
  const opened = await openSession({ choice: command, output, folder, changed: nothing, progress: nothing });
  if (opened.kind === 'over') return opened.exitStatus;
  await using session = opened.session;
  const { chain, parts, setUp, shareInterface } = session;
  const ids = command.to ? chain : [...new Set([...chain, ...setUp])];
  const print = (id: DestinationId, more: object = {}): void =>
    output.print(JSON.stringify(redactWithin({ ...asData(id, parts), ...more }, output.redact)));
  if (command.online)
    return await onlineStatus(ids, { parts, shareInterface, output, print: command.json ? print : null });
  if (command.json) {
    for (const id of ids) print(id);
  } else {
    const rows = ids.map((id) => rowOf(id, parts));
    for (const line of table([words.status.columns, ...rows])) output.print(line);
  }
  return 0;
}

function viewAt(id: DestinationId, { destinations, health }: Parts): DestinationView | null {
  const found = destinations.find(id);
  return found && viewOf(found, health.view(id));
}

/** One line of `--json`, where nothing was checked; a destination of the chain that is not set up here has nothing but its id. */
function asData(id: DestinationId, parts: Parts) {
  return { ...viewAt(id, parts), id: shownId(id) };
}

function rowOf(id: DestinationId, parts: Parts): string[] {
  const view = viewAt(id, parts);
  const name = plainName(shownId(id));
  if (!view) return [name, '', '', '', '', words.status.missing];
  return [
    view.label === shownId(id) ? name : `${name} (${plainName(view.label)})`,
    view.provider,
    scopeName(view.scope),
    view.maxBytes === null ? words.status.anySize : formatLimit(view.maxBytes),
    retentionName(view.retention),
    healthLine(view.health, plainName(view.label), Date.now()),
  ];
}

function healthLine(health: Health, destination: string, now: number): string {
  const say = words.status;
  switch (health.state) {
    case 'unknown':
      return say.unknown;
    case 'working':
      return say.working(health.successes, health.successes + health.failures);
    case 'resting': {
      const failure = health.lastFailure?.failure;
      const why = failure ? say.because(failureMessage(failure, { destination }).sentence) : '';
      return say.resting(formatWhen(health.probeAt ?? now, now), why);
    }
    case 'probing':
      return say.probing;
  }
}
