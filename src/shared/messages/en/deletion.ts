/** English: deleting at a host what it was given. */

export const deletion = {
  asked: (at: string) => `Deleting from ${at}`,
  deleted: (at: string) => `Deleted from ${at}`,
  unconfirmed: (reason: string) => `Deletion not confirmed. ${reason}`,
  /** Sentences about an upload that would be wrong about a deletion. */
  reasons: {
    forbidden: (at: string) => `${at} does not allow it.`,
    notFound: (at: string) => `${at} no longer answers at its address.`,
    otherSettings: (at: string) => `${at} is not set up as it was when it took the file.`,
    badRequest: (at: string, status: number) => `${at} did not understand it (${status}).`,
  },

  undo: 'Undo',
  undoMore: (at: string) => `Undo, delete it from ${at}`,
  act: (at: string) => `Delete from ${at}`,
  question: (at: string) => `Delete from ${at}?`,
  questionMore: (name: string) => `The link of ${name} stops working for everyone who has it. This can not be undone.`,
  yes: 'Delete',
  no: 'Keep it',

  term: 'Deletion',
  impossible: (at: string) => `Can not be deleted at ${at}`,
  notConfirmed: (reason: string) => `Not confirmed. ${reason}`,
  notSetUp: (at: string) => `Not from here, ${at} is not set up any more`,
  nobody: 'Nobody any more',
  ended: (moment: string) => `Deleted ${moment}, the link no longer opens`,

  told: (name: string, at: string) => `${name} was deleted from ${at}.`,
  takenBack: 'The link was taken off the clipboard.',
};
