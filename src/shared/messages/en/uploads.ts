/** English: the quiet line of every state, and the story of the attempts. */
import { pluralIn } from '../plural.ts';

const ordinal = pluralIn('en', 'ordinal');

const ends = (line: string, last: string | null) => (last === null ? line : `${line}, then ${last} if that fails`);

export const states = {
  preparing: 'Reading the file',
  queued: 'Queued',
  queuedUntil: 'starts when a place is free',
  sending: (to: string) => `To ${to}`,
  finishing: (at: string) => `All sent, ${at} is finishing`,
  verifying: 'Checking the link',
  /** `wait` is null once it is over; `last`: what comes where this last try fails too. */
  rateLimit: (at: string, wait: string | null, last: string | null) => {
    if (wait === null) return ends(`${at} asked us to wait, trying ${last === null ? 'again' : 'a last time'}`, last);
    return ends(`${at} asked us to wait ${wait}, then ${last === null ? 'we try again' : 'one last try'}`, last);
  },
  backOff: (reason: string, wait: string | null, last: string | null) => {
    if (wait === null) return ends(`${reason}, trying ${last === null ? 'again' : 'a last time'}`, last);
    return ends(`${reason}, ${last === null ? 'next' : 'last'} try in ${wait}`, last);
  },
  noAnswer: (at: string) => `${at} did not answer`,
  network: 'No connection, goes on by itself when it is back',
  cannotTake: (from: string) => `${from} can not take it.`,
  wouldBePublic: (to: string) => `${to} would be public.`,
  wouldBeAccount: (to: string) => `${to} would be open to all who use that storage.`,
  wouldBeLocal: (to: string) => `${to} would share it.`,
  wouldKeep: (to: string, period: string) => `${to} would keep it for ${period} only.`,
  wouldKeepShorter: (to: string) => `${to} would keep it for a shorter time.`,
  signIn: (at: string) => `${at} asks you to sign in again`,
  disk: 'The disk of this computer is full, goes on when there is room',
  undo: (to: string, wait: string) => `Goes to ${to} in ${wait}`,
  undoNow: (to: string) => `Goes to ${to} now`,
  notSentYet: 'Not sent yet',
  mayTellPlace: 'It may tell where it was taken,',
  tellsPlace: 'It tells where it was taken,',
  placeStays: {
    format: (kind: string) => `and that can not be removed from ${kind}.`,
    damaged: 'and the file is too damaged to remove that.',
    'too-much': 'and there is too much in it to remove that.',
    'unknown-part': 'and a part of it is of an unknown kind.',
  },
  kinds: {
    heic: 'a HEIC photo',
    avif: 'an AVIF picture',
    tiff: 'a TIFF picture',
    raw: 'a raw photo',
    'jpeg-xl': 'a JPEG XL picture',
    'jpeg-2000': 'a JPEG 2000 picture',
    'jpeg-xr': 'a JPEG XR picture',
    photoshop: 'a Photoshop file',
    gif: 'a GIF picture',
    pdf: 'a PDF file',
    matroska: 'a Matroska video',
  } as Readonly<Record<string, string>>,
  otherKind: 'such a file',
  looksLike: {
    env: 'It looks like settings with secrets in them.',
    'private-key': 'It looks like a private key.',
    'password-database': 'It looks like a store of passwords.',
    wallet: 'It looks like a wallet.',
    credentials: 'It looks like passwords or tokens.',
  },
  location: {
    removed: 'without location',
    kept: 'with location',
    unread: 'may tell its location',
  },
  alreadyOnline: (at: string, moment: string) => `Already online at ${at} since ${moment}`,
  paused: 'Paused',
  pausedAt: (bytes: string) => `Paused at ${bytes}`,
  pausedAtNothing: 'Paused, starts from the beginning',
  passedOver: (at: string, why: string) => `${at} is passed over: ${why}`,
  takenByNone: 'no destination takes this file',
  tooLargeForIt: 'the file is too large for it',
  emptyForIt: 'it does not take empty files',
  typeForIt: (extension: string) => `it does not take .${extension} files`,
  until: (moment: string) => `until ${moment}`,
  gone: (moment: string) => `gone since ${moment}`,
  noEnd: 'no end date',
  notChecked: 'link not checked',
  notCheckedFromHere: 'link not checked from here',
  opensOnlyHere: 'opens only here',
  opensOnNetwork: 'opens on your network',
  notSharedAnyMore: 'no longer shared',
  copyLeft: (at: string) => `An earlier attempt may have left a copy at ${at}`,
  cancelled: 'Cancelled, nothing was shared',
  cancelledCopyLeft: (at: string) => `Cancelled, ${at} may have kept a copy`,
};

export const ledger = {
  attempt: (at: string, number: number) =>
    number === 1
      ? at
      : `${at}, ${ordinal(number, { one: '#st try', two: '#nd try', few: '#rd try', other: '#th try' })}`,
  running: 'Under way.',
  delivered: {
    hashByLink: 'Delivered, and what the link gives is the same file.',
    sizeByLink: 'Delivered, and the link was checked.',
    hashByHost: 'Delivered, and its check sum is the same.',
    sizeByHost: 'Delivered, and its size was confirmed.',
    reachable: 'Delivered, and the link opens.',
    unverified: 'Delivered, the link was not checked.',
    unreachable: 'Delivered, the link could not be checked from here.',
  },
  reused: {
    checked: 'The file was online already, and its link was checked.',
    unchecked: 'The file was online already.',
  },
  noAnswerAfterAll: 'No answer after the whole file was sent.',
  passedOver: (why: string) => `Passed over. ${why}`,
  cancelled: 'Cancelled.',
  interrupted: 'It was paused, or Droprelay ended.',
  withoutLocation: 'The location was left out.',
  interruptedAfter: (bytes: string) => `It was paused, or Droprelay ended, after ${bytes}.`,
  copyMayRemain: (at: string) => `${at} may have kept a copy.`,
  orphan: (link: string) => `Its link was ${link}.`,
  after: {
    retried: 'Waited, then tried again',
    retriedAtOnce: 'Tried again at once',
    retries: (wait: string) => `Tries again after ${wait}`,
    wentOn: (to: string) => `Went on to ${to}`,
    goesOn: (to: string) => `Goes on to ${to}`,
    waited: 'Waited',
    waits: 'Waits',
    stopped: 'Stopped here',
  },
};
