/** English: who can open what is uploaded, how long it stays, how large it may be. */

export const scopes = { local: 'Local', account: 'Account', public: 'Public' };

export const audience = {
  public: 'Anyone who has the link',
  account: 'Those whom your storage lets in',
  loopback: 'Programs on this computer',
  network: 'Anyone on your network who has the link',
};

export const retentions = {
  noEnd: 'no end date',
  whileUsed: 'stays while it is used',
  fixed: (period: string) => period,
  bySize: (span: string) => `${span} by size`,
  whileShared: 'as long as you share it',
};

/** The networks of this computer that it can share on. */
export const interfaces = {
  loopback: 'Only this computer',
  network: (name: string, address: string) => `On your network (${name}, ${address})`,
};

/** How a destination has been doing: a quiet line. */
export const health = {
  unknown: 'not used yet',
  working: 'working',
  arrived: (percent: string, count: number) => `${percent} of the last ${count}`,
  lastArrived: 'the last one arrived',
  arrivedOf: (arrived: number, count: number) =>
    arrived === count ? `the last ${count} arrived` : `${arrived} of the last ${count} arrived`,
  noneArrived: (count: number) => (count === 1 ? 'the last one did not arrive' : `none of the last ${count} arrived`),
  answersIn: (time: string) => `answers in ${time}`,
  restingUntil: (when: string) => `resting, tries again at ${when}`,
  restingUntilNext: 'resting, the next upload tries it again',
  probing: 'resting, an upload is trying it again',
  lastFailure: (when: string, sentence: string) => `Last failure, ${when}: ${sentence}`,
};

/** A fact of a destination: its heading and one quiet sentence. */
export const facts = {
  publicLink: 'Public link',
  publicLinkMore: 'Anyone who has the link can open the file.',
  accountLink: 'Your own storage',
  accountLinkMore: 'Your storage decides who can open the file.',
  localLink: 'Stays on this computer',
  localLinkMore: 'Nothing is sent; the link opens on the network you choose.',
  loopbackLinkMore: 'Nothing is sent; the link opens only on this computer.',
  noEnd: 'No end date',
  noEndMore: (label: string) => `${label} names no end and promises none.`,
  whileUsed: 'Stays while it is used',
  whileUsedMore: (label: string, idle: string) => `${label} removes a file that nobody opened for ${idle}.`,
  fixed: (period: string) => `Stays ${period}`,
  fixedMore: (label: string) => `After that ${label} removes the file.`,
  bySize: (span: string) => `Stays ${span}`,
  bySizeMore: 'The larger the file, the shorter it stays.',
  whileShared: 'As long as you share it',
  whileSharedMore: 'The link works while Droprelay runs; stop it any time.',
  whileSharedAtMost: (period: string) => `The link works while Droprelay runs, for ${period} at most.`,
  upTo: (size: string) => `Up to ${size}`,
  biggerGoTo: (label: string, terms: string) => `Bigger files go to ${label}: ${terms}.`,
  biggerNowhere: 'The chain takes nothing bigger.',
  anySize: 'Any size',
  anySizeMore: 'No limit is set.',
};
