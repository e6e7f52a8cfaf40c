// One message names all that is missing, with the command that installs it.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { missingLibraries, namesForRelease, packagesFor } from './preconditions/debian.ts';
import { missingBindings } from './preconditions/drag-tools.ts';
import { explain, explainDragTools, type Lacks, type Machine } from './preconditions.ts';

const BOOKWORM = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_ID="12"\nID=debian\n';
const TRIXIE = 'VERSION_ID="13"\nID=debian\n';
const SID = 'PRETTY_NAME="Debian GNU/Linux trixie/sid"\nID=debian\n';
const JAMMY = 'VERSION_ID="22.04"\nID=ubuntu\nID_LIKE=debian\n';
const NOBLE = 'VERSION_ID="24.04"\nID=ubuntu\nID_LIKE=debian\n';
const MINT = 'VERSION_ID="22"\nID=linuxmint\nID_LIKE="ubuntu debian"\n';

const nothing: Lacks = { libraries: [], xvfb: false, display: false, sandbox: null };
const debian: Machine = { root: false, hasApt: true, osRelease: BOOKWORM, command: 'xvfb-run -a npm start' };

describe('the output of ldd', () => {
  test.each([
    ['\tlinux-vdso.so.1 (0x00007ffd)\n\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)\n', []],
    ['\tlibnss3.so => not found\n\tlibgtk-3.so.0 => not found\n', ['libnss3.so', 'libgtk-3.so.0']],
    ['\tlibnss3.so => not found\n\tlibnss3.so => not found\n', ['libnss3.so']],
    ['\tlibffmpeg.so => /opt/not found/libffmpeg.so (0x1)\n', []],
    ['\tstatically linked\n', []],
    ['', []],
  ])('%j misses %j', (output, expected) => {
    expect(missingLibraries(output)).toEqual(expected);
  });
});

test.each([
  [['libnss3.so', 'libnssutil3.so', 'libsmime3.so', 'libnspr4.so'], ['libnss3']],
  [['libatk-1.0.so.0', 'libgtk-3.so.0', 'libX11.so.6', 'libcups.so.2'], ['libgtk-3-0']],
  [
    ['libasound.so.2', 'libgbm.so.1'],
    ['libasound2', 'libgbm1'],
  ],
  [['libudev.so.1'], ['libudev1']],
  [[], []],
])('%j come with %j', (libraries, packages) => {
  expect(packagesFor(libraries)).toEqual(packages);
});

test.each([
  ['Debian 12', BOOKWORM, 'libasound2'],
  ['Debian 13', TRIXIE, 'libasound2t64'],
  ['Debian unstable', SID, 'libasound2t64'],
  ['Ubuntu 22.04', JAMMY, 'libasound2'],
  ['Ubuntu 24.04', NOBLE, 'libasound2t64'],
  ['an unknown system', '', 'libasound2'],
])('%s calls it by its own name', (_, osRelease, expected) => {
  expect(namesForRelease(['libasound2', 'xvfb'], osRelease)).toEqual([expected, 'xvfb']);
});

describe('the message', () => {
  test('is empty when nothing is missing', () => {
    expect(explain(nothing, debian)).toBe('');
  });

  test('names all that is missing and one command', () => {
    const message = explain({ ...nothing, libraries: ['libnss3.so', 'libasound.so.2'], xvfb: true }, debian);
    expect(message).toContain('shared libraries: libnss3.so, libasound.so.2');
    expect(message).toContain('- Xvfb');
    expect(message).toContain('    sudo apt-get install -y xvfb libnss3 libasound2');
    expect(message.match(/apt-get install/g)).toHaveLength(1);
  });

  test('leaves sudo out for root', () => {
    expect(explain({ ...nothing, xvfb: true }, { ...debian, root: true })).toContain('    apt-get install -y xvfb');
  });

  test('gives both names where the release is not known', () => {
    const message = explain({ ...nothing, libraries: ['libasound.so.2'] }, { ...debian, osRelease: MINT });
    expect(message).toContain('libasound2 is libasound2t64');
  });

  test('says how to start without a display', () => {
    expect(explain({ ...nothing, display: true }, debian)).toContain('    xvfb-run -a npm start');
  });

  test('has no apt-get command for a display alone', () => {
    expect(explain({ ...nothing, display: true }, debian)).not.toContain('apt-get');
  });

  test('passes on why the sandbox can not work', () => {
    expect(explain({ ...nothing, sandbox: 'no user namespaces' }, debian)).toContain('- no user namespaces');
  });
});

describe('the tools of a native drag', () => {
  test('are not mentioned when nothing is missing', () => {
    expect(explainDragTools([], debian)).toBe('');
  });

  test('are named with their packages and one command', () => {
    const message = explainDragTools(['openbox', 'xdotool', 'python3-gi', 'gir1.2-gtk-3.0'], debian);
    expect(message).toContain('- xdotool, which moves the mouse');
    expect(message).toContain('    sudo apt-get install -y openbox xdotool python3-gi gir1.2-gtk-3.0');
    expect(message.match(/apt-get install/g)).toHaveLength(1);
    expect(message).not.toContain('Electron');
  });

  test('are named on systems without apt-get too', () => {
    const message = explainDragTools(['python3-gi'], { ...debian, hasApt: false });
    expect(message).toContain('On Debian:\n    apt-get install -y python3-gi');
  });

  describe.runIf(process.platform !== 'win32')('of which Python', () => {
    const folder = mkdtempSync(join(tmpdir(), 'droprelay-python-'));
    afterAll(() => rmSync(folder, { recursive: true }));
    const both = ['python3-gi', 'gir1.2-gtk-3.0'];

    test.each([
      ['is absent', null, both],
      ['has no PyGObject', 'exit 1', both],
      ['has PyGObject and no GTK 3', 'case "$2" in *Gtk*) exit 1;; esac', ['gir1.2-gtk-3.0']],
      ['has all', 'exit 0', []],
    ])('%s', async (what, script, expected) => {
      const python = join(folder, what.replaceAll(' ', '-'));
      if (script) {
        writeFileSync(python, `#!/bin/sh\n${script}\n`);
        chmodSync(python, 0o755);
      }
      expect(await missingBindings(python)).toEqual(expected);
    });
  });
});
