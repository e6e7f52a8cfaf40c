// What may be made of which Electron, and where its program is then.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Runtime } from './electron-runtime.ts';
import { packagedExecutable, requirePublishable } from './package.ts';
import { PROJECT_ROOT } from './processes.ts';

const electron = (origin: Runtime['origin']): Runtime => ({ executable: '/electron', major: 45, origin });

describe('an Electron that is not the official one', () => {
  test.each(['copy', 'override'] as const)('makes no package to give away: %s', (origin) => {
    expect(() => requirePublishable(electron(origin), ['dir', 'deb'])).toThrow('(deb)');
    expect(() => requirePublishable(electron(origin), ['AppImage'])).toThrow('official');
  });

  test.each(['copy', 'override'] as const)('makes a folder for tests: %s', (origin) => {
    expect(() => requirePublishable(electron(origin), ['dir'])).not.toThrow();
  });
});

test('the official Electron makes what is asked for', () => {
  expect(() => requirePublishable(electron('official'), ['dir', 'deb', 'AppImage'])).not.toThrow();
});

test.each([
  ['linux', 'x64', 'linux-unpacked/droprelay'],
  ['linux', 'arm64', 'linux-arm64-unpacked/droprelay'],
  ['win32', 'x64', 'win-unpacked/Droprelay.exe'],
  ['darwin', 'arm64', 'mac-arm64/Droprelay.app/Contents/MacOS/Droprelay'],
] as const)('on %s %s the program is %s', (platform, arch, expected) => {
  expect(packagedExecutable('/o', platform, arch)).toBe(join('/o', expected));
});

test('each icon has the size that its name says, and desktops find the sizes they ask for', () => {
  const folder = join(PROJECT_ROOT, 'resources', 'icons');
  const sizes = readdirSync(folder).map((name) => {
    const png = readFileSync(join(folder, name));
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    expect(name).toBe(`${width}x${height}.png`);
    return width;
  });
  expect(sizes.toSorted((a, b) => a - b)).toEqual([16, 24, 32, 48, 64, 128, 256, 512, 1024]);
});
