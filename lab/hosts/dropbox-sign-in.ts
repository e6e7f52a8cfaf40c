/** Dropbox's sign-in (OAuth 2.0): a page that shows a code, and the endpoint that takes it, or a refresh token, for tokens. */
import { createHash } from 'node:crypto';
import { randomName } from '../file-store.ts';
import { type Answer, type HostRequest, htmlPage, jsonAnswer } from '../host-script.ts';

interface Agreed {
  readonly client: string;
  /** Null without PKCE. */
  readonly challenge: string | null;
  readonly isOffline: boolean;
  readonly scope: string;
}

const refusedGrant = (description: string): Answer =>
  jsonAnswer(400, { error: 'invalid_grant', error_description: description });

export class DropboxSignIn {
  /** Good as refresh token, as access token and as the app's secret. */
  readonly #key: string;
  readonly #agreed = new Map<string, Agreed>();
  readonly #refreshTokens = new Set<string>();
  readonly #accessTokens = new Set<string>();

  constructor(key: string) {
    this.#key = key;
    this.#refreshTokens.add(key);
    this.#accessTokens.add(key);
  }

  isSignedIn({ headers }: HostRequest): boolean {
    const [, token = ''] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? [];
    return this.#accessTokens.has(token);
  }

  /** The page on which the user agrees: here everybody does. */
  page({ query }: HostRequest): Answer {
    const client = query.get('client_id') ?? '';
    const challenge = query.get('code_challenge');
    if (client === '' || query.get('response_type') !== 'code') return htmlPage(400, 'Invalid client_id');
    if (challenge !== null && query.get('code_challenge_method') !== 'S256') return htmlPage(400, 'Invalid challenge');
    const code = randomName(43);
    const isOffline = query.get('token_access_type') === 'offline';
    this.#agreed.set(code, { client, challenge, isOffline, scope: query.get('scope') ?? '' });
    return { status: 200, text: `<!DOCTYPE html>\n<title>Access code</title><input id="auth-code" value="${code}">\n` };
  }

  /** Takes its parameters in the body or in the query, as Dropbox does. */
  async token(request: HostRequest): Promise<Answer> {
    const fields = new URLSearchParams(request.query);
    for (const [name, value] of new URLSearchParams(await request.text())) fields.set(name, value);
    const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    const [, user, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(basic ?? '', 'base64').toString()) ?? [];
    const client = fields.get('client_id') ?? user ?? '';
    const secret = fields.get('client_secret') ?? password ?? null;
    if (client === '') return jsonAnswer(400, { error: 'invalid_request', error_description: 'No client_id' });
    if (secret !== null && secret !== this.#key) return jsonAnswer(401, { error: 'invalid_client' });
    if (fields.get('grant_type') === 'refresh_token') return this.#refreshed(fields);
    if (fields.get('grant_type') === 'authorization_code') return this.#taken(fields, client, secret);
    return jsonAnswer(400, { error: 'unsupported_grant_type' });
  }

  #refreshed(fields: URLSearchParams): Answer {
    if (this.#refreshTokens.has(fields.get('refresh_token') ?? '')) return jsonAnswer(200, this.#issued());
    return refusedGrant('refresh token is malformed');
  }

  #taken(fields: URLSearchParams, client: string, secret: string | null): Answer {
    const code = fields.get('code') ?? '';
    const agreed = this.#agreed.get(code);
    if (agreed?.client !== client) return refusedGrant("code doesn't exist or has expired");
    const verifier = fields.get('code_verifier') ?? '';
    const isProven = createHash('sha256').update(verifier).digest('base64url') === agreed.challenge;
    if (!isProven && secret === null) return refusedGrant('invalid code verifier');
    this.#agreed.delete(code);
    const more = { scope: agreed.scope, uid: '1', account_id: 'dbid:AAH4f99T0taONIb-OurWxbNQ6ywGRopQngc' };
    if (!agreed.isOffline) return jsonAnswer(200, { ...this.#issued(), ...more });
    const refreshToken = randomName(64);
    this.#refreshTokens.add(refreshToken);
    return jsonAnswer(200, { ...this.#issued(), refresh_token: refreshToken, ...more });
  }

  #issued(): object {
    const token = `sl.u.${randomName(64)}`;
    this.#accessTokens.add(token);
    return { access_token: token, token_type: 'bearer', expires_in: 14_400 };
  }
}
