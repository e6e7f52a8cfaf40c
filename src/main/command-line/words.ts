/** What only the command line says; all about uploads and failures is said by `shared/messages`. */
import { pluralIn } from '../../shared/messages/plural.ts';

const plural = pluralIn('en');

export const usage = `Usage: droprelay [options] FILE…
       command | droprelay [options] -
       droprelay --status [ID] [--online] [--json]
       droprelay --leftovers ID [--delete] [--json]

Sends files to the first destination that works and prints one link per file, in the order given.
A folder stands for the files in it, and - for standard input.

  --to A,B              use these destinations, in this order, instead of the saved chain
  --fragile             use only the first destination
  --keep-at-least TIME  use only destinations that keep the file so long: 90m, 12h, 7d, 2w (s m h d w)
  --keep-location       leave in where photos and videos were made; else it is removed as the settings say
  --send-anyway         send files that look like keys or passwords, and those whose location can not be removed
  --no-verify           do not open the links to check them
  --config FILE         take destinations, their secrets and the chain from this file
  --name NAME           what standard input is called (default: stdin)
  --json                print one JSON object per file instead of a link
  --format FORMAT       print links as markdown, html, bbcode, or by a template such as '{name}: {url}'
                        ({url} {name} {size} {date} {sha256} {expires})
  --status [ID]         print the destinations that are set up, or this one, and how they have been doing
  --online              with --status: check each, from its name to a file of 1 KB that is sent, opened and deleted
  --leftovers ID        print uploads that were begun at this destination and never ended
  --delete              with --leftovers: delete them there; those that this computer still needs are left alone
  --help                this text
  --version             the version
  --                    what follows are files, whatever they look like

Links go to standard output, everything else to standard error.
Exit status: 0 all linked (or all checks went well), 1 some failed, 2 bad usage, 130 interrupted.
`;

export const words = {
  variables: 'Environment variables that hold settings and keys, where nothing else is set:',
  noFile: 'No file was named.',
  badTo: '--to names a destination that can not exist.',
  emptyTo: '--to names no destination.',
  badPeriod: '--keep-at-least takes a number and a unit, such as 90m, 12h, 7d or 2w.',
  badName: '--name takes a plain file name.',
  badFormat: '--format takes url, markdown, html, bbcode, or a template with {url} in it.',
  formatOrJson: '--format and --json do not go together.',
  nameAlone: '--name is for standard input: it goes with -.',
  twoInputs: 'Standard input can be sent once only.',
  statusOfMany: '--status takes one destination, or none for all.',
  statusTwice: '--status takes its destination by itself or with --to, not both.',
  badStatus: '--status names a destination that can not exist.',
  onlineAlone: '--online goes with --status.',

  leftoversOfOne: '--leftovers takes one destination.',
  badLeftovers: '--leftovers names a destination that can not exist.',
  deleteAlone: '--delete goes with --leftovers.',

  unknownDestination: (name: string, known: string) => `There is no destination called ${name}. There are: ${known}.`,
  badSettings: (file: string, field: string) => `The settings file ${file} can not be used (${field}).`,
  setAside: (file: string) => `The history could not be read. It was set aside as ${file}.`,
  publicByDefault: 'No chain is saved: using public hosts. Anyone with the link can open the files.',
  noDestination: 'names no destination',

  configUnreadable: (file: string, why: string) => `The configuration ${file} can not be read (${why}).`,
  configNoJson: (file: string, where: string) => `The configuration ${file} is not JSON${where}.`,
  configMisfit: (file: string, misfit: string) => `The configuration ${file} does not fit: ${misfit}.`,
  field: {
    wholeFile: 'the whole file',
    missing: 'is missing',
    unknown: 'is not known',
    wrong: 'does not hold what it should',
    twice: 'is used twice',
    isSecret: 'belongs among the secrets',
    noSecret: (known: string) =>
      known === ''
        ? 'is no secret of this provider, which has none'
        : `is no secret of this provider (it has ${known})`,
    noProvider: (known: string) => `names no provider; there are ${known}`,
    noDestination: (known: string) => `names no destination; there are ${known}`,
  },

  readingInput: 'Reading standard input until it ends (Ctrl+D).',
  inputFailed: (why: string) => `Standard input could not be kept: ${why}`,
  inputKept: (path: string) => `What was read from standard input is kept as ${path}.`,

  /** Keys that the app sealed can not be had here. */
  signInBy: (sentence: string, variables: readonly string[]) =>
    variables.length === 0
      ? `${sentence} Give the key with --config.`
      : `${sentence} Set ${variables.join(' or ')}, or give the key with --config.`,
  settingBy: (destination: string, field: string, variable: string) =>
    `${destination} needs the setting “${field}”. Set ${variable}, or give it with --config.`,
  badVariable: (variable: string) => `The variable ${variable} does not hold what it should.`,
  agreeByName: (sentence: string) => `${sentence.replace(/\.$/, '')}; name it with --to to agree.`,
  agreeByTime: (sentence: string) => `${sentence.replace(/\.$/, '')}; ask for less with --keep-at-least.`,
  agreeToFile: (sentence: string) => `${sentence.replace(/\.$/, '')}; use --send-anyway to send it.`,
  sentence: (name: string, sentence: string) => `${name}: ${sentence}`,
  /** Another program took over, or nothing could be written. */
  unwritten: (files: number) =>
    `There was no room to note what became of ${plural(files, { one: '# file', other: '# files' })}; the app may send ${files === 1 ? 'it' : 'them'} again.`,
  leftOpen: 'It was not finished here; the app may go on with it.',
  sendingTo: (to: string) => `To ${to}`,
  done: (terms: string) => `Done · ${terms}`,
  linksLost: (why: string) => `Standard output can not be written (${why}).`,
  stopping: 'Stopping. Press Ctrl+C again to end at once.',
  sharing: 'This computer shares until you press Ctrl+C.',
  downloaded: (name: string, times: number) =>
    `${name} was downloaded${times > 1 ? `, ${plural(times, { one: '# time', other: '# times' })} by now` : ''}.`,

  status: {
    columns: ['destination', 'provider', 'who', 'largest', 'kept', 'health'],
    anySize: 'any size',
    unknown: 'not used yet',
    working: (good: number, all: number) => `works (${good} of ${all})`,
    resting: (until: string, why: string) => `rests until ${until}${why}`,
    probing: 'is being tried again',
    because: (sentence: string) => `: ${sentence.replace(/\.$/, '')}`,
    missing: 'is not set up here',
  },
  leftovers: {
    columns: ['name', 'since', 'size'],
    unknown: (name: string) => `${name} does not tell of unfinished uploads.`,
    none: (name: string) => `There are no unfinished uploads at ${name}.`,
    deleted: 'deleted',
    result: 'result',
  },
  online: {
    checking: (count: number) =>
      `Checking ${plural(count, { one: '# destination', other: '# destinations' })}. A file of 1 KB is sent to each.`,
    columns: ['destination', 'provider', 'result', 'took', 'why'],
    fine: 'works',
    stopped: 'stopped',
    failed: (step: string) => `failed: ${step}`,
  },
};
