/** English: what is said before files are on their way: where they go, how long they last, folders, other names. */
import { pluralIn } from '../plural.ts';

const plural = pluralIn('en');
const files = (count: number) => plural(count, { one: '# file', other: '# files' });

export const sending = {
  picker: {
    open: 'Start elsewhere',
    openMore: 'Choose where the next files go first, and how long their links must last',
    next: 'Next files go first to',
    held: (count: number) => `Send ${files(count)} to`,
    upload: (name: string) => `Send ${name} to`,
    close: 'Close',
    lasting: 'Must last at least',
    lastings: { any: 'Any time', day: '1 day', week: '7 days', month: '30 days', 'no-end': 'No end' },
    takesUpTo: (limit: string, size: string) => `Takes up to ${limit}, the file has ${size}`,
    takesUpToOne: (limit: string, size: string) => `Takes up to ${limit}, one file has ${size}`,
    someGoOn: (count: number) => plural(count, { other: 'does not take # of them' }),
    upTo: (limit: string) => `up to ${limit}`,
    keepsOnly: (period: string) => `Keeps it for ${period} only`,
    keepsShorter: 'Does not promise to keep it that long',
    thenRest: 'If it cannot take a file, the rest of the chain follows.',
    thenNothing: 'What is shared from this computer goes nowhere else.',
    none: 'These files wait no longer. Drop them again.',
    widerFrom: (from: string) => `So far it may go to ${from}.`,
    wouldBePublic: (to: string) => `${to} would be public: anyone with the link can open it.`,
    wouldBeAccount: (to: string) => `${to} would be open to all who use that storage.`,
    wouldBeLocal: (to: string) => `${to} would share it.`,
    use: (to: string) => `Use ${to}`,
    back: 'Back',
  },
  next: {
    first: (to: string) => `First to ${to}`,
    lasts: {
      day: 'for at least 1 day',
      week: 'for at least 7 days',
      month: 'for at least 30 days',
      'no-end': 'with no end',
    },
    lastsAlone: {
      day: 'Links last at least 1 day',
      week: 'Links last at least 7 days',
      month: 'Links last at least 30 days',
      'no-end': 'Links without an end',
    },
    onlyNext: 'Counts for the next files only.',
    clear: 'As usual',
    clearMore: 'The next files go as usual',
  },
  drop: {
    hint: ['Hold', 'while dropping to pick the destination'],
    letGo: (count: number) =>
      count === 0
        ? 'Let go to pick the destination'
        : plural(count, { one: 'Let go to pick where # file goes', other: 'Let go to pick where # files go' }),
  },
  folders: {
    one: (name: string, count: number, size: string) => `${name} has ${files(count)}, ${size}. How should it go?`,
    many: (folders: number, count: number, size: string) =>
      `${plural(folders, { other: '# folders' })} have ${files(count)}, ${size}. How should they go?`,
    beside: (count: number) => plural(count, { one: '# other file goes along.', other: '# other files go along.' }),
    asFiles: (count: number) => plural(count, { one: 'As # link', other: 'As # links' }),
    asZips: (folders: number) => plural(folders, { one: 'As one zip', other: 'As # zips' }),
    cancel: 'Cancel',
  },
  packing: {
    progress: (name: string, packed: number, all: number) =>
      `Packing ${name}: ${plural(packed, { other: '#' })} of ${plural(all, { one: '# file', other: '# files' })}`,
    cancel: 'Cancel',
    unread: (names: string, more: number) =>
      more === 0
        ? `Not in the zip, since it could not be read: ${names}.`
        : `Not in the zip, since it could not be read: ${names} and ${plural(more, { other: '# more' })}.`,
  },
  elsewhere: 'Send elsewhere…',
  rename: {
    item: 'Rename…',
    field: (name: string) => `New name for ${name}`,
    hint: 'Only where it is sent. Your file keeps its name.',
    extension: (from: string, to: string) => `The ending changes from ${from} to ${to}.`,
    extensionGone: (from: string) => `The ending ${from} goes away.`,
    extensionNew: (to: string) => `It gets the ending ${to}.`,
    renamed: (name: string) => `It goes as ${name} now.`,
    problems: {
      empty: 'A file needs a name.',
      separator: 'A name has no / and no \\ in it.',
      control: 'There is a sign in it that names can not have.',
      dots: 'A name is more than dots.',
      'too-long': 'This name is too long.',
      'too-late': 'It is being sent already.',
    },
  },
  report: {
    copy: 'Copy report',
    copied: 'Report copied.',
    title: (version: string) => `Droprelay ${version}: report of an upload`,
    file: (type: string, size: string) => `File: ${type}, ${size}`,
    unknownSize: 'size unknown',
    state: (line: string) => `State: ${line}`,
    nothing: 'Nothing was tried yet.',
  },
};
