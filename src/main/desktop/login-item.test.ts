import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { launchCommand, shellCommand, shownCommand } from './launch-command.ts';
import { systemLoginItem } from './login-item.ts';
import { autostartEntry, autostartFolder, autostartItem } from './login-item-file.ts';

/** `Exec` as the specification tells a session to read it: the value's escapes, then quotes, then field codes. */
function readExec(entry: string): string[] {
  const raw = /^Exec=(.*)$/m.exec(entry)?.[1] ?? '';
  const meanings: Record<string, string> = { s: ' ', n: '\n', t: '\t', r: '\r', '\\': '\\' };
  const exec = raw.replace(/\\([sntr\\])/g, (_, each: string) => meanings[each] ?? '');
  const words = exec.match(/"(?:\\[\s\S]|[^"\\])*"|[^\s"]+/g) ?? [];
  const plain = words.map((word) => (word.startsWith('"') ? word.slice(1, -1).replace(/\\(["`$\\])/g, '$1') : word));
  return plain.map((word) => word.replaceAll('%%', '%'));
}

function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-login-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe('the entry in the autostart folder', () => {
  test.each([
    '/usr/bin/droprelay',
    '/home/a b/Drop relay.AppImage',
    '/opt/100% $HOME `x` "q" \'s\' \\back\\/droprelay',
    '/home/é漢/droprelay;rm -rf ~',
    '/tmp/line\nHidden=true\nX=/droprelay',
  ])('starts %j and nothing else', (program) => {
    const entry = autostartEntry({ program, args: ['--hidden'], home: null });
    expect(readExec(entry)).toEqual([program, '--hidden']);
    expect(entry.split('\n').map((line) => line.split('=')[0])).toEqual([
      '[Desktop Entry]',
      'Type',
      'Name',
      'Exec',
      'TryExec',
      'Terminal',
      'X-GNOME-Autostart-enabled',
      '',
    ]);
  });

  test('starts the program with the data folder that it has now', () => {
    const home = '/data/a b/100% $x';
    const entry = autostartEntry({ program: '/usr/bin/droprelay', args: ['--hidden'], home });
    expect(readExec(entry)).toEqual(['env', `DROPRELAY_HOME=${home}`, '/usr/bin/droprelay', '--hidden']);
    expect(entry).toContain('\nTryExec=/usr/bin/droprelay\n');
  });

  test('names any path there can be', () => {
    const path = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(path, (name) => {
        const program = `/${name}`;
        expect(readExec(autostartEntry({ program, args: ['--hidden'], home: null }))).toEqual([program, '--hidden']);
      }),
    );
  });

  test('is made and removed; what the user did to it meanwhile is seen', () => {
    const folder = temporary();
    const program = join(folder, 'my program');
    writeFileSync(program, '');
    chmodSync(program, 0o755);
    const autostart = join(folder, 'config', 'autostart');
    const file = join(autostart, 'droprelay.desktop');
    const item = autostartItem(autostart, { program, args: ['--hidden'], home: null });
    expect(item.view().atLogin).toBe(false);
    item.set(false);
    item.set(true);
    item.set(true);
    expect(item.view().atLogin).toBe(true);
    const entry = readFileSync(file, 'utf8');
    for (const changed of [`${entry}Hidden=true\n`, entry.replace('enabled=true', 'enabled=false')]) {
      writeFileSync(file, changed);
      expect(item.view().atLogin).toBe(false);
    }
    item.set(true);
    expect(item.view().atLogin).toBe(true);
    rmSync(program);
    expect(item.view().atLogin).toBe(false);
    item.set(false);
    expect(existsSync(file)).toBe(false);
  });

  test('that can not be made fails, and is told as not there', () => {
    const folder = temporary();
    writeFileSync(join(folder, 'autostart'), 'a file where the folder should be');
    const item = autostartItem(join(folder, 'autostart'), { program: '/x', args: [], home: null });
    expect(() => item.set(true)).toThrow();
    expect(item.view().atLogin).toBe(false);
  });
});

test('the folder is where the session looks', () => {
  expect(autostartFolder({ XDG_CONFIG_HOME: '/c' })).toBe(join('/c', 'autostart'));
  expect(autostartFolder({ XDG_CONFIG_HOME: 'relative' })).toBe(join(homedir(), '.config', 'autostart'));
  expect(autostartFolder({})).toBe(join(homedir(), '.config', 'autostart'));
});

describe("the system's own list", () => {
  const command = { program: 'C:\\Droprelay.exe', args: ['--hidden'], home: null };
  test.each([
    ['macOS', { openAtLogin: true, status: 'enabled' }, { atLogin: true, needsApproval: false }],
    [
      'macOS, to be agreed to',
      { openAtLogin: false, status: 'requires-approval' },
      { atLogin: true, needsApproval: true },
    ],
    ['macOS, off', { openAtLogin: false, status: 'not-registered' }, { atLogin: false, needsApproval: false }],
    ['Windows', { openAtLogin: true, executableWillLaunchAtLogin: true }, { atLogin: true, needsApproval: false }],
    [
      'Windows, switched off in the Task Manager',
      { openAtLogin: true, executableWillLaunchAtLogin: false },
      { atLogin: false, needsApproval: false },
    ],
  ])('%s', (_, settings, expected) => {
    const asked: unknown[] = [];
    const item = systemLoginItem(
      {
        getLoginItemSettings(options) {
          asked.push(options);
          return settings;
        },
        setLoginItemSettings: (options) => asked.push(options),
      },
      command,
    );
    expect(item.view()).toEqual(expected);
    item.set(true);
    const named = { path: command.program, args: command.args };
    expect(asked).toEqual([named, { openAtLogin: true, ...named }]);
  });
});

describe('the command', () => {
  test('names the AppImage itself, and in development the folder', () => {
    const env = { APPIMAGE: '/home/a b/D.AppImage' };
    const appImage = launchCommand({ executable: '/tmp/.mount/droprelay', folder: null, env }, ['--upload-clipboard']);
    expect(shellCommand(appImage)).toBe("'/home/a b/D.AppImage' --upload-clipboard");
    expect(shownCommand(appImage)).toBe('D.AppImage --upload-clipboard');
    const development = launchCommand({ executable: '/e/electron', folder: "/it's/here", env }, ['--hidden']);
    expect(shellCommand(development)).toBe("/e/electron '/it'\\''s/here' --hidden");
    expect(shownCommand(development)).toBe('electron --hidden');
  });

  test('leads to the data folder that this program has', () => {
    const env = { DROPRELAY_HOME: '/my data' };
    const command = launchCommand({ executable: '/usr/bin/droprelay', folder: null, env }, ['--upload-clipboard']);
    expect(shellCommand(command)).toBe("env 'DROPRELAY_HOME=/my data' /usr/bin/droprelay --upload-clipboard");
    expect(shownCommand(command)).toBe('droprelay --upload-clipboard');
  });
});
