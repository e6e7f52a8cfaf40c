import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { lookBytes, sensitiveKind } from './sensitive-file.ts';

const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const publicPem = pair.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const opensshHead = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n';
const sshPublic = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ me@host';
const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const berkeley = `${'\0'.repeat(12)}\x62\x31\x05\0`;

/** Longer than a page. */
const chain = `-----BEGIN CERTIFICATE-----\n${'MIIB'.repeat(500)}\n-----END CERTIFICATE-----\n`.repeat(4);

test.each([
  ['.env', 'API_KEY=abc', 'env'],
  ['.ENV.Production', '# ours\n\nexport KEY = "abc"\n', 'env'],
  ['prod.env', '\uFEFFA=1', 'env'],
  ['id_rsa', 'anything', 'private-key'],
  ['ID_ED25519', opensshHead, 'private-key'],
  ['server.key', pem, 'private-key'],
  ['notes.txt', `the key:\n${pem}`, 'private-key'],
  ['both.pem', `${certificate}${pem}`, 'private-key'],
  ['mine.asc', '-----BEGIN PGP PRIVATE KEY BLOCK-----\n', 'private-key'],
  ['mine.ppk', 'PuTTY-User-Key-File-3: ssh-ed25519', 'private-key'],
  ['cert.P12', '\x30\x82', 'private-key'],
  ['Passwords.kdbx', '\x03', 'password-database'],
  ['renamed.bin', '\x03\xd9\xa2\x9a\x67\xfb\x4b\xb5', 'password-database'],
  ['wallet.dat', berkeley, 'wallet'],
  ['old-wallet.bak', berkeley, 'wallet'],
  ['UTC--2026-01-01T00-00-00.000Z--0123456789abcdef0123456789abcdef01234567', '{}', 'wallet'],
  ['credentials', '[default]\naws_access_key_id = A\naws_secret_access_key = B\n', 'credentials'],
  ['.npmrc', '//registry.npmjs.org/:_authToken=npm_abc', 'credentials'],
  ['config.json', '{"auths": {"ghcr.io": {"auth": "dTpw"}}}', 'credentials'],
  ['project-1.json', '{"type": "service_account", "private_key_id": "x", "private_key": "y"}', 'credentials'],
  ['.netrc', 'machine a login b password c', 'credentials'],
  ['fullchain-and-key.pem', `${chain}${pem}`, 'private-key'],
  ['wg0.conf', `[Interface]\nAddress = 10.0.0.2/32\nPrivateKey = ${'a'.repeat(43)}=\n`, 'private-key'],
  ['0123.key', 'Created: 20260101T000000\nKey: (protected-private-key (ecc', 'private-key'],
  [
    'adc.json',
    '{"client_id": "a", "client_secret": "b", "refresh_token": "c", "type": "authorized_user"}',
    'credentials',
  ],
  ['.dockercfg', '{"ghcr.io": {"auth": "dTpw"}}', 'credentials'],
  [
    'config',
    `clusters:\n${' certificate-authority-data: AAAA\n'.repeat(300)}users:\n- user:\n    token: abc\n`,
    'credentials',
  ],
  ['Chrome Passwords.csv', 'name,url,username,password\nhost,https://host,me,secret\n', 'password-database'],
  ['export.csv', '"Group","Title","Username","Password","URL"\n', 'password-database'],
  ['app.prod.env', 'A=1', 'env'],
])('%s is asked about', (name, text, kind) => {
  expect(sensitiveKind(name, Buffer.from(text, text.startsWith('\uFEFF') ? 'utf8' : 'latin1'))).toBe(kind);
});

test.each([
  ['.env.example', 'API_KEY=abc'],
  ['.env.sample.txt', 'API_KEY=abc'],
  ['sample.env', 'API_KEY=abc'],
  ['.env', '# nothing yet\n'],
  ['environment.md', '# Environment\n\nAPI_KEY=abc\n'],
  ['public.pem', publicPem],
  ['fullchain.pem', chain],
  ['wg0.conf', `[Peer]\nPublicKey = ${'a'.repeat(43)}=\n`],
  ['users.csv', 'name,url,username,mail\n'],
  ['client.json', '{"client_id": "a", "refresh_token": "", "client_secret": "b"}'],
  ['environment.ts', 'export const a = 1'],
  ['id_rsa.pub', sshPublic],
  ['id_rsa', sshPublic],
  ['server.pem', certificate],
  ['server.key', publicPem],
  ['deck.key', 'PK\x03\x04'],
  ['ssh.md', `Paste it:\n${opensshHead}`],
  ['.npmrc', '//registry.npmjs.org/:_authToken=$' + '{NPM_TOKEN}\nfund=false'],
  ['config.json', '{"theme": "dark"}'],
  ['config', 'Host *\n  ForwardAgent no\n'],
  ['wallet.png', '\x89PNG'],
  ['key4.db', ''],
  ['photo.jpg', '\xff\xd8\xff'],
])('%s is not asked about', (name, text) => {
  expect(sensitiveKind(name, Buffer.from(text, 'latin1'))).toBeNull();
});

test('a key in UTF-16, as Windows’ shell writes it, is known', () => {
  expect(sensitiveKind('key.txt', Buffer.from(`\uFEFF${pem}`, 'utf16le'))).toBe('private-key');
});

test('only the first bytes are looked at', () => {
  expect(sensitiveKind('log.txt', Buffer.from(`${'x'.repeat(lookBytes)}${pem}`))).toBeNull();
});

test.each(['config', '.pypirc', 'config.json', 'a.json', '.env', 'a.txt'])(
  '%s made to keep us busy does not',
  (name) => {
    const parts = ['\n', '"auths": {', '"crypto":{"ciphertext"', '"type":"service_account"', ' ', '-----BEGIN A '];
    for (const part of parts) {
      expect(sensitiveKind(name, Buffer.from(part.repeat(Math.ceil(lookBytes / part.length))))).toBeNull();
    }
  },
);
