/** Two links that exist nowhere, to show how links are copied. */
import type { LinkFacts } from '../../../shared/link-format.ts';

const delivered = Date.UTC(2026, 0, 15, 12, 0);
const weekMs = 7 * 24 * 60 * 60 * 1000;

export const copySamples: Readonly<Record<'image' | 'file', LinkFacts>> = {
  image: {
    url: 'https://files.example/k3/harbour.png',
    name: 'harbour [1].png',
    mime: 'image/png',
    size: 2_400_000,
    date: delivered,
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    expiresAt: delivered + weekMs,
  },
  file: {
    url: 'https://files.example/p7/notes.pdf',
    name: 'notes.pdf',
    mime: 'application/pdf',
    size: 180_000,
    date: delivered,
    sha256: null,
    expiresAt: null,
  },
};
