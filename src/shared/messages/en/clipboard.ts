/** English: copied files and images that come in, copied text, and links that go out. */
import { pluralIn } from '../plural.ts';

const plural = pluralIn('en');

export const clipboard = {
  textQuestion: (lines: number, characters: number) =>
    lines > 1
      ? `The clipboard holds text, ${plural(lines, { other: '# lines' })}. Upload it as a text file?`
      : `The clipboard holds text, ${plural(characters, { one: '# character', other: '# characters' })}. Upload it as a text file?`,
  uploadText: 'Upload as a file',
  dontAskAgain: 'Do not ask again',
  notNow: 'Cancel',
  nothing: {
    empty: 'There is nothing on the clipboard.',
    remote: 'The files on the clipboard are not on this computer. Copy them here first.',
    colour: 'The clipboard holds a colour. Files, images and text can be uploaded.',
    formatted: 'The clipboard holds formatted text without plain text. Files, images and text can be uploaded.',
    unknown: 'What is on the clipboard is no file, no image and no text.',
    unseen: 'The clipboard can be read only while this window is in front. Paste here once more.',
    noAnswer: 'The program that holds the clipboard did not answer. Copy once more, or choose the files here.',
  },
  leftOut: (count: number) =>
    plural(count, {
      one: '# of the copied files is not on this computer and was left out.',
      other: '# of the copied files are not on this computer and were left out.',
    }),

  copyAs: 'Copy as',
  formats: {
    url: 'Link',
    markdown: 'Markdown',
    html: 'HTML',
    bbcode: 'BBCode',
    template: 'Own template',
  },

  settings: {
    title: 'Copying links',
    more: 'How links are copied, by themselves and by the Copy buttons.',
    format: 'Format',
    template: 'Template',
    templateHelp: (words: string) => `What goes around each link. These words are filled in: ${words}.`,
    unknownWords: (words: string, count: number) =>
      plural(count, {
        one: `${words} means nothing here and stays as it is.`,
        other: `${words} mean nothing here and stay as they are.`,
      }),
    noLink: 'The link itself, {url}, is not in it.',
    tooLong: 'This is too long.',
    previewImage: 'An image',
    previewFile: 'Another file',
    uploadText: 'Upload copied text without asking',
    uploadTextMore: 'Copied text becomes a text file. Otherwise each time is asked first.',
  },

  code: {
    show: 'Show QR code',
    hide: 'Hide QR code',
    item: 'QR code',
    alternative: (link: string) => `QR code of ${link}`,
    tooLong: 'This link is too long for a QR code.',
  },
};
