/** Signing in to Dropbox with a browser: PKCE without a redirect, so that the user pastes a code (RFC 7636). */
import { createHash, randomBytes } from 'node:crypto';
import { UploadFailure } from '../../../shared/failure.ts';
import { below } from '../http-host.ts';
import type { SignIn } from '../provider.ts';
import { accountOf, addressesOf, apiHost, needsAppKey, type Settings } from './account.ts';
import { askForToken } from './tokens.ts';

/** What is asked of the user: to write files, to look at what was written, to make and find links, to ask who it is. */
const scopes = ['account_info.read', 'files.metadata.read', 'files.content.write', 'sharing.read', 'sharing.write'];

export const signIn: SignIn<Settings> = {
  begin(settings) {
    const verifier = randomBytes(48).toString('base64url');
    const url = below(addressesOf(settings).site, 'oauth2/authorize');
    url.search = new URLSearchParams({
      client_id: needsAppKey(settings),
      response_type: 'code',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      // With a refresh token: what is good for hours only would have to be signed in for each day.
      token_access_type: 'offline',
      scope: scopes.join(' '),
    }).toString();
    return { url, state: verifier };
  },

  async finish(settings, { code, state }, { services, signal }) {
    const account = accountOf({ settings, secrets: {}, services });
    const fields = { grant_type: 'authorization_code', code: code.trim(), code_verifier: state };
    const { refresh_token: refreshToken } = await askForToken(account, fields, signal);
    if (refreshToken !== undefined) return { refreshToken };
    throw new UploadFailure({ kind: 'bad-answer', host: apiHost(account), detail: 'no refresh token' });
  },
};
