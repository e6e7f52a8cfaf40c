/** Files that are better not sent by accident: keys, passwords, wallets. Known by their names and a look at their first bytes. */

export type SensitiveKind =
  /** Settings of a program with secrets in them: `.env`. */
  | 'env'
  | 'private-key'
  | 'password-database'
  | 'wallet'
  /** Names, passwords or tokens for services: `.netrc`, `.aws/credentials`, `.npmrc` with a token. */
  | 'credentials';

/** `sensitiveKind` looks at so many bytes. */
export const lookBytes = 4096;

type Rule = readonly [kind: SensitiveKind, name: RegExp];

/** Names that say it all. */
const byName: readonly Rule[] = [
  ['password-database', /\.(?:kdbx?|psafe3|1pux|agilekeychain|opvault|keychain(?:-db)?)$/],
  ['password-database', /^(?:logins\.json|key[34]\.db|login data)$/],
  ['private-key', /\.(?:p12|pfx|ppk|jks|keystore|pvk)$/],
  ['private-key', /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/],
  ['wallet', /^wallet\.(?:dat|json|keys)$|\.wallet$|^utc--\d{4}-\d\d-\d\dt.*--[\da-f]{40}$/],
  ['credentials', /^[._]netrc$|^\.pgpass$|^\.git-credentials$|^\.htpasswd$|^\.my\.cnf$|^\.vault-token$/],
];

/** `.env`, `.env.local`, `prod.env`; not what is given away to be filled in. */
const envName = /^\.env(?:\.[\w.-]+)?$|^\.envrc$|^[\w-]+\.env$/;
const envTemplate = /\.(?:example|sample|template|dist|defaults?|schema|vault)$/;
/** A line that gives something a value; Windows' editors begin with a mark. */
const assignment = /^\uFEFF?(?:\s*(?:#.*)?\r?\n)*\s*(?:export\s+)?[A-Za-z_][\w.]*\s*[=:]\s*\S/;

/** What the bytes say, whatever the name. */
const byContent: readonly Rule[] = [
  ['private-key', /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/],
  ['private-key', /^PuTTY-User-Key-File-\d/],
  ['private-key', /^-?---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----/],
  ['private-key', /^AGE-SECRET-KEY-1[A-Z0-9]{20}/m],
  ['credentials', /^\s*aws_secret_access_key\s*=\s*\S/im],
  ['credentials', /"type"\s*:\s*"service_account"[\s\S]*"private_key"/],
  ['wallet', /"crypto"\s*:\s*\{[\s\S]*"ciphertext"[\s\S]*"kdf"/i],
];

/** What a text holds that has its usual name. */
const byBoth: readonly (readonly [kind: SensitiveKind, name: RegExp, content: RegExp])[] = [
  [
    'credentials',
    /^\.npmrc$|^\.yarnrc(?:\.yml)?$/,
    /(?:_authToken|_auth|_password|npmAuthToken)\s*[=:]\s*["']?(?!\$)\S/,
  ],
  ['credentials', /^\.pypirc$/, /^\s*password\s*[=:]\s*\S/m],
  [
    'credentials',
    /^\.?docker(?:config|cfg)?\.json$|^config\.json$/,
    /"auths"\s*:\s*\{[\s\S]*"(?:auth|identitytoken)"\s*:\s*"\S/,
  ],
  ['credentials', /^(?:kube)?config$|\.kubeconfig$/, /^\s*(?:client-key-data|token)\s*:\s*\S/m],
  ['credentials', /^rclone\.conf$/, /^\s*(?:pass|token|secret_access_key|client_secret)\s*=\s*\S/m],
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
  const told = byContent.find(([, pattern]) => pattern.test(text));
  if (told && !isDocument(lower)) return told[0];
  const both = byBoth.find(([, pattern, content]) => pattern.test(lower) && content.test(text));
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
