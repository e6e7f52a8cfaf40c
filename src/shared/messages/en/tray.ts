/** English: the tray, and what the window says about it. */
import { pluralIn } from '../plural.ts';

const plural = pluralIn('en');
const number = { other: '#' };

export const tray = {
  running: (count: number) => `${plural(count, number)} uploading`,
  waiting: (count: number) => `${plural(count, number)} waiting`,
  paused: (count: number) => `${plural(count, number)} paused`,
  failed: (count: number) => `${plural(count, number)} failed`,
  asking: (count: number) => plural(count, { one: '# waits for your answer', other: '# wait for your answer' }),
  idle: 'Nothing to upload',
  uploadClipboard: 'Upload clipboard',
  uploadFiles: 'Upload files…',
  pauseAll: 'Pause all',
  resumeAll: 'Resume all',
  /** Above the newest links; a click copies one. */
  links: 'Copy a link',
  open: 'Open Droprelay',
  quit: 'Quit',

  goesOn: 'Droprelay goes on in the tray',
  goesOnMore: 'Its menu has Open and Quit. You can change this in the settings.',

  section: 'Window and notifications',
  close: 'Keep running when the window is closed',
  closeMore: 'Droprelay goes on in the tray, where there is one. Without a tray, closing the window quits.',
  notify: 'Notifications',
  notifyMore: 'When files are done or need an answer while you do something else.',
};
