/** German: what the menus of a desktop say about the program. */
import type { program as english } from '../en/program.ts';

export const program: typeof english = {
  kind: 'Dateien hochladen',
  keywords: ['hochladen', 'teilen', 'Link', 'senden', 'Datei', 'Zwischenablage'],
  comment:
    'Datei ablegen, Link erhalten. Sendet Dateien an das erste Ziel, das funktioniert, und behält jeden Grund im Blick.',
};
