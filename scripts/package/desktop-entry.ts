// The entry of Droprelay in the menus of Linux desktops: its data for electron-builder, and the file for a package without an installer.

import { program as germanProgram } from '../../src/shared/messages/de/program.ts';
import { tray as german } from '../../src/shared/messages/de/tray.ts';
import { program as englishProgram } from '../../src/shared/messages/en/program.ts';
import { tray as english } from '../../src/shared/messages/en/tray.ts';

/** Also the name of the file, of the icon and of the window's class: by it a desktop tells which window is whose. */
export const DESKTOP_ID = 'droprelay';

/** What electron-builder can not know. It claims no type of file: the first of the alphabet to claim one may become its default. */
export const ENTRY: Readonly<Record<string, string>> = {
  GenericName: englishProgram.kind,
  'GenericName[de]': germanProgram.kind,
  // The comment without a language is the package's description.
  'Comment[de]': germanProgram.comment,
  Keywords: list(englishProgram.keywords),
  'Keywords[de]': list(germanProgram.keywords),
  StartupNotify: 'true',
  Actions: 'UploadFiles;UploadClipboard;',
};

/** Links of ours, which only bring the window to the front. */
export const SCHEME = 'droprelay';

export const CATEGORIES = 'Network;FileTransfer;';

/** @param program how the program is called, quoted where it has to be */
export function actions(program: string): Record<string, Readonly<Record<string, string>>> {
  return {
    UploadFiles: {
      Name: english.uploadFiles,
      'Name[de]': german.uploadFiles,
      Exec: `${program} --upload-files`,
    },
    UploadClipboard: {
      Name: english.uploadClipboard,
      'Name[de]': german.uploadClipboard,
      Exec: `${program} --upload-clipboard`,
    },
  };
}

/** The text of `droprelay.desktop` for a program at this absolute path. */
export function desktopEntry(executable: string, comment: string): string {
  const program = quoted(executable);
  const entry = {
    Type: 'Application',
    Name: 'Droprelay',
    Comment: escaped(comment),
    // Only files of this computer: `%U` would hand over addresses too.
    Exec: `${program} %F`,
    TryExec: escaped(executable),
    Icon: DESKTOP_ID,
    Terminal: 'false',
    Categories: CATEGORIES,
    StartupWMClass: DESKTOP_ID,
    MimeType: `x-scheme-handler/${SCHEME};`,
    ...ENTRY,
  };
  const groups = Object.entries(actions(program)).map(([name, action]) => group(`Desktop Action ${name}`, action));
  return [group('Desktop Entry', entry), ...groups].join('\n');
}

function list(words: readonly string[]): string {
  return words.map((word) => `${word};`).join('');
}

function group(title: string, keys: Readonly<Record<string, string>>): string {
  return `[${title}]\n${Object.entries(keys)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')}`;
}

/** An argument of `Exec`: quoted, with `%` doubled, as it would be a field code; then escaped as every value is. */
function quoted(text: string): string {
  const plain = text.replaceAll('%', '%%');
  return /^[\w/.%+-]+$/.test(plain) ? plain : escaped(`"${plain.replace(/["`$\\]/g, '\\$&')}"`);
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r');
}
