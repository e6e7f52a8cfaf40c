/** Files that are better not sent by accident: keys, passwords, wallets. Known by their names and a look at their first bytes. */

export type SensitiveKind =
  /** Settings of a program with secrets in them: `.env`. */
  | 'env'
  | 'private-key'
  | 'password-database'
  | 'wallet'
  /** Names, passwords or tokens for services: `.netrc`, `.aws/credentials`, `.npmrc` with a token. */
  | 'credentials';

/** `sensitiveKind` looks at so many bytes: a key may stand behind a chain of certificates, or of clusters. */
export const lookBytes = 64 * 1024;

type Rule = readonly [kind: SensitiveKind, name: RegExp];

/** Names that say it all. */
const byName: readonly Rule[] = [
  ['password-database', /\.(?:kdbx?|psafe3|1pux|1pif|agilekeychain|opvault|keychain(?:-db)?)$/],
  ['password-database', /^(?:logins\.json|key[34]\.db|login data)$/],
  ['private-key', /\.(?:p12|pfx|ppk|jks|keystore|pvk)$|^secring\.gpg$/],
  ['private-key', /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/],
  ['wallet', /^wallet\.(?:dat|json|keys)$|\.wallet$|^utc--\d{4}-\d\d-\d\dt.*--[\da-f]{40}$/],
  ['credentials', /^[._]netrc$|^\.pgpass$|^pgpass\.conf$|^\.git-credentials$|^\.htpasswd$|^\.my\.cnf$|^\.vault-token$/],
];

/** `.env`, `.env.local`, `prod.env`; not what is given away to be filled in. */
const envName = /^\.env(?:\.[\w.-]+)?$|^\.envrc$|^[\w.-]+\.env$/;
const envTemplate = /(?:^|[._-])(?:example|sample|template|dist|defaults?|schema|vault)(?:$|\.)/;
/** A line that gives something a value; Windows' editors begin with a mark. */
const assignment = /^\uFEFF?(?:\s*(?:#.*)?\r?\n)*\s*(?:export\s+)?[A-Za-z_][\w.]*\s*[=:]\s*\S/;

/** What the bytes say, whatever the name: all of the patterns are to be found. */
const byContent: readonly (readonly [kind: SensitiveKind, ...patterns: readonly RegExp[]])[] = [
  ['private-key', /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/],
  ['private-key', /^PuTTY-User-Key-File-\d/],
  ['private-key', /^-?---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----/],
  ['private-key', /^AGE-SECRET-KEY-1[A-Z0-9]{20}/m],
  // WireGuard's.
  ['private-key', /^\[Interface\]/m, /^PrivateKey\s*=\s*[A-Za-z0-9+/]{43}=/m],
  // GnuPG's agent's.
  ['private-key', /^(?:Key: )?\((?:\d+:)?(?:protected-)?private-key/m],
  ['credentials', /^[ \t]*aws_secret_access_key[ \t]*=[ \t]*\S/im],
  ['credentials', /"type"\s*:\s*"service_account"/, /"private_key"/],
  // What a user signed in with, as of gcloud.
  ['credentials', /"client_secret"\s*:\s*"[^"]/, /"refresh_token"\s*:\s*"[^"]/],
  // What browsers and password stores give away as a table.
  [
    'password-database',
    /^[^\n]{0,500}\b(?:url|login_uri)\b/i,
    /^[^\n]{0,500}\b(?:login_)?username"?[,;\t]"?(?:login_)?password\b/i,
  ],
  ['wallet', /"crypto"\s*:\s*\{/i, /"ciphertext"/i, /"kdf"/i],
];

/** What a text holds that has its usual name: all of the patterns are to be found. */
const byBoth: readonly (readonly [kind: SensitiveKind, name: RegExp, ...patterns: readonly RegExp[]])[] = [
  [
    'credentials',
    /^\.npmrc$|^\.yarnrc(?:\.yml)?$/,
    /(?:_authToken|_auth|_password|npmAuthToken)\s*[=:]\s*["']?(?!\$)\S/,
  ],
  ['credentials', /^\.pypirc$/, /^[ \t]*password[ \t]*[=:][ \t]*\S/m],
  [
    'credentials',
    /^\.?docker(?:config|cfg)?\.json$|^\.docker(?:cfg|configjson)$|^config\.json$/,
    /"(?:auth|identitytoken)"\s*:\s*"\S/,
  ],
  ['credentials', /^(?:kube)?config$|\.kubeconfig$/, /^[ \t]*(?:client-key-data|token)[ \t]*:[ \t]*\S/m],
  ['credentials', /^rclone\.conf$/, /^[ \t]*(?:pass|token|secret_access_key|client_secret)[ \t]*=[ \t]*\S/m],
];

const keePass = '03d9a29a';
/** Bitcoin's wallet is a Berkeley database with these words in its first page, or a SQLite file with the word in its head. */
const berkeleyMagics = ['62310500', '00053162'];

/**
 * What makes the file one to ask about before it is sent, or null. `name` is its last part, in any case; `head` are its
 * first `lookBytes`, or fewer where it has no more. Public keys and certificates are fine.
 */
export function sensitiveKind(name: string, head: Uint8Array): SensitiveKind | null {
  const lower = name.toLowerCase();
  const bytes = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, lookBytes));
  const text = textOf(bytes);
  const named = byName.find(([, pattern]) => pattern.test(lower));
  // An empty one gives nothing away.
  if (named && bytes.length > 0 && !isPublic(text)) return named[0];
  if (bytes.toString('hex', 0, 4) === keePass) return 'password-database';
  if (berkeleyMagics.includes(bytes.toString('hex', 12, 16)) && /wallet/.test(lower)) return 'wallet';
  if (envName.test(lower) && !envTemplate.test(lower) && assignsAnything(text)) return 'env';
  const holds = (pattern: RegExp): boolean => pattern.test(text);
  const told = byContent.find(([, ...patterns]) => patterns.every(holds));
  if (told && !isDocument(lower)) return told[0];
  const both = byBoth.find(([, pattern, ...patterns]) => pattern.test(lower) && patterns.every(holds));
  return both?.[0] ?? null;
}

function assignsAnything(text: string): boolean {
  return text.split(/\r?\n/).some((line) => assignment.test(line));
}

/** UTF-16 too, as Windows' shell writes what is redirected to a file. */
function textOf(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2);
  return bytes.toString('utf8');
}

/** A key that goes by the name of a private one, and is public. */
function isPublic(text: string): boolean {
  return /^(?:ssh-|ecdsa-|sk-|-----BEGIN (?:CERTIFICATE|PUBLIC KEY|RSA PUBLIC KEY)-----)/.test(text);
}

/** Texts and programs that speak of keys. */
function isDocument(name: string): boolean {
  return /\.(?:md|markdown|rst|adoc|html?|[cm]?[jt]sx?|py|go|rs|java|kt|rb|php|cs?|cpp|h|sh|ipynb|pdf|patch|diff)$/.test(
    name,
  );
}
