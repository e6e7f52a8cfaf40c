/**
 * Checks a destination step by step: settings, names, proxy, TLS, clock, credentials, then a small file that is sent,
 * asked for and deleted. Nothing is tried twice. A failed step ends the check; two do not: a wrong clock (the put shows
 * whether it matters), and the link (what was sent is deleted all the same).
 */
import { appVersion } from '../../../shared/app.ts';
import { type CheckReport, type LiveCheckStep, verdictOf } from '../../../shared/check.ts';
import { UploadFailure } from '../../../shared/failure.ts';
import type { DestinationId } from '../../../shared/ids.ts';
import type { OpenedWay } from '../../net/probe.ts';
import type { Redact } from '../../net/redaction.ts';
import type { Connection } from '../../providers/provider.ts';
import { newId } from '../../store/new-id.ts';
import type { Destination, FindDestination } from '../destination.ts';
import type { HealthBook } from '../health.ts';
import { createCheckFile, type FileDeps, type Sent } from './file-steps.ts';
import { createSteps, type StepLimits, type Steps, stepLimits } from './steps.ts';
import { compareClocks, hostOf, lookNamesUp, openWays, shakeHands, type WayDeps } from './way-steps.ts';

export interface CheckDeps extends WayDeps, FileDeps {
  readonly find: FindDestination;
  readonly health: Pick<HealthBook, 'view' | 'end'>;
  /** ms that only go forward. */
  readonly ticks: () => number;
  /** What blackens the destination's secrets; whatever is told after the settings were read goes through it. */
  readonly redaction: (id: DestinationId) => Promise<Redact>;
  /** Told of defects of ours. */
  readonly report: (error: unknown) => void;
  /** Other time limits than the usual ones, ms. */
  readonly limitsMs?: Partial<StepLimits>;
}

export interface CheckRun {
  /** Ends the check; what was sent by then is still deleted. */
  readonly signal: AbortSignal;
  /** Told twice of each step that is taken (`running`, then its end), once of those that are not. */
  readonly onStep?: (step: LiveCheckStep) => void;
}

/** Never fails: whatever happens is in the report. */
export type Check = (id: DestinationId, run: CheckRun) => Promise<CheckReport>;

export function createCheck(deps: CheckDeps): Check {
  return async (id, { signal, onStep = () => undefined }) => {
    const startedAt = deps.clock();
    const began = deps.ticks();
    let redact: Redact = (text) => text;
    const destination = deps.find(id);
    const servers = destination ? distinct(destination.servers) : [];
    const steps = createSteps(
      {
        ...deps,
        signal,
        onStep,
        redact: (text) => redact(text),
        limitsMs: { ...stepLimits, ...deps.limitsMs },
        host: servers[0] ? hostOf(servers[0]) : '',
      },
      ({ kind }) => kind !== 'clock-skew',
    );
    await using file = createCheckFile(`check-${newId()}`, destination ?? nowhere, deps);
    const connection = await connect(destination, steps, async () => {
      redact = await deps.redaction(id);
    });
    await walk(servers, steps, deps);
    await steps.take('credentials', async (within) => {
      if (!destination?.signsIn) return { skip: 'no-credentials' };
      if (!connection().checkCredentials) return { skip: 'no-question' };
      await connection().checkCredentials?.(within);
      return [];
    });
    await steps.take('put', (within) => file.put(connection(), within));
    await steps.take('read-back', (within) => file.readBack(connection(), within));
    const remove = (within: AbortSignal) => file.delete(connection(), within);
    await (file.sent ? steps.takeAnyway('delete', remove) : steps.take('delete', remove));

    const report: CheckReport = {
      destinationId: id,
      label: redact(destination?.label ?? id),
      provider: destination?.provider ?? '',
      appVersion,
      startedAt,
      ms: Math.max(0, deps.ticks() - began),
      steps: [...steps.taken],
      left: file.left(),
    };
    if (file.sent && verdictOf(report) === 'fine') closeBreaker(id, file.sent, deps);
    return report;
  };
}

/** The step of the settings; what it gives is there once the step went well. */
async function connect(
  destination: Destination | null,
  steps: Steps,
  before: () => Promise<void>,
): Promise<() => Connection> {
  let connection: Connection | null = null;
  await steps.take('settings', async () => {
    if (!destination) throw new UploadFailure({ kind: 'settings-invalid', field: 'chain' });
    await before();
    connection = await destination.connect();
    return [];
  });
  return () => {
    if (connection === null) throw new Error('the settings were not good');
    return connection;
  };
}

/** The steps of the way to the servers. */
async function walk(servers: readonly URL[], steps: Steps, deps: CheckDeps): Promise<void> {
  const ways = new Map<URL, OpenedWay>();
  try {
    await steps.take('dns', (within) => lookNamesUp(servers, deps, within));
    await steps.take('proxy', (within) => openWays(servers, deps, within, (url, way) => ways.set(url, way)));
    await steps.take('tls', (within) => shakeHands(ways, within));
  } finally {
    for (const way of ways.values()) way[Symbol.dispose]();
  }
  await steps.take('clock', (within) => compareClocks(servers, deps, within));
}

function distinct(servers: readonly URL[]): readonly URL[] {
  return [...new Map(servers.map((url) => [url.origin, url])).values()];
}

/**
 * A check is no upload and stays out of the statistics, good or bad. But where a destination rests because it failed,
 * a check that went well shows that it works again.
 */
function closeBreaker(id: DestinationId, { payload, sentAt, answeredAt }: Sent, { health }: CheckDeps): void {
  const { state } = health.view(id);
  if (state !== 'resting' && state !== 'probing') return;
  health.end(id, {
    kind: 'delivered',
    sentBytes: payload.size,
    sendingMs: 0,
    answeredMs: Math.max(0, answeredAt - sentAt),
  });
}

/** Stands in for a destination that is not there; no step is taken at it. */
const nowhere: Pick<Destination, 'traits'> = {
  traits: {
    scope: 'local',
    maxBytes: null,
    maxBytesByExtension: {},
    refusedExtensions: [],
    takesEmptyFiles: false,
    retention: { kind: 'no-end-date' },
    deletable: false,
    linkCheck: 'never',
    resumable: false,
    idempotent: false,
  },
};
