/** English: what the menus of a desktop say about the program. The package holds it in every language. */

export const program = {
  kind: 'File uploader',
  /** What people may type to find it. */
  keywords: ['upload', 'share', 'link', 'send', 'file', 'clipboard'],
  comment: 'Drop a file, get a link. Sends files to the first destination that works, and keeps every reason.',
};
