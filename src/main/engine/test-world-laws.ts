/** What holds for every upload once nothing is left to happen, whatever happened before. */
import { isDeepStrictEqual } from 'node:util';
import type { Failure } from '../../shared/failure.ts';
import type { UploadId } from '../../shared/ids.ts';
import { type AttemptView, isFinal } from '../../shared/model.ts';
import type { UploadJob } from '../store/upload-reader.ts';
import type { World } from './test-world.ts';

/** Failures that end an upload wherever they come up. */
const stopping: readonly string[] = [
  'source-changed',
  'source-unreadable',
  'disk-full',
  'consent-refused',
  'cancelled',
];

/** All laws that are broken, in words; none should be. */
export function brokenLaws(world: World): string[] {
  const broken = [...world.broken];
  if (world.engine.busy() !== 0) broken.push(`${world.engine.busy()} uploads are left in memory`);
  for (const id of world.ids) {
    const job = world.reader.job(id);
    if (!job) broken.push(`${id} is gone`);
    else broken.push(...ofUpload(world, job).map((law) => `${id}: ${law}`));
  }
  return [...broken, ...ofPauses(world)];
}

function ofUpload(world: World, job: UploadJob): string[] {
  const visits = Array.from({ length: job.visit }, (_, at) =>
    world.reader.visitAttempts({ id: job.id, visit: at + 1 }),
  );
  const present = visits.at(-1) ?? [];
  return [
    ...ofState(world, job, present),
    ...ofDelivery(world, job, visits.flat()),
    ...visits.flatMap((visit, at) => ofVisit(world, visit, at + 1 < visits.length)),
    ...ofOrder(world, job, present),
  ];
}

function isSignIn({ kind }: Failure): boolean {
  return kind === 'auth' || kind === 'secret-unavailable';
}

function ofState(
  world: World,
  { id, state, chain, fragile, owner }: UploadJob,
  present: readonly AttemptView[],
): string[] {
  const last = present.at(-1);
  const broken: string[] = [];
  const had = new Set(present.map(({ destinationId }) => destinationId));
  const usable = fragile ? chain.slice(0, 1) : chain;
  const left = usable.filter((at) => world.hosts.some((host) => host.id === at) && !had.has(at));
  const must = (holds: boolean, law: string): void => {
    if (!holds) broken.push(`${law} (${JSON.stringify(state)})`);
  };
  must(world.stopped.get(id) !== 'cancelled' || state.name === 'cancelled', 'what was cancelled stays so');
  must(isFinal(state) === (owner === null), 'an owner has it as long as it is not final');
  switch (state.name) {
    case 'done':
      must(last?.outcome.kind === 'delivered', 'what is done ends with its delivery');
      break;
    case 'cancelled':
      must(world.stopped.get(id) === 'cancelled', 'nothing is cancelled that the user did not cancel');
      must(last?.next?.act !== 'retry' && last?.next?.act !== 'wait', 'nothing is announced that does not come');
      break;
    case 'failed':
      if (last && 'failure' in last.outcome) {
        must(isDeepStrictEqual(state.failure, last.outcome.failure), 'it fails with the last failure');
        must(state.at === last.destinationId, 'it fails where the last failure was');
        must(last.next?.act === 'stop', 'the last line says stop');
        must(left.length === 0 || stopping.includes(state.failure.kind), 'no destination is left out');
      } else {
        must(last === undefined && state.at === null, 'a failure without an attempt is of no destination');
        must(['source-unreadable', 'settings-invalid'].includes(state.failure.kind), 'a failure has a reason');
      }
      break;
    case 'waiting':
      must(state.wait.what === 'consent' || state.wait.what === 'sign-in', 'nothing is left but the user');
      if (state.wait.what === 'sign-in') {
        const { at, failure } = state.wait;
        const refused = present.find(
          ({ outcome, destinationId }) =>
            outcome.kind === 'failed' &&
            isSignIn(outcome.failure) &&
            world.hosts.some((host) => host.id === destinationId && host.signsIn),
        );
        must(
          refused?.destinationId === at && 'failure' in refused.outcome,
          'credentials are asked for where they failed',
        );
        must(isSignIn(failure), 'credentials are asked for with the reason');
        must(left.length === 0, 'no destination is left out before credentials are asked for');
        must(last?.next?.act === 'stop', 'the last line says stop');
      }
      if (state.wait.what !== 'consent') break;
      must(!had.has(state.wait.to), 'nobody is asked about a destination that had its turn');
      must(state.wait.from === (last?.destinationId ?? null), 'the question names where it comes from');
      must(last === undefined || last.next?.act === 'next', 'the last line says where it would go on');
      must(
        left.every((at) => needsQuestion(world, at)),
        'nobody is asked while an agreed destination is left',
      );
      break;
    default:
      must(false, 'it ends, or waits for the user');
  }
  return broken;
}

function needsQuestion({ hosts, submitted }: World, id: string): boolean {
  const host = hosts.find((other) => other.id === id);
  const reach = ['local', 'account', 'public'];
  if (!host) return false;
  const isWider = reach.indexOf(host.traits.scope) > reach.indexOf(submitted.scope);
  return isWider || submitted.keepAtLeastMs !== null;
}

function ofDelivery(world: World, { id, state }: UploadJob, ledger: readonly AttemptView[]): string[] {
  const broken: string[] = [];
  const view = world.reader.view(id);
  const deliveries = ledger.filter(({ outcome }) => outcome.kind === 'delivered');
  const isDone = state.name === 'done';
  if (deliveries.length !== (isDone ? 1 : 0)) broken.push(`delivered ${deliveries.length} times`);
  if ((view?.receipt !== null) !== isDone) broken.push('a receipt belongs to what is done, and to nothing else');
  if (isDone && view?.receipt?.destinationId !== deliveries[0]?.destinationId) broken.push('the receipt is of another');
  const orphans = ledger.map(({ orphanLink }) => orphanLink);
  for (const host of world.hosts) {
    for (const [link, { upload, removed }] of host.given) {
      if (upload !== id || removed || link === view?.receipt?.link || orphans.includes(link)) continue;
      broken.push(`nobody knows of ${link}`);
    }
    const isOurs = host.traits.scope === 'local';
    if (host.ambiguous.has(id) && !isOurs && !view?.copiesMayRemainAt.includes(host.label)) {
      broken.push(`a copy may remain at ${host.label}, and nobody says so`);
    }
  }
  return broken;
}

function ofVisit(world: World, visit: readonly AttemptView[], isPast: boolean): string[] {
  const broken: string[] = [];
  const left = new Set<string>();
  visit.forEach((attempt, at) => {
    const { destinationId, endedAt, outcome, next } = attempt;
    const after = visit[at + 1];
    const where = `line ${at + 1} at ${destinationId}`;
    if (endedAt === null || outcome.kind === 'running') broken.push(`${where} has not ended`);
    if (left.has(destinationId)) broken.push(`${where} is a second turn`);
    if (after && after.destinationId !== destinationId) left.add(destinationId);
    if ((outcome.kind === 'failed' || outcome.kind === 'passed-over') && !next) broken.push(`${where} has no next`);
    if (!after) {
      if (isPast && (next?.act === 'retry' || next?.act === 'wait')) broken.push(`${where} announces what never came`);
      return;
    }
    // A destination that would refuse the file is no step of the way: lines name the one behind it.
    const named = next?.act === 'next' ? next.to : null;
    const onward = visit.slice(at + 1).find((line) => !isAside(line) || line.destinationLabel === named);
    if (outcome.kind === 'delivered' || outcome.kind === 'cancelled') broken.push(`${where} is not the last`);
    const isTrue =
      named !== null
        ? !onward || onward.destinationLabel === named
        : next?.act === 'stop'
          ? !onward
          : after.destinationId === destinationId;
    if (!isTrue) broken.push(`${where} says ${JSON.stringify(next)}, then comes ${after.destinationId}`);
  });
  for (const { id, traits } of world.hosts) {
    const here = visit.filter(({ destinationId }) => destinationId === id);
    const failed = here.filter(({ outcome }) => outcome.kind === 'failed' && outcome.failure.kind !== 'offline');
    const inARow = traits.resumable ? failed.filter(({ sentBytes }) => sentBytes === 0) : failed;
    if (inARow.length > (traits.resumable ? 2 + failed.length - inARow.length : 2))
      broken.push(`${id} has too many attempts`);
  }
  return broken;
}

function isAside({ outcome }: AttemptView): boolean {
  return outcome.kind === 'passed-over';
}

/** The order of the chain, but for those that rested and those that needed a yes. */
function ofOrder(world: World, { id, chain }: UploadJob, present: readonly AttemptView[]): string[] {
  const visited = [...new Set(present.map(({ destinationId }) => destinationId))];
  const bound = visited.filter((at) => !world.rested.has(at) && !world.granted.has(`${id} ${at}`));
  const inOrder = [...bound].sort((a, b) => chain.indexOf(a) - chain.indexOf(b));
  return isDeepStrictEqual(bound, inOrder) ? [] : [`${bound.join(', ')} is not the order of ${chain.join(', ')}`];
}

/** A host that asked for a pause is left alone that long, by all uploads. */
function ofPauses(world: World): string[] {
  const all = world.ids.flatMap((id: UploadId) => world.reader.ledger(id));
  return all.flatMap(({ destinationId, outcome, endedAt }) => {
    const asked = outcome.kind === 'failed' && 'retryAfterMs' in outcome.failure ? outcome.failure.retryAfterMs : null;
    if (asked === null || endedAt === null) return [];
    const early = all.filter(
      (other) =>
        other.destinationId === destinationId &&
        other.outcome.kind !== 'passed-over' &&
        other.startedAt > endedAt &&
        other.startedAt < endedAt + asked,
    );
    return early.length === 0 ? [] : [`${destinationId} was asked during its pause`];
  });
}
