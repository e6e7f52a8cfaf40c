import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { keepCompiledCode } from './compiled-code.ts';

const onLinux = test.runIf(process.platform === 'linux');

function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'droprelay-compiled-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  return home;
}

onLinux('its folder is closed to all others, and what other versions left goes', () => {
  const home = newHome();
  keepCompiledCode({ home, version: '1.0.0' });
  const folder = join(home, 'compiled');
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  for (const version of ['0.9.0', '1.0.0']) mkdirSync(join(folder, version));
  keepCompiledCode({ home, version: '1.0.0' });
  expect(readdirSync(folder)).toEqual(['1.0.0']);
});

onLinux('behind a link, and where others may write, nothing is touched', () => {
  const home = newHome();
  const place = join(newHome(), 'place');
  mkdirSync(place);
  writeFileSync(join(place, 'mine.txt'), 'mine');
  symlinkSync(place, join(home, 'compiled'));
  keepCompiledCode({ home, version: '1.0.0' });
  expect(readdirSync(place)).toEqual(['mine.txt']);

  const shared = newHome();
  const folder = join(shared, 'compiled');
  mkdirSync(join(folder, '0.9.0'), { recursive: true });
  chmodSync(folder, 0o775);
  keepCompiledCode({ home: shared, version: '1.0.0' });
  expect(readdirSync(folder)).toEqual(['0.9.0']);
});

onLinux('a file in its place, or no data folder, keeps nobody from going on', () => {
  const home = newHome();
  writeFileSync(join(home, 'compiled'), 'a file');
  keepCompiledCode({ home, version: '1.0.0' });
  expect(statSync(join(home, 'compiled')).isFile()).toBe(true);
  const missing = join(home, 'missing');
  keepCompiledCode({ home: missing, version: '1.0.0' });
  expect(existsSync(missing)).toBe(false);
});

test.skipIf(process.platform === 'linux')('elsewhere nothing is kept', () => {
  const home = newHome();
  keepCompiledCode({ home, version: '1.0.0' });
  expect(readdirSync(home)).toEqual([]);
});
