/** Signing in with a browser: what a sign-in needs besides the code stays here, in memory. */
import type { CallOutput } from '../../shared/contract.ts';
import { UploadFailure } from '../../shared/failure.ts';
import type { DestinationId } from '../../shared/ids.ts';
import type { Services } from '../providers/provider.ts';
import type { DestinationSetups } from './destination-setups.ts';
import type { SignInCalls } from './handlers.ts';
import type { KnownDestination } from './known-destination.ts';

export interface SignInsDeps {
  /** Fails with `settings-invalid`. */
  readonly known: (id: DestinationId) => KnownDestination;
  readonly services: Services;
  readonly setups: Pick<DestinationSetups, 'setSecret'>;
  /** Opens an https address in the user's browser. */
  readonly open: (link: URL) => Promise<void>;
  /** True once the clipboard holds the text. */
  readonly copy: (text: string) => Promise<boolean>;
}

interface Begun {
  readonly state: string;
  /** The settings that it was begun with, as a text to compare. */
  readonly settings: string;
}

/** How long a host may take to answer, ms. */
const answerMs = 60_000;

/** Disposed of, it ends what is under way. */
export function createSignIns(deps: SignInsDeps): SignInCalls & Disposable {
  const { known, services, setups } = deps;
  const begun = new Map<DestinationId, Begun>();
  const ending = new AbortController();

  const signInOf = (id: DestinationId) => {
    const { provider, settings } = known(id);
    if (!provider.signIn) throw invalid('destination');
    return { signIn: provider.signIn, provider, settings };
  };

  const show = async (url: URL): Promise<CallOutput<'destinations.signIn'>['page']> => {
    try {
      await deps.open(url);
      return 'opened';
    } catch {
      // Where there is no browser, the user may have one elsewhere.
      return (await deps.copy(url.href)) ? 'copied' : 'none';
    }
  };

  return {
    async 'destinations.signIn'({ id }) {
      const { signIn, provider, settings } = signInOf(id);
      const { url, state } = signIn.begin(settings);
      // Plain http only to the very server that the user set.
      const isSet = provider.servers(settings).some(({ origin }) => origin === url.origin);
      if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isSet)) {
        throw new Error('a sign-in is at an https address');
      }
      begun.set(id, { state, settings: JSON.stringify(settings) });
      return { host: url.host, page: await show(url) };
    },

    async 'destinations.finishSignIn'({ id, code }) {
      const { signIn, provider, settings } = signInOf(id);
      const mine = begun.get(id);
      if (mine?.settings !== JSON.stringify(settings)) throw invalid('code');
      const signal = AbortSignal.any([ending.signal, AbortSignal.timeout(answerMs)]);
      const secrets = await signIn.finish(settings, { code: code.trim(), state: mine.state }, { services, signal });
      // Begun again meanwhile: what this one was given is not what the user is about to agree to.
      if (begun.get(id) !== mine) throw new UploadFailure({ kind: 'cancelled' });
      begun.delete(id);
      const unsealed: string[] = [];
      for (const { name: field } of provider.secretFields) {
        const value = secrets[field];
        if (!value) continue;
        const { sealing } = await setups.setSecret({ destination: id, field, value, storeWeak: false });
        if (sealing === 'kept-for-run') unsealed.push(field);
      }
      return { unsealed };
    },

    [Symbol.dispose]: () => ending.abort(),
  };
}

function invalid(field: string): UploadFailure {
  return new UploadFailure({ kind: 'settings-invalid', field });
}
