// Draws the tray's images from the program's mark, with rsvg-convert (Debian: librsvg2-bin): `node scripts/tray-icons.ts`.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from './processes.ts';

/** The mark on 16 by 16, as in resources/icon-small.svg. */
const onTile = '<circle cx="4" cy="4" r="1.2"/><path d="M4 7v1a2 2 0 0 0 2 2h6"/><path d="m10 7 3 3-3 3"/>';
/** Without a tile there is more room for it. */
const alone =
  '<circle cx="3.4" cy="3.4" r="1.5"/><path d="M3.4 7v.6a3.2 3.2 0 0 0 3.2 3.2h6.2"/><path d="m10 7.6 3.2 3.2-3.2 3.2"/>';
/** Beside the mark, where it leaves room: something is under way, or wants the user. */
const signs = {
  idle: '',
  busy: '<circle cx="12" cy="3.6" r="1.9"/>',
  attention: '<path d="M13.1 1.6v1.5"/><circle cx="13.1" cy="6" r="1.05"/>',
};
type Face = keyof typeof signs;
const tiles: Record<Face, string> = { idle: '#0b5fc7', busy: '#0b5fc7', attention: '#b34700' };

function drawing(shapes: string, colour: string, tile = ''): string {
  const filled = shapes.replaceAll('<circle ', `<circle fill="${colour}" stroke="none" `);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${tile}
    <g fill="none" stroke="${colour}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${filled}</g></svg>`;
}

function save(name: string, svg: string, pixels: number): void {
  const path = join(PROJECT_ROOT, 'resources', 'tray', name);
  const size = String(pixels);
  const { status, stdout, stderr } = spawnSync('rsvg-convert', ['-w', size, '-h', size], { input: svg });
  if (status !== 0) throw new Error(`rsvg-convert: ${stderr}`);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, stdout);
}

for (const face of ['idle', 'busy', 'attention'] as const) {
  const tile = `<rect width="16" height="16" fill="${tiles[face]}" rx="3.5"/>`;
  // The desktop scales it down to its panel.
  save(join('colour', `${face}.png`), drawing(onTile + signs[face], '#fff', tile), 48);
  for (const [look, colour] of [
    ['light', '#fff'],
    ['dark', '#15181d'],
  ] as const) {
    // The scales that Windows has.
    for (const scale of [1, 1.25, 1.5, 2, 3]) {
      const name = scale === 1 ? `${face}.png` : `${face}@${scale}x.png`;
      save(join(look, name), drawing(alone + signs[face], colour), 16 * scale);
    }
  }
  for (const scale of [1, 2]) {
    const name = scale === 1 ? `${face}Template.png` : `${face}Template@${scale}x.png`;
    save(join('template', name), drawing(alone + signs[face], '#000'), 16 * scale);
  }
}
