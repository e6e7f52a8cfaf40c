/** What the tests of checks stand on: the real net, probe, spool and share server. */
import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCheck } from '../../src/main/engine/check/check.ts';
import type { StepLimits } from '../../src/main/engine/check/steps.ts';
import { createHasher } from '../../src/main/engine/hasher.ts';
import type { HealthBook } from '../../src/main/engine/health.ts';
import { createHealthBook } from '../../src/main/engine/health-book.ts';
import { createVerify } from '../../src/main/engine/verification.ts';
import { createNet, type NetOptions } from '../../src/main/net/http.ts';
import { filePayload } from '../../src/main/net/pinned-file.ts';
import { createProbe } from '../../src/main/net/probe.ts';
import { createRedaction } from '../../src/main/net/redaction.ts';
import type { Provider, Secrets, Services } from '../../src/main/providers/provider.ts';
import { listShareInterfaces } from '../../src/main/providers/this-computer/interfaces.ts';
import { createShareServer } from '../../src/main/providers/this-computer/server.ts';
import { memoryShares } from '../../src/main/providers/this-computer/share-store.ts';
import { openDatabase } from '../../src/main/store/database.ts';
import { createHealthStore } from '../../src/main/store/health-store.ts';
import { createSpool } from '../../src/main/store/spool.ts';
import type { CheckReport, CheckStepName, LiveCheckStep } from '../../src/shared/check.ts';
import { UploadFailure } from '../../src/shared/failure.ts';
import { DestinationId } from '../../src/shared/ids.ts';

export const destinationId = DestinationId.parse('checked');

export interface Checked {
  // biome-ignore lint/suspicious/noExplicitAny: the settings are parsed by the provider's own schema.
  readonly provider: Provider<any>;
  readonly settings?: object;
  readonly secrets?: Secrets;
  readonly label?: string;
}

export interface RigOptions extends Pick<NetOptions, 'lookup' | 'extraCertificates' | 'resolveProxy'> {
  readonly limitsMs?: Partial<StepLimits>;
}

export interface Rig extends AsyncDisposable {
  check(checked: Checked, signal?: AbortSignal, onStep?: (step: LiveCheckStep) => void): Promise<CheckReport>;
  readonly health: HealthBook;
  readonly reported: readonly unknown[];
  /** Folders that the spool still holds. */
  spooled(): Promise<string[]>;
}

export async function createRig(options: RigOptions = {}): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-check-'));
  const spoolFolder = join(folder, 'spool');
  await mkdir(spoolFolder);
  const { database } = openDatabase(join(folder, 'check.db'), Date.now());
  const { limitsMs, ...way } = options;
  const common = { ...way, isOffline: () => false };
  const net = createNet(common);
  const reported: unknown[] = [];
  const report = (error: unknown): void => void reported.push(error);
  const health = createHealthBook({ store: createHealthStore(database, report), clock: Date.now, random: () => 0.5 });
  const openServer = () =>
    createShareServer({
      store: memoryShares(),
      clock: Date.now,
      interfaces: listShareInterfaces,
      settings: () => ({ interfaceId: 'loopback', port: null }),
      rememberPort: () => undefined,
      onChange: () => undefined,
      payloadOf: filePayload,
    });
  const hasher = createHasher();
  const noServer = () => Promise.reject(new Error('checks of this computer have a server of their own'));
  const shareServer = { share: noServer, stop: () => undefined };
  const services: Services = {
    net,
    clock: Date.now,
    shareServer,
    hash: (payload, signal, wish) => hasher.hash(payload.source, signal, wish),
  };

  return {
    health,
    reported,
    check({ provider, settings = {}, secrets = {}, label = 'Our host' }, signal, onStep) {
      const parsed = provider.settings.safeParse(settings);
      const check = createCheck({
        find: (id) => ({
          id,
          provider: provider.id,
          label,
          traits: provider.traits(
            parsed.success ? parsed.data : provider.settings.parse({}),
            (name) => name in secrets,
          ),
          servers: parsed.success ? provider.servers(parsed.data) : [],
          signsIn: provider.secretFields.length > 0,
          async connect() {
            if (!parsed.success) throw new UploadFailure({ kind: 'settings-invalid', field: 'server' });
            return provider.connect(parsed.data, secrets, services);
          },
        }),
        net,
        probe: createProbe(common),
        verify: createVerify(net, () => Promise.resolve()),
        spool: createSpool(database, spoolFolder, Date.now),
        openServer,
        health,
        clock: Date.now,
        ticks: () => performance.now(),
        redaction: () => Promise.resolve(createRedaction(Object.values(secrets))),
        report,
        ...(limitsMs && { limitsMs }),
      });
      return check(destinationId, { signal: signal ?? new AbortController().signal, ...(onStep && { onStep }) });
    },
    spooled: () => readdir(spoolFolder),
    async [Symbol.asyncDispose]() {
      await hasher[Symbol.asyncDispose]();
      await net.close();
      database[Symbol.dispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** "ok", "failed dns" or "skipped not-reached" by step. */
export function outcomes({ steps }: CheckReport): Partial<Record<CheckStepName, string>> {
  return Object.fromEntries(
    steps.map((step) => {
      if (step.state === 'failed') return [step.name, `failed ${step.failure.kind}`];
      return [step.name, step.state === 'skipped' ? `skipped ${step.why}` : 'ok'];
    }),
  );
}
