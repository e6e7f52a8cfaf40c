/** English: what is asked and offered before a file goes, and the settings of it. */
import { pluralIn } from '../plural.ts';

const plural = pluralIn('en');

export const guard = {
  sendNow: 'Send now',
  sendAnyway: 'Send anyway',
  /** One kind of question at a time, so that nobody sends keys with a yes to photos. */
  sendAll: {
    location: (count: number) => plural(count, { other: 'Send # with location' }),
    'secret-file': (count: number) => plural(count, { other: 'Send # with secrets' }),
  },
  goIn: (count: number, wait: string) => plural(count, { one: `# goes in ${wait}`, other: `# go in ${wait}` }),
  goNow: (count: number) => plural(count, { one: '# goes now', other: '# go now' }),
  location: 'Location',
  locationIs: {
    removed: 'Left out of what was sent; your file still has it',
    kept: 'What was sent tells where it was taken',
    unread: 'What was sent may tell where it was taken',
  },
  settings: {
    title: 'Before files go',
    location: 'Where photos and videos were taken',
    locationMore: 'It is left out of what is sent, nothing else is. Your files stay as they are.',
    removal: {
      public: 'Left out for public hosts',
      always: 'Always left out',
      never: 'Never left out',
    },
    secrets: 'Ask before keys and passwords go',
    secretsMore:
      'Files such as .env, private keys, password stores and wallets wait for your answer. This computer may share them unasked.',
    undo: 'Time to take an upload back',
    undoMore: 'Nothing is sent until then, and Undo leaves no trace.',
    undoOff: 'None',
    undoSeconds: (count: number) => `${count} s`,
  },
};
