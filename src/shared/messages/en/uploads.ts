/** English: the quiet line of every state, and the story of the attempts. */
import { pluralIn } from '../plural.ts';

const ordinal = pluralIn('en', 'ordinal');

export const states = {
  preparing: 'Reading the file',
  queued: 'Queued',
  queuedUntil: 'starts when a place is free',
  sending: (to: string) => `To ${to}`,
  finishing: (at: string) => `All sent, ${at} is finishing`,
  verifying: 'Checking the link',
  rateLimit: (at: string, wait: string) => `${at} asked us to wait ${wait}, then we try again`,
  backOff: (reason: string, wait: string) => `${reason}, next try in ${wait}`,
  backOffNow: (reason: string) => `${reason}, trying again`,
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
  paused: 'Paused',
  pausedAt: (bytes: string) => `Paused at ${bytes}`,
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
  noAnswerAfterAll: 'No answer after the whole file was sent.',
  passedOver: (why: string) => `Passed over. ${why}`,
  cancelled: 'Cancelled.',
  interrupted: 'Droprelay ended before this did.',
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
