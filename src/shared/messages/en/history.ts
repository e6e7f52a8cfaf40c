/** English: the history, how it is searched, and what is done with what was found. */
import { pluralIn } from '../plural.ts';

const plural = pluralIn('en');
const number = (count: number) => plural(count, { other: '#' });
const links = (count: number) => plural(count, { one: '# link', other: '# links' });
const files = (count: number) => plural(count, { one: '# file', other: '# files' });

export const history = {
  title: 'History',
  list: 'History, newest first',
  search: 'Search the history',
  searchHint: 'Name, link or destination',
  clearSearch: 'Clear the search',
  filters: 'Filters',
  any: 'All',
  removeFilter: (title: string) => `Remove the filter ${title}`,
  some: (found: number, all: number) => `${number(found)} of ${number(all)}`,
  all: (count: number) => plural(count, { one: '# upload', other: '# uploads' }),
  found: (count: number) => plural(count, { one: '# match.', other: '# matches.' }),
  foundNone: 'Nothing matches.',

  filter: {
    destination: 'Destination',
    type: 'Type',
    date: 'Date',
    state: 'State',
    link: 'Link',
  },
  several: {
    destination: (count: number) => plural(count, { one: '# destination', other: '# destinations' }),
    type: (count: number) => plural(count, { one: '# type', other: '# types' }),
    state: (count: number) => plural(count, { one: '# state', other: '# states' }),
  },
  types: {
    image: 'Images',
    video: 'Videos',
    audio: 'Audio',
    document: 'Documents',
    archive: 'Archives',
    other: 'Other files',
  },
  dates: {
    today: 'Today',
    week: 'Last 7 days',
    month: 'Last 30 days',
    year: 'Last 12 months',
  },
  span: {
    title: 'From … to …',
    first: 'First day',
    last: 'Last day',
    help: 'Both days are included. Either can stay empty.',
    reversed: 'The last day is before the first.',
    done: 'Done',
    both: (from: string, to: string) => `${from} – ${to}`,
    since: (day: string) => `From ${day}`,
    until: (day: string) => `Up to ${day}`,
  },
  states: {
    done: 'With a link',
    failed: 'Not uploaded',
    cancelled: 'Cancelled',
    unfinished: 'In progress',
  },
  expiries: {
    without: 'Link still there',
    soon: 'Ends within a day',
    only: 'Link gone',
  },

  today: 'Today',
  yesterday: 'Yesterday',
  left: (duration: string) => `${duration} left`,
  noEnd: 'no end date',
  whileShared: 'while shared',
  stopped: 'sharing ended',
  gone: (day: string) => `gone ${day}`,
  deleted: (day: string) => `deleted ${day}`,
  deleting: 'being deleted',
  sendAgain: 'Send again',
  loading: 'Loading',

  layout: 'Layout',
  asList: 'List',
  asGrid: 'Grid',

  more: 'Export or clear',
  exportAs: {
    csv: 'Export as CSV',
    json: 'Export as JSON',
  },
  exportFoundAs: {
    csv: (count: number) => `Export the ${number(count)} found as CSV`,
    json: (count: number) => `Export the ${number(count)} found as JSON`,
  },
  exportChosenAs: {
    csv: (count: number) => `Export ${number(count)} chosen as CSV`,
    json: (count: number) => `Export ${number(count)} chosen as JSON`,
  },
  exported: (count: number) => plural(count, { one: '# upload was exported.', other: '# uploads were exported.' }),
  notSaved: 'That place did not take the file.',
  clear: 'Clear history',
  clearFound: (count: number) => `Remove the ${number(count)} found`,
  cleared: 'The history was cleared',

  choose: (name: string) => `Choose ${name}`,
  chosen: (count: number) => plural(count, { other: '# chosen' }),
  withChosen: (count: number) => plural(count, { other: 'With the # chosen' }),
  chooseNone: 'Choose none',
  chooseAll: 'Choose all',
  tooMany: (most: number) => `Up to ${number(most)} can be chosen at once.`,
  copyLinks: 'Copy links',
  check: 'Check links',
  checkOne: 'Check link',
  uploadAgain: 'Upload again',
  sendTo: 'Send to another destination',
  sendElsewhere: 'Send elsewhere',
  deleteOnHost: 'Delete on host',
  remove: 'Remove from history',
  moreActs: 'More for the chosen',

  removed: (count: number) => plural(count, { other: '# removed from history' }),
  undo: 'Undo',
  dismiss: 'Dismiss',
  restored: 'They are back in the history.',
  tooLate: 'It was too late, they are gone from the history.',
  stayed: (count: number) =>
    plural(count, {
      one: '# is in progress or shared, and stayed.',
      other: '# are in progress or shared, and stayed.',
    }),
  undeletable: (count: number) =>
    plural(count, {
      one: '# link still opens. Without its entry it can not be deleted at its host any more.',
      other: '# links still open. Without their entries they can not be deleted at their hosts any more.',
    }),

  deleteQuestion: (count: number) => `Delete ${files(count)} at their hosts?`,
  deleteMore: (count: number) =>
    plural(count, {
      one: '# link stops working for everyone who has it. This can not be undone.',
      other: '# links stop working for everyone who has them. This can not be undone.',
    }),
  deletedMany: (deleted: number, failed: number, impossible: number) =>
    [
      `${number(deleted)} deleted`,
      ...(failed > 0 ? [`${number(failed)} not confirmed`] : []),
      ...(impossible > 0 ? [`${number(impossible)} can not be deleted from here`] : []),
    ].join(', '),
  working: {
    check: (done: number, all: number) => `Checking links, ${number(done)} of ${number(all)}`,
    delete: (done: number, all: number) => `Deleting, ${number(done)} of ${number(all)}`,
  },
  stop: 'Stop',

  checkDone: (open: number, gone: number, unknown: number) =>
    [
      `${links(open)} ${open === 1 ? 'opens' : 'open'}`,
      ...(gone > 0 ? [`${number(gone)} gone`] : []),
      ...(unknown > 0 ? [`${number(unknown)} could not be checked`] : []),
    ].join(', '),
  verdict: {
    open: 'the link opens',
    gone: 'the link is gone',
    unreachable: 'the link could not be reached from here',
    notCheckable: 'the link may not be opened to check it',
  },

  sent: (count: number) => plural(count, { one: '# file goes again.', other: '# files go again.' }),
  sentTo: (count: number, to: string) => plural(count, { one: `# file goes to ${to}.`, other: `# files go to ${to}.` }),
  stillGoing: (count: number) => plural(count, { other: '# are in progress already.' }),
  chooseAgain: 'Choose files',
  sourceGone: (count: number) =>
    plural(count, {
      one: '# file was moved, changed or deleted since, so it was not sent.',
      other: '# files were moved, changed or deleted since, so they were not sent.',
    }),
  moved: {
    title: 'Old and new links',
    progress: (done: number, all: number, to: string) => `${number(done)} of ${number(all)} sent to ${to}`,
    done: (count: number, to: string) =>
      plural(count, { one: `# file has its new link at ${to}`, other: `# files have their new links at ${to}` }),
    copy: 'Copy list',
    copied: 'The list was copied.',
    save: 'Save as CSV',
    close: 'Close',
    noOld: 'had no link',
    pending: 'not sent yet',
    failed: 'not sent',
  },

  empty: {
    title: 'No history yet',
    more: 'What you upload is kept here with its link.',
    toUploads: 'Upload a file',
  },
  nothing: {
    title: 'Nothing matches',
    more: 'Try fewer words or filters.',
    clear: 'Clear filters',
  },
};
