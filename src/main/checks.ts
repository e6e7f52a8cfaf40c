/** Joins the check of destinations to the program's parts, for the app and the command line alike. */
import type { CheckReport } from '../shared/check.ts';
import type { DestinationId } from '../shared/ids.ts';
import type { Destinations } from './destinations.ts';
import { type Check, type CheckDeps, createCheck } from './engine/check/check.ts';
import { sleep } from './engine/run-control.ts';
import { createVerify } from './engine/verification.ts';
import { probeAtUse } from './net/at-use.ts';
import { filePayload } from './net/pinned-file.ts';
import type { ProxyResolver } from './net/proxy.ts';
import { createRedaction } from './net/redaction.ts';
import type { Parts } from './parts.ts';
import { providerById } from './providers/index.ts';
import { listShareInterfaces } from './providers/this-computer/interfaces.ts';
import { createShareServer } from './providers/this-computer/server.ts';
import { memoryShares } from './providers/this-computer/share-store.ts';
import type { SecretVault } from './store/secrets.ts';

export interface ChecksInput extends Pick<CheckDeps, 'redaction' | 'report'> {
  readonly parts: Pick<Parts, 'destinations' | 'net' | 'spool' | 'health'>;
  /** The interface that this computer shares on. */
  readonly shareInterface: () => string;
  /** The same that the net asks. */
  readonly resolveProxy: ProxyResolver;
}

export function createChecks({ parts, resolveProxy, shareInterface, ...input }: ChecksInput): Check {
  return createCheck({
    ...input,
    find: parts.destinations.find,
    net: parts.net,
    probe: probeAtUse({ resolveProxy }),
    verify: createVerify(parts.net, sleep),
    spool: parts.spool,
    openServer: () =>
      createShareServer({
        store: memoryShares(),
        clock: Date.now,
        interfaces: listShareInterfaces,
        // The port of the server that runs, or could, is left to it.
        settings: () => ({ interfaceId: shareInterface(), port: null }),
        rememberPort: () => undefined,
        onChange: () => undefined,
        payloadOf: filePayload,
      }),
    health: parts.health,
    clock: Date.now,
    ticks: () => performance.now(),
  });
}

/** Blackens what the vault holds for a destination, for the reports of the app's checks. */
export function redactionFrom(vault: SecretVault, { find }: Pick<Destinations, 'find'>): CheckDeps['redaction'] {
  return async (id) => {
    const provider = find(id)?.provider ?? '';
    const places = (providerById(provider)?.secretFields ?? []).map(({ name }) => ({
      destination: id,
      provider,
      field: name,
    }));
    // What can not be read is not used either, and does not turn up anywhere.
    const read = places.filter((place) => vault.has(place)).map((place) => vault.read(place).catch(() => ''));
    return createRedaction((await Promise.all(read)).filter((secret) => secret !== ''));
  };
}

/** How many destinations are checked at a time. */
const maxAtOnce = 4;

/** Checks several, a few at a time; the reports stand in the order of the ids. */
export async function checkAll(
  check: Check,
  ids: readonly DestinationId[],
  signal: AbortSignal,
): Promise<CheckReport[]> {
  const reports: CheckReport[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let at = next++; at < ids.length; at = next++) {
      const id = ids[at];
      if (id === undefined) return;
      reports[at] = await check(id, { signal });
    }
  };
  await Promise.all(Array.from({ length: Math.min(maxAtOnce, ids.length) }, work));
  return reports;
}
