import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DestinationId } from '../../shared/ids.ts';
import { openSecretFiles } from './secret-files.ts';
import { createTestSecrets, userhash } from './test-secrets.ts';

const sealed = Buffer.from('v11 sealed bytes');
const namesIn = (folder: string): string[] => readdirSync(folder);

describe('the file of a secret', () => {
  test.skipIf(process.platform === 'win32')('is its owner’s alone, and so is the folder, whatever it was', () => {
    using secrets = createTestSecrets();
    mkdirSync(secrets.folder);
    chmodSync(secrets.folder, 0o755);
    secrets.files.write(userhash, sealed);
    const [name = ''] = namesIn(secrets.folder);
    expect(statSync(secrets.folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(secrets.folder, name)).mode & 0o777).toBe(0o600);
  });

  test('is replaced as a whole, found by the next run, and leaves no draft', () => {
    using secrets = createTestSecrets();
    secrets.files.write(userhash, Buffer.from('v10 before'));
    secrets.files.write(userhash, sealed);
    const again = openSecretFiles(secrets.folder, () => undefined);
    expect(namesIn(secrets.folder)).toHaveLength(1);
    expect([again.head(userhash), again.read(userhash).toString()]).toEqual(['v11', 'v11 sealed bytes']);
  });

  test('tells when it was written, in this run and the next; nothing once it is gone', () => {
    using secrets = createTestSecrets();
    const before = Math.floor(Date.now() / 1000) * 1000;
    expect(secrets.files.savedAt(userhash)).toBeNull();
    secrets.files.write(userhash, sealed);
    const savedAt = secrets.files.savedAt(userhash);
    expect(savedAt).toBeGreaterThanOrEqual(before);
    expect(openSecretFiles(secrets.folder, () => undefined).savedAt(userhash)).toBe(savedAt);
    secrets.files.remove(userhash);
    expect(secrets.files.savedAt(userhash)).toBeNull();
  });

  test.each(['../../outside', 'C:\\con', 'Mine', 'mine', 'ünï', 'x'.repeat(64)])(
    'has a name that no destination can bend: %s',
    (id) => {
      using secrets = createTestSecrets();
      secrets.files.write({ ...userhash, destination: DestinationId.parse(id) }, sealed);
      expect(namesIn(secrets.folder)).toEqual([expect.stringMatching(/^[0-9a-f]{32}\.[0-9a-f]{32}\.secret$/)]);
    },
  );

  test('belongs to one destination, provider and field', () => {
    using secrets = createTestSecrets();
    secrets.files.write(userhash, sealed);
    const others = [
      { destination: DestinationId.parse('catbox2') },
      { provider: 'litterbox' },
      { field: 'password' },
    ].map((other) => secrets.files.head({ ...userhash, ...other }));
    expect(others).toEqual([null, null, null]);
  });

  test('goes with its destination; others stay', () => {
    using secrets = createTestSecrets();
    const other = { ...userhash, destination: DestinationId.parse('other') };
    for (const place of [userhash, { ...userhash, field: 'second' }, other]) secrets.files.write(place, sealed);
    secrets.files.removeAll(userhash.destination);
    expect(namesIn(secrets.folder)).toHaveLength(1);
    expect(secrets.files.head(other)).toBe('v11');
  });
});

test('a draft that a kill left behind is removed at the next start, other files are left alone', () => {
  using secrets = createTestSecrets();
  mkdirSync(secrets.folder);
  for (const name of ['a.draft', 'notes.txt']) writeFileSync(join(secrets.folder, name), 'v11');
  openSecretFiles(secrets.folder, () => undefined);
  expect(namesIn(secrets.folder)).toEqual(['notes.txt']);
});

test('a folder that is none is reported, and holds nothing', () => {
  using secrets = createTestSecrets();
  writeFileSync(secrets.folder, 'a file');
  const reports: unknown[] = [];
  const files = openSecretFiles(secrets.folder, (error) => reports.push(error));
  expect([files.head(userhash), reports.length]).toEqual([null, 1]);
  expect(() => files.write(userhash, sealed)).toThrow();
  expect(readFileSync(secrets.folder, 'utf8')).toBe('a file');
});
