import { expect, test } from 'vitest';
import { desktopEntry, ENTRY } from './desktop-entry.ts';

const execOf = (executable: string): string | undefined => /^Exec=(.*)$/m.exec(desktopEntry(executable, ''))?.[1];

test.each([
  ['/opt/Droprelay/droprelay', '/opt/Droprelay/droprelay %F'],
  ['/home/a b/droprelay', '"/home/a b/droprelay" %F'],
  ['/home/100%/droprelay', '/home/100%%/droprelay %F'],
  // Quoted for the command, then escaped as a value.
  ['/home/$a/droprelay', String.raw`"/home/\\$a/droprelay" %F`],
  ['/home/a"b/droprelay', String.raw`"/home/a\\"b/droprelay" %F`],
  ['/home/ü/droprelay', '"/home/ü/droprelay" %F'],
])('a program at %s is called by its path', (executable, expected) => {
  expect(execOf(executable)).toBe(expected);
});

test('it claims no type of file, as it could become the default for it', () => {
  expect(/^MimeType=(.*)$/m.exec(desktopEntry('/droprelay', ''))?.[1]).toBe('x-scheme-handler/droprelay;');
  expect(Object.keys(ENTRY)).not.toContain('MimeType');
});

test('a comment can not bring in another key', () => {
  expect(desktopEntry('/droprelay', 'x\nExec=evil')).not.toMatch(/^Exec=evil/m);
});

test('it says in German what it says in English', () => {
  const text = desktopEntry('/droprelay', 'x');
  const keys = [...text.matchAll(/^(GenericName|Comment|Keywords|Name)=.*$/gm)].map(([, key]) => key);
  const german = [...text.matchAll(/^(GenericName|Comment|Keywords|Name)\[de\]=(?!.*(?:undefined|\t)).+$/gm)];
  // The name of the program is the same everywhere.
  expect(german.map(([, key]) => key).toSorted()).toEqual(keys.toSorted().slice(0, -1));
  expect(text).toMatch(/^Keywords\[de\]=hochladen;.*;$/m);
});

test('each action that it names has its group', () => {
  const text = desktopEntry('/droprelay', '');
  const named = /^Actions=(.*);$/m.exec(text)?.[1]?.split(';');
  expect([...text.matchAll(/^\[Desktop Action (.*)\]$/gm)].map(([, name]) => name)).toEqual(named);
});
