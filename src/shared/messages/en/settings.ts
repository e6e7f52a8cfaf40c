/** English: the Settings view, a name and one quiet line for each of its settings. */
import { pluralIn } from '../plural.ts';

const plural = pluralIn('en');

export const settings = {
  sections: 'Sections',
  search: 'Search settings',
  clearSearch: 'Empty the search',
  nothingFound: 'No setting has these words.',
  found: (count: number) => plural(count, { one: '# setting', other: '# settings' }),

  titles: {
    where: 'Where files go',
    copying: 'Copying',
    names: 'File names',
    privacy: 'Privacy',
    network: 'Speed and network',
    notifications: 'Notifications',
    shortcuts: 'Shortcuts',
    appearance: 'Appearance',
    startUp: 'Start-up',
    data: 'Data and backup',
    diagnostics: 'Diagnostics',
  },

  where: {
    choice: 'New files',
    choiceMore: 'Nothing goes anywhere else without your yes.',
  },

  copying: {
    whenDone: 'Copy links when a batch is done',
    whenDoneMore: 'In the order of the drop, one a line. What you copied meanwhile stays.',
    copyAs: 'Copy as',
    template: 'Template',
    insert: 'Insert',
    insertWord: (word: string) => `Insert ${word}`,
    image: 'An image',
    file: 'Another file',
  },

  names: {
    naming: 'Name of an upload',
    namingMore: 'Your files keep their names on this computer.',
    keep: 'As it is',
    template: 'Template',
    templateField: 'Template for names',
    ending: 'The ending stays, so that the file still opens.',
    random: 'The letters of {random} are others for each file.',
    preview: 'How files are called',
  },

  network: {
    limit: 'Speed limit',
    limitMore: 'For all uploads together. It counts at once.',
    noLimit: 'None',
    limited: 'At most',
    limitField: 'Megabytes a second',
    limitInvalid: 'A number above zero is wanted here.',
    perSecond: 'MB/s',
    atOnce: 'Uploads at the same time',
    atOnceMore: 'Small files are quicker together; large ones share the line.',
    perDestination: 'Of those, to one destination',
    perDestinationMore: 'Fewer are kinder to a slow server.',
    proxy: 'Proxy',
    proxyMore: 'For uploads and for checks of links.',
    uses: { system: 'Of the system', none: 'None', own: 'Own' },
    server: 'Proxy address',
    serverHelp: 'Such as http://proxy.example:3128, https://… or socks5://…',
    serverInvalid: 'This is no address of a proxy. User and password have fields of their own.',
    serverMissing: 'Until an address stands here, nothing is uploaded.',
    user: 'User name',
    password: 'Password',
    passwordHelp: 'It belongs to this address and user: with another one it is forgotten.',
    save: 'Save',
    test: 'Test the connection',
    testMore: 'Connects to your first destination, and sends nothing.',
    testGo: 'Test',
    testing: 'Testing',
    through: (hop: string, host: string, time: string) => `${host} was reached through ${hop} in ${time}.`,
    straight: (host: string, time: string) => `${host} was reached in ${time}, without a proxy.`,
    failedAt: (hop: string, sentence: string) => `Through ${hop}: ${sentence}`,
    milliseconds: (figure: string) => `${figure} ms`,
  },

  notifications: {
    show: 'Notifications',
    showMore: 'When files are done or need an answer while you do something else. One for each batch.',
  },

  shortcuts: {
    clipboard: 'Upload what is on the clipboard',
    clipboardMore: 'Works in every app.',
    window: 'Keys in this window',
    windowMore: 'They work wherever you are in it.',
    keys: {
      paste: 'Upload what is on the clipboard',
      search: 'Search, in History and here',
      close: 'Close what is open',
      move: 'Move a waiting file up or down',
      quit: 'Quit Droprelay',
    },
  },

  appearance: {
    theme: 'Colours',
    themeMore: 'The system may change them by the time of day.',
    themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  },

  data: {
    folder: 'Data folder',
    folderMore:
      'It holds everything that Droprelay keeps. To move it, quit, move the folder, and start Droprelay with DROPRELAY_HOME set to its new place.',
    open: 'Open',
    notOpened: 'The system did not open the folder.',
    backUp: 'Backup',
    backUpMore: (size: string) => `Settings and history in one file, ${size} now. Passwords and keys are not in it.`,
    backUpGo: 'Back up…',
    backedUp: 'The backup is written.',
    notBackedUp: 'The backup could not be written there. Choose another place.',
    restore: 'Restore',
    restoreMore: 'Takes settings and history from a backup. What you have now is set aside, not deleted.',
    restoreGo: 'Restore…',
    refused: {
      'no-backup': 'This file is no backup of Droprelay.',
      damaged: 'This backup is damaged. Nothing was changed.',
      newer: 'This backup was made by a newer Droprelay.',
      'no-room': 'There is not enough room on the disk to restore it.',
      busy: 'Another Droprelay is at work on these data. Try again when it is done.',
    },
    ask: (when: string) => `Restore the backup of ${when}?`,
    askMore: (uploads: number, destinations: number) =>
      `It holds ${plural(uploads, { one: '# upload', other: '# uploads' })} and ${plural(destinations, { one: '# destination', other: '# destinations' })} that you set up. Uploads that were not finished are paused, and sharing from this computer ends. Droprelay starts anew.`,
    askGo: 'Restore and restart',
    cancel: 'Cancel',
    copies: 'Copies of pasted things',
    copiesMore: (count: number, size: string) =>
      count === 0
        ? 'Pasted images and texts are kept until they are uploaded. There are none now.'
        : `Pasted images and texts are kept until they are uploaded: ${plural(count, { one: '# now', other: '# now' })}, ${size}.`,
    sweep: 'Delete what is not needed',
    swept: (size: string) => `${size} were freed.`,
    nothingSwept: 'All of them are still needed.',
  },

  diagnostics: {
    versions: 'Versions',
    health: 'Destinations',
    healthMore: 'How those of the chain have been doing.',
    system: 'This computer',
    systemName: 'System',
    clipboard: {
      name: 'Clipboard',
      electron: 'Works',
      'wayland-tools': 'By wl-clipboard',
      'in-front': 'Only while the window is in front',
    },
    tray: { name: 'Tray', shown: 'Shown', none: 'There is none' },
    notifications: { name: 'Notifications', served: 'Shown by the system', none: 'Nobody shows them here' },
    keyStore: {
      name: 'Passwords and keys',
      sealed: 'Sealed by the system',
      weak: 'Stored without protection, as you agreed',
      'not-sealed': 'Kept until you quit',
      unknown: 'None yet',
    },
    history: 'History',
    uploads: (count: number) => plural(count, { one: '# upload', other: '# uploads' }),
    report: 'Report for a defect',
    reportMore:
      'Versions, what this computer offers, and what broke last. No paths, no names of files or people, no passwords.',
    copy: 'Copy report',
    copied: 'The report is on the clipboard.',
  },
};
