/** The values of choices that the window lists. Without the schemas built on them, which would bring their library there. */

/** How a link is put on the clipboard. */
export const copyFormats = ['url', 'markdown', 'html', 'bbcode', 'template'] as const;

/** Which colours the window has. */
export const themes = ['system', 'light', 'dark'] as const;

/** Uploads of the history that one act takes. */
export const mostChosen = 10_000;
