/** English: one sentence for every kind of failure, and the names of the next steps. */

/** Who a sentence is about: at its start, within it, and after a "to" or "of"; all the same for a label. */
export interface Who {
  readonly start: string;
  readonly within: string;
  readonly to: string;
}

export const someDestination: Who = { start: 'The destination', within: 'the destination', to: 'the destination' };
export const it: Who = { start: 'It', within: 'it', to: 'it' };

export const failures = {
  offline: 'There is no connection to the internet.',
  dns: (who: Who) => `The address of ${who.to} was not found.`,
  tls: (who: Who) => `The secure connection to ${who.to} could not be set up.`,
  proxy: (who: Who) => `The proxy did not let us through to ${who.to}.`,
  timeout: (who: Who, after: string) => `${who.start} did not answer within ${after}.`,
  stalled: (who: Who, after: string) => `Sending to ${who.to} stood still for ${after}.`,
  connection: (who: Who) => `${who.start} is not reachable.`,
  cut: (who: Who, sent: string) => `The connection to ${who.to} broke after ${sent}.`,
  rateLimited: (who: Who, wait: string) => `${who.start} asked us to wait ${wait}.`,
  rateLimitedSomeTime: (who: Who) => `${who.start} asked us to wait.`,
  server: (who: Who, status: number) => `${who.start} has a problem of its own (${status}).`,
  quota: (who: Who) => `${who.start} is full.`,
  auth: (who: Who) => `${who.start} did not accept the key.`,
  forbidden: (who: Who) => `${who.start} does not allow this upload.`,
  notFound: (who: Who) => `${who.start} does not take uploads at its address.`,
  badRequest: (who: Who, status: number) => `${who.start} did not understand the upload (${status}).`,
  tooLargeForChain: (size: string, limit: string) => `The file has ${size}, the chain takes up to ${limit}.`,
  tooLarge: (who: Who, size: string, limit: string) => `The file has ${size}, ${who.within} takes up to ${limit}.`,
  tooLargeNoLimit: (who: Who, size: string) => `The file has ${size}, that is too large for ${who.within}.`,
  typeRefused: (who: Who, type: string) => `${who.start} does not take ${type} files.`,
  someTypeRefused: (who: Who) => `${who.start} does not take files of this type.`,
  emptyRefused: (who: Who) => `${who.start} does not take empty files.`,
  emptyRefusedByAll: 'The file is empty, and no destination of the chain takes empty files.',
  contentBlocked: (who: Who) => `${who.start} refuses what is in the file.`,
  nameTaken: (who: Who, name: string) => `${who.start} already has a file named “${name}”.`,
  badAnswer: (who: Who) => `${who.start} answered, but not with a link.`,
  badProof: {
    size: 'The file behind the link is not complete.',
    hash: 'The file behind the link is not the one that was sent.',
    page: 'The link leads to a page, not to the file.',
  },
  linkClosed: (who: Who) => `${who.start} does not open the link to others.`,
  clockSkew: (who: Who, off: string) => `The clock of this computer is ${off} off, too much for ${who.within}.`,
  hostIdentity: (who: Who) => `${who.start} shows another identity than before.`,
  hostUnknown: (who: Who) => `${who.start} is new here: its identity is not confirmed yet.`,
  sourceChanged: 'The file changed while it was being sent. Nothing was shared.',
  sourceUnreadable: {
    missing: 'The file was moved, deleted or locked.',
    locked: 'The file was moved, deleted or locked.',
    'no-permission': 'This account may not read the file.',
    'not-a-file': 'This is not a regular file.',
    'empty-folder': 'There are no files in this folder.',
    'read-error': 'The disk could not read the file to its end.',
    'no-path': 'The file has no place on a disk of this computer.',
  },
  diskFull: 'The disk of this computer is full.',
  settingsInvalid: (field: string) => `The setting “${field}” does not hold what it should.`,
  settingExpected: (field: string, expected: string) =>
    `The setting “${field}” does not hold what it should: “${expected}”.`,
  otherRegion: (region: string) => `The bucket is in ${region}. The setting “region” names another place.`,
  someSettingInvalid: 'A setting does not hold what it should.',
  /** Fields that have words of their own. */
  knownSettings: {
    chain: 'No destination is set up for this.',
    destination: 'This destination is not set up here any more.',
    interface: 'The network chosen for sharing is not there.',
    port: 'Another program uses the port for sharing.',
    proxy: 'The proxy in the settings can not be used.',
    'Start at login': 'The system did not take the setting “Start at login”.',
    'the whole file': 'The file does not hold what it should.',
    history: 'The history could not be read.',
    'damaged-history':
      'The history is damaged. Quit and start Droprelay again: it sets the history aside and begins a new one.',
  },
  secretUnavailable: {
    missing: 'The key that this needs is not set up here.',
    locked: 'The key store of this computer did not open.',
    unreadable: 'The stored key can not be read any more: it was sealed by another key store or user.',
  },
  consentRefused: 'The rest of the chain goes further than you agreed to.',
  fileRefused: {
    location: 'It may tell where it was taken, and nobody agreed to send it so.',
    'secret-file': 'It looks like keys or passwords, and nobody agreed to send it.',
  },
  cancelled: 'The upload was cancelled.',
  bug: 'Something broke inside Droprelay, and its log says what.',
};

export const steps = {
  tryAgain: 'Try again',
  sendAgain: 'Send it again',
  shareHere: 'Share from this computer',
  chooseAgain: 'Choose it again',
  chooseAnother: 'Choose another',
  sendElsewhere: 'Send elsewhere',
  addDestination: 'Add a destination',
  enterKey: 'Enter the key',
  signIn: 'Sign in',
  openSettings: 'Open settings',
  checkAddress: 'Check its public address',
  compareIdentity: 'Compare its key',
};
