/** Builds the program's parts and joins them, for the app and the command line alike. */
import { sep } from 'node:path';
import { UploadId } from '../shared/ids.ts';
import { closesInTurn } from './closing.ts';
import { createDestinations, type Destinations, type GivenDestination } from './destinations.ts';
import { createFindOnline } from './engine/already-online.ts';
import { createDiscarding, type Discarding } from './engine/discarding.ts';
import { createEngine, type Engine } from './engine/engine.ts';
import { createFileLook, promisedPayload } from './engine/file-look.ts';
import { createHasher } from './engine/hasher.ts';
import type { HealthBook } from './engine/health.ts';
import { createHealthBook } from './engine/health-book.ts';
import { createLeftovers, type Leftovers } from './engine/leftovers.ts';
import { createRemoval, type Removal } from './engine/removal.ts';
import { sleep } from './engine/run-control.ts';
import { uploadName } from './engine/upload-name.ts';
import { createVerify, type Verify } from './engine/verification.ts';
import { createHistoryParts, type HistoryParts } from './history-parts.ts';
import { netAtUse } from './net/at-use.ts';
import { environmentProxy } from './net/environment-proxy.ts';
import { noInterfaceUp } from './net/failures.ts';
import { mimeOf } from './net/mime.ts';
import type { Net } from './net/net.ts';
import { patchesOf } from './net/patched-payload.ts';
import { filePayload } from './net/pinned-file.ts';
import type { ProxyResolver } from './net/proxy.ts';
import { createSlots } from './net/slots.ts';
import type { Services } from './providers/provider.ts';
import { listShareInterfaces } from './providers/this-computer/interfaces.ts';
import { createShareServer, type LocalShareServer } from './providers/this-computer/server.ts';
import { createCheckpoints } from './store/checkpoints.ts';
import { openDatabase } from './store/database.ts';
import { createDeletions } from './store/deletions.ts';
import { createDiscards } from './store/discards.ts';
import { createHealthStore } from './store/health-store.ts';
import type { Home } from './store/home.ts';
import { migrations } from './store/migrations.ts';
import { createOnlineLinks } from './store/online-links.ts';
import { type OwnerKind, registerOwner } from './store/owners.ts';
import { createPatientStore } from './store/patient-store.ts';
import { noSecrets, type SecretVault } from './store/secrets.ts';
import type { SettingsStore } from './store/settings.ts';
import { createShareStore } from './store/share-store.ts';
import { createSpool, type Spool } from './store/spool.ts';
import { createTallyReader, type TallyReader } from './store/tally.ts';
import { createUploadReader, type UploadReader } from './store/upload-reader.ts';
import { createUploadStore, type UploadStore } from './store/upload-store.ts';

export interface PartsInput {
  readonly home: Home;
  readonly kind: OwnerKind;
  readonly settings: SettingsStore;
  /** Keeps the secrets of saved destinations; by default there are none. */
  readonly vault?: SecretVault;
  /** Something about this upload was written. */
  readonly changed: (id: UploadId) => void;
  /** Payload bytes of this upload that left so far. */
  readonly progress: (id: UploadId, sentBytes: number) => void;
  /** Something broke that belongs to no attempt. */
  readonly report: (error: unknown) => void;
  /** Takes the place of the link check. */
  readonly verify?: Verify;
  /** Which proxy leads to a URL; by default, what the environment says. */
  readonly resolveProxy?: ProxyResolver;
  /** Destinations for this run only; they take precedence over saved ones. */
  readonly given?: readonly GivenDestination[];
}

export interface Parts extends AsyncDisposable {
  readonly engine: Engine;
  readonly removal: Removal;
  /** Deletes what uploads that do not go on have left at hosts; goes on with left work too. */
  readonly discarding: Discarding;
  readonly leftovers: Leftovers;
  readonly reader: UploadReader;
  readonly tally: TallyReader;
  readonly store: UploadStore;
  readonly destinations: Destinations;
  readonly health: HealthBook;
  readonly shareServer: LocalShareServer;
  readonly net: Net;
  /** What providers get from the program. */
  readonly services: Services;
  readonly spool: Spool;
  readonly history: HistoryParts;
  /** Where a database that could not be read was set aside; null if all was well. */
  readonly databaseSetAside: string | null;
  /** True while another program works on these data. */
  areOthersAtWork(): boolean;
  /** The shape of the history's database, and how many uploads are in it. */
  historyFacts(): { readonly version: number; readonly uploads: number };
  /** Uploads whose ends the disk had no room for; asked after the parts were closed, those that are lost to the history. */
  unwritten(): UploadId[];
  /** Goes on with what programs that ended have left, now and whenever one does; `taken` is told before each time. */
  goOnWithLeftWork(taken?: (ids: readonly UploadId[]) => void): void;
}

/** Attempts per destination and visit (DESIGN.md, The engine). */
const maxAttempts = 2;
/** The longest wait for one host while another could be asked, ms. */
const patienceMs = 60_000;
const maxPreparing = 16;
/** Large ones have the line to share, and a host to be kind to. */
const maxLargePerDestination = 3;
/** How long a link that a file has already may take to answer, ms. */
const onlineAnswerMs = 5_000;
/** How often left work is looked for, ms. */
const leftWorkMs = 15_000;
/** How long closing may take, ms. */
const closing = { ms: 5_000, leastMs: 250 };

/** Opens the database and builds everything on it. Throws where the data folder can not be used. */
export function createParts(input: PartsInput): Parts {
  const { home, settings, changed } = input;
  const clock = Date.now;
  const { database, setAside } = openDatabase(home.databaseFile, clock());
  const owner = registerOwner(database, input.kind, clock, () => engine.abandon());
  const written = createUploadStore(database, owner.id, clock, () => discarding.goOn());
  const patient = createPatientStore({
    store: written,
    reader: createUploadReader(database),
    changed,
    report: input.report,
  });
  const { store, reader } = patient;
  const net = netAtUse({
    resolveProxy: input.resolveProxy ?? environmentProxy(process.env),
    bytesPerSecond: () => settings.get().bytesPerSecond,
  });
  const look = createFileLook();
  const shareServer = createShareServer({
    store: createShareStore(database),
    clock,
    interfaces: listShareInterfaces,
    settings: () => ({ interfaceId: settings.get().share.interface, port: settings.get().share.port }),
    rememberPort: (port) => settings.set({ share: { ...settings.get().share, port } }),
    onChange: (id) => changed(UploadId.parse(id)),
    payloadOf: promisedPayload(look),
  });
  const hasher = createHasher();
  const services: Services = {
    net,
    clock,
    shareServer,
    hash: (payload, signal, wish) => hasher.hash(payload.source, signal, { ...wish, patches: patchesOf(payload) }),
  };
  const destinations = createDestinations(settings.get, services, input.vault ?? noSecrets, input.given);
  let leftWork: NodeJS.Timeout | undefined;
  const links = createOnlineLinks(database, written);
  const health = createHealthBook({ store: createHealthStore(database, input.report), clock, random: Math.random });
  const engine = createEngine({
    health,
    store,
    reader,
    find: destinations.find,
    slots: createSlots(() => settings.get().preferences.uploadsPerDestination, maxLargePerDestination),
    verify: input.verify ?? createVerify(net, sleep),
    payload: filePayload,
    mimeOf,
    links,
    look,
    guardRules: () => settings.get().preferences,
    undoMs: () => settings.get().preferences.undoSeconds * 1000,
    findOnline: createFindOnline({
      links,
      look,
      hasher,
      find: destinations.find,
      verify: createVerify(net, sleep, [0]),
      answerMs: onlineAnswerMs,
      payload: filePayload,
      clock,
      report: input.report,
    }),
    isOnline: () => !noInterfaceUp(),
    isSpooled: (path) => path.startsWith(home.spoolFolder + sep),
    clock,
    random: Math.random,
    sleep,
    changed,
    progress: input.progress,
    report: input.report,
    maxAttempts,
    patienceMs,
    get maxRunning() {
      return settings.get().preferences.uploadsAtOnce;
    },
    maxPreparing,
    uploadName: (name) => uploadName(settings.get().preferences, name, clock()),
  });
  const removal = createRemoval({
    deletions: createDeletions(database, clock),
    find: destinations.find,
    sleep,
    changed,
    report: input.report,
  });
  const discarding = createDiscarding({
    discards: createDiscards(database),
    find: destinations.find,
    clock,
    sleep,
    report: input.report,
  });
  const checkpoints = createCheckpoints(database, clock, discarding.goOn);
  return {
    engine,
    removal,
    discarding,
    leftovers: createLeftovers({ find: destinations.find, checkpoints }),
    reader,
    tally: createTallyReader(database, owner.id, clock),
    store,
    destinations,
    health,
    shareServer,
    net,
    services,
    spool: createSpool(database, home.spoolFolder, clock),
    history: createHistoryParts({
      database,
      file: home.databaseFile,
      clock,
      reader,
      find: destinations.find,
      net,
      shareServer,
      left: discarding.goOn,
      report: input.report,
    }),
    databaseSetAside: setAside,
    areOthersAtWork: owner.areOthersAtWork,
    historyFacts: () => ({
      version: migrations.length,
      uploads: Number(database.get('SELECT count(*) AS count FROM upload')?.count),
    }),
    unwritten: patient.unwritten,
    goOnWithLeftWork(taken) {
      const take = (): void => {
        try {
          const left = owner.takeOver();
          if (left.length > 0) taken?.(left);
          engine.goOnWith(left);
        } catch (error) {
          input.report(error);
        }
      };
      take();
      discarding.goOn();
      leftWork = setInterval(take, leftWorkMs);
      leftWork.unref();
    },
    ...closesInTurn(
      {
        leftWork: () => clearInterval(leftWork),
        engine: engine.close,
        removal,
        discarding,
        hasher,
        shareServer: shareServer.close,
        net: net.close,
        patient,
        owner: owner.close,
        // Last and always: whatever was written until then is in it.
        database,
      },
      closing,
      input.report,
    ),
  };
}
