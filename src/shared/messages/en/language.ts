/** English: choosing the language, and what is said before there is a window. */

export const language = {
  title: 'Language',
  more: 'Dates and numbers follow the system where they can.',
  system: 'As the system',
};

export const startFailure = {
  title: 'Droprelay can not start',
};

/** Why the data folder can not be used. */
export const dataFolder = {
  unusable: (folder: string, reason: string) => `The data folder ${folder} can not be used: ${reason}.`,
  why: {
    notWritable: 'this account may not write there',
    readOnly: 'it can only be read',
    noFolder: 'it is not a folder',
    diskFull: 'the disk is full',
    diskFault: 'the disk can not be read or written',
    locked: 'another program keeps its database locked',
    damaged: 'the history in it is damaged, and will be set aside at the next start',
  },
};
