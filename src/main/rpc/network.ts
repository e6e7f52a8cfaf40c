/** The way out to the network, as the window shows and changes it. The proxy's password only comes in. */
import type { CallInput } from '../../shared/contract.ts';
import { UploadFailure } from '../../shared/failure.ts';
import { DestinationId } from '../../shared/ids.ts';
import type { NetworkView, ProxyTest } from '../../shared/network.ts';
import { readProxyServer } from '../../shared/proxy-server.ts';
import type { SecretKeeper } from '../store/secret-keeper.ts';
import type { SecretPlace } from '../store/secrets.ts';
import type { SettingsStore } from '../store/settings.ts';
import type { NetworkCalls } from './handlers.ts';

export interface NetworkDeps {
  readonly settings: SettingsStore;
  readonly secrets: SecretKeeper;
  /** Tries the way to a server. */
  readonly test: (url: URL, signal: AbortSignal) => Promise<ProxyTest>;
  /** The servers of the destinations that a new file would take, in order; those of this computer are none. */
  readonly servers: () => readonly URL[];
  /** What `view` gives has changed. */
  readonly changed: () => void;
}

export interface Network extends NetworkCalls, Disposable {
  view(): NetworkView;
}

/** Where the vault has the proxy's password; no destination is called so. */
export const proxyPassword: SecretPlace = {
  destination: DestinationId.parse('proxy'),
  provider: 'proxy',
  field: 'password',
};

export function createNetwork(deps: NetworkDeps): Network {
  const { settings, secrets, changed } = deps;
  const closing = new AbortController();
  const setPassword = async (password: string, storeWeak: boolean) => {
    const sealing = await secrets.set(proxyPassword, password, { storeWeak });
    changed();
    return { sealing };
  };
  // Also one that is being stored just now, and is not there yet.
  const forget = (): void => secrets.clear(proxyPassword);
  return {
    view: () => ({
      bytesPerSecond: settings.get().bytesPerSecond,
      proxy: settings.get().proxy,
      password: secrets.sealing(proxyPassword),
    }),

    'network.limit'({ bytesPerSecond }) {
      settings.set({ bytesPerSecond });
      changed();
    },

    'network.proxy'({ proxy }) {
      // Forgotten first: a password must never meet another server than the one that it was given for.
      if (!isSamePlace(settings.get().proxy, proxy)) forget();
      settings.set({ proxy });
      changed();
    },

    'network.setPassword': ({ password, storeWeak }) => setPassword(password, storeWeak),

    async 'network.storePasswordWeak'() {
      const { proxy } = settings.get();
      const password = await secrets.read(proxyPassword);
      if (!isSamePlace(proxy, settings.get().proxy)) throw new UploadFailure({ kind: 'cancelled' });
      return await setPassword(password, true);
    },

    'network.forgetPassword'() {
      forget();
      changed();
    },

    async 'network.test'() {
      const [url] = deps.servers();
      if (!url) throw new UploadFailure({ kind: 'settings-invalid', field: 'chain' });
      return await deps.test(url, closing.signal);
    },

    [Symbol.dispose]: () => closing.abort(),
  };
}

type Proxy = CallInput<'network.proxy'>['proxy'];

/** The same server, and the same user there. */
export function isSamePlace(one: Proxy, other: Proxy): boolean {
  const [a, b] = [readProxyServer(one.server), readProxyServer(other.server)];
  return one.user === other.user && a?.kind === b?.kind && a?.host === b?.host && a?.port === b?.port;
}
