/** How we show an SSH server who we are: key, agent, password, and the password where it asks questions instead. */
import type { AnyAuthMethod, AuthHandlerMiddleware, ParsedKey } from 'ssh2';
import { UploadFailure } from '../../../shared/failure.ts';
import type { Secrets } from '../provider.ts';
import type { Settings } from './settings.ts';
import type { Ssh2 } from './ssh2.ts';

/** How often a server may ask before it gets empty answers: more is no question for a password. */
const mostQuestions = 3;

/**
 * The ways to sign in, in the order in which they are tried; each once, and only where the server offers it.
 * Fails with `secret-unavailable` where there is none, `auth` for a key that can not be read or opened.
 */
export function signInMethods(
  { utils }: Ssh2,
  { user: username, agent }: Pick<Settings, 'user' | 'agent'>,
  { secrets, host }: { readonly secrets: Secrets; readonly host: string },
): AnyAuthMethod[] {
  const { password, privateKey, passphrase } = secrets;
  const socket = agent ? agentSocket() : undefined;
  const methods: AnyAuthMethod[] = [];
  if (privateKey !== undefined) {
    // Formats that may hold several keys give a list.
    const [key] = [utils.parseKey(privateKey, passphrase) as ParsedKey | Error | ParsedKey[]].flat();
    if (!key || key instanceof Error || !key.isPrivateKey()) throw new UploadFailure({ kind: 'auth', host });
    methods.push({ type: 'publickey', username, key });
  }
  if (socket !== undefined) methods.push({ type: 'agent', username, agent: socket });
  if (password !== undefined) {
    methods.push({ type: 'password', username, password });
    let asked = 0;
    methods.push({
      type: 'keyboard-interactive',
      username,
      prompt(_name, _instructions, _language, prompts, finish) {
        asked++;
        // A password is asked for without an echo; anything else is none of our answers.
        finish(prompts.map(({ echo }) => (echo === true || asked > mostQuestions ? '' : password)));
      },
    });
  }
  if (methods.length === 0) throw new UploadFailure({ kind: 'secret-unavailable', why: 'missing' });
  // The server answers it with what it offers.
  return [{ type: 'none', username }, ...methods];
}

/** Gives `ssh2` the methods one by one. A server may want several, in an order of its own. */
export function offering(methods: readonly AnyAuthMethod[]): AuthHandlerMiddleware {
  const untried = [...methods];
  return (offered, _partially, next) => {
    // Its types do not say that nothing is known at first, and that false ends it.
    const known = offered as typeof offered | null;
    const at = untried.findIndex(({ type }) => known?.includes(type === 'agent' ? 'publickey' : type) ?? true);
    const [method] = at < 0 ? [] : untried.splice(at, 1);
    (next as (method: AnyAuthMethod | false) => void)(method ?? false);
  };
}

function agentSocket(): string | undefined {
  const named = process.env.SSH_AUTH_SOCK;
  return named || (process.platform === 'win32' ? '\\\\.\\pipe\\openssh-ssh-agent' : undefined);
}
