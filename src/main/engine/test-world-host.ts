/** A host of the property tests' world: it follows a script, and notes what must never happen. */
import { type BodySent, type Failure, UploadFailure } from '../../shared/failure.ts';
import { DestinationId } from '../../shared/ids.ts';
import type { Retention } from '../../shared/model.ts';
import type { Payload } from '../net/payload.ts';
import type { Traits, UploadRun } from '../providers/provider.ts';
import type { Destination } from './destination.ts';
import { largeAbove } from './queue.ts';
import type { Sleep } from './run-control.ts';
import { plainTraits } from './test-host.ts';
import type { Verdict } from './verification.ts';

/** How a host answers one upload. `sent`: how much of the body leaves. */
export type Act =
  | {
      readonly do: 'deliver';
      readonly verdict: 'proof' | 'page' | 'throws';
      readonly removal: 'works' | 'fails' | null;
    }
  | { readonly do: 'fail'; readonly failure: Failure; readonly sent: BodySent }
  /** Nothing happens for a minute: the stall watchdog ends it. */
  | { readonly do: 'hang'; readonly sent: BodySent }
  | { readonly do: 'throw' }
  /** There is no network, for once. */
  | { readonly do: 'offline' }
  /** Gives its link although the upload was ended. */
  | { readonly do: 'ignore-abort' };

export interface HostPlan {
  readonly traits: Partial<Traits>;
  /** One act per upload, over and over. */
  readonly script: readonly Act[];
}

/** A defect of a provider: what it throws is reported, and meant to be. */
export class HostBroke extends Error {}

export interface WorldHost extends Destination {
  /** Links that were given, and whether they were deleted again; by link. */
  readonly given: ReadonlyMap<string, { upload: string; removed: boolean }>;
  /** Uploads whose body left whole and that got no link. */
  readonly ambiguous: ReadonlySet<string>;
  /** What is behind a link that was given. */
  verdict(link: string, signal: AbortSignal): Verdict;
}

export interface HostWorld {
  readonly turn: (signal: AbortSignal) => Promise<void>;
  readonly sleep: Sleep;
  readonly isOnline: () => boolean;
  readonly submitted: { readonly scope: Traits['scope']; readonly keepAtLeastMs: number | null };
  readonly granted: ReadonlySet<string>;
  /** Uploads that the user cancelled or paused. */
  readonly stopped: ReadonlyMap<string, 'cancelled' | 'paused'>;
  readonly broken: (what: string) => void;
}

const reach = { local: 0, account: 1, public: 2 };
/** Uploads that are sent somewhere right now. */
const sharedActive = new WeakMap<HostWorld['granted'], Set<string>>();

export function createWorldHost(index: number, { traits: some, script }: HostPlan, world: HostWorld): WorldHost {
  const id = DestinationId.parse(`host-${index}`);
  const traits = { ...plainTraits, ...some };
  const given = new Map<string, { upload: string; removed: boolean }>();
  const verdicts = new Map<string, 'proof' | 'page' | 'throws' | 'late'>();
  const ambiguous = new Set<string>();
  const active = new Map<string, boolean>();
  const everywhere = sharedActive.get(world.granted) ?? new Set();
  sharedActive.set(world.granted, everywhere);
  let asked = 0;

  const expectAllowed = (payload: Payload, upload: string): void => {
    const isGranted = world.granted.has(`${upload} ${id}`);
    const { scope, keepAtLeastMs } = world.submitted;
    if (reach[traits.scope] > reach[scope] && !isGranted) world.broken(`${id} lets in more people than agreed`);
    if (keepAtLeastMs !== null && kept(traits, payload.size) < keepAtLeastMs && !isGranted) {
      world.broken(`${id} keeps it shorter than agreed`);
    }
    if (payload.size > (traits.maxBytes ?? Infinity)) world.broken(`${id} does not take files of this size`);
    if (payload.size === 0 && !traits.takesEmptyFiles) world.broken(`${id} takes no empty files`);
    if (world.stopped.has(upload)) world.broken(`${upload} is sent although it was ${world.stopped.get(upload)}`);
    if (everywhere.has(upload)) world.broken(`${upload} is sent twice at a time`);
    if (active.size >= 3) world.broken(`${id} is sent more than three at a time`);
    const large = [...active.values()].filter(Boolean).length;
    if (payload.size > largeAbove && large >= 2) world.broken(`${id} has no place left for a small one`);
  };

  const nextAct = (): Act => {
    const act = script[asked % script.length];
    asked += 1;
    if (!world.isOnline() && traits.scope !== 'local') return { do: 'offline' };
    // Whose network never comes back waits for ever.
    return act && (act.do !== 'offline' || asked <= script.length) ? act : { do: 'throw' };
  };

  const play = async (act: Act, payload: Payload, run: UploadRun): Promise<void> => {
    const { signal } = run;
    const ended = (sent: BodySent): void => {
      if (!signal.aborted) return;
      if (sent === 'all') ambiguous.add(run.uploadId);
      throw new UploadFailure({ kind: 'cancelled' }, { sent });
    };
    const send = async (sent: BodySent): Promise<void> => {
      await world.turn(signal);
      ended('nothing');
      if (sent === 'nothing') return;
      run.onProgress(Math.floor(payload.size / 2));
      await world.turn(signal);
      ended('part');
      if (sent === 'part') return;
      run.onProgress(payload.size);
      await world.turn(signal);
      ended('all');
    };
    switch (act.do) {
      case 'deliver':
        return send('all');
      case 'ignore-abort':
        run.onProgress(payload.size);
        await world.turn(new AbortController().signal);
        return;
      case 'throw':
        await world.turn(signal);
        ended('nothing');
        throw new HostBroke('of a provider');
      case 'hang':
        await send(act.sent);
        await world.sleep(60_000, signal);
        ended(act.sent);
        if (act.sent === 'all') ambiguous.add(run.uploadId);
        throw new UploadFailure({ kind: 'stalled', host: id, afterMs: 60_000 }, { sent: act.sent });
      case 'fail':
        await send(act.sent);
        if (act.sent === 'all') ambiguous.add(run.uploadId);
        throw new UploadFailure(act.failure, { sent: act.sent });
      case 'offline':
        await world.turn(signal);
        ended('nothing');
        throw new UploadFailure({ kind: 'offline' });
    }
  };

  return {
    id,
    provider: 'made-up',
    label: `Host ${index}`,
    traits,
    given,
    ambiguous,
    verdict(link, signal) {
      const verdict = verdicts.get(link);
      // A link check that was ended throws, unless it had just come to an end of its own.
      if (verdict === 'throws' || (signal.aborted && verdict !== 'late')) throw new HostBroke('of the link check');
      if (verdict === 'page') return { kind: 'contradiction', failure: { kind: 'bad-proof', why: 'page' } };
      return { kind: 'proof', proof: { kind: 'size', by: 'link' } };
    },
    servers: [],
    signsIn: index === 0,
    connect: async () => ({
      async upload(payload, run) {
        const act = nextAct();
        expectAllowed(payload, run.uploadId);
        active.set(run.uploadId, payload.size > largeAbove);
        everywhere.add(run.uploadId);
        const link = `https://${id}.example/${asked}`;
        try {
          await play(act, payload, run);
        } finally {
          active.delete(run.uploadId);
          everywhere.delete(run.uploadId);
        }
        given.set(link, { upload: run.uploadId, removed: false });
        verdicts.set(link, act.do === 'deliver' ? act.verdict : 'late');
        const canRemove = act.do === 'deliver' && act.removal !== null;
        const deleteHandle = canRemove ? (act.removal ?? '') : null;
        return { link, deleteHandle, expiresAt: null, proof: null };
      },
      remove({ link, deleteHandle }) {
        const found = given.get(link);
        if (deleteHandle !== 'works' || !found) return Promise.reject(new Error('not deleted'));
        found.removed = true;
        return Promise.resolve();
      },
    }),
  };
}

/** The shortest time (ms) that a destination keeps a file, worked out here once more. */
function kept({ retention, maxBytes }: { retention: Retention; maxBytes: number | null }, size: number): number {
  switch (retention.kind) {
    case 'no-end-date':
      return Infinity;
    case 'while-used':
      return retention.idleMs;
    case 'fixed':
      return retention.ms;
    case 'while-shared':
      return retention.maxMs ?? Infinity;
    case 'by-size': {
      const room = maxBytes === null ? 1 : Math.max(0, 1 - size / maxBytes);
      return retention.minMs + (retention.maxMs - retention.minMs) * room * room;
    }
  }
}
