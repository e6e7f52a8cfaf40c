import { join, resolve } from 'node:path';
import { expect, test, vi } from 'vitest';

// In plain Node this module would look for Electron's binary.
vi.mock('electron', () => ({ protocol: {} }));
const { fileOf } = await import('./app-protocol.ts');

const folder = resolve('/app/renderer');

test.each([
  ['app://droprelay/', 'index.html'],
  ['app://droprelay/index.html?x=1#y', 'index.html'],
  ['app://droprelay/assets/a%20b.js', join('assets', 'a b.js')],
  ['app://droprelay/a/../index.html', 'index.html'],
  ['app://droprelay/..', 'index.html'],
])('%s is %s of our folder', (address, expected) => {
  expect(fileOf(address, folder)).toBe(join(folder, expected));
});

test.each([
  'app://droprelay/..%2fmain%2findex.js',
  'app://droprelay/%2e%2e/%2e%2e/etc/passwd',
  'app://droprelay/..%2f..%2f..%2fetc%2fpasswd',
  'app://droprelay/..%2frenderer-other%2fx.js',
])('%s does not lead out of it', (address) => {
  const file = fileOf(address, folder);
  expect(file === null || file.startsWith(folder + (process.platform === 'win32' ? '\\' : '/'))).toBe(true);
});

test.each([
  'app://other/index.html',
  'app://droprelay.example/index.html',
  'app://droprelay:80/index.html',
  'https://droprelay/index.html',
  'file:///app/renderer/index.html',
  'app://droprelay/a%00.js',
  'app://droprelay/%zz',
  'app://droprelay/%ff',
  'no address',
])('%s is nothing', (address) => {
  expect(fileOf(address, folder)).toBeNull();
});
