/** What the tray shows at a moment: its icon, its line, and its menu as data. */
import type { UploadId } from '../../shared/ids.ts';
import { plainName, spoken, type Tongue } from '../../shared/messages/index.ts';
import { type Standing, standingLine } from '../../shared/messages/tray.ts';
import type { NamedLink } from '../store/tally.ts';

export type TrayFace = 'idle' | 'busy' | 'attention';

export type TrayAct =
  | { readonly kind: 'upload-clipboard' | 'upload-files' | 'pause-all' | 'resume-all' | 'open' | 'quit' }
  | { readonly kind: 'copy-link'; readonly id: UploadId };

export type TrayItem =
  | { readonly kind: 'separator' }
  /** Without an act it only says something. */
  | { readonly kind: 'item'; readonly label: string; readonly act: TrayAct | null };

export interface TrayView {
  readonly face: TrayFace;
  /** One line, also the tooltip. */
  readonly line: string;
  readonly items: readonly TrayItem[];
}

export interface TrayFacts {
  readonly standing: Standing;
  /** The newest first. */
  readonly links: readonly NamedLink[];
  /** What could be told nowhere else yet; null for nothing. */
  readonly news: string | null;
}

/** Graphemes of a name that a menu shows. */
const longestLabel = 40;
const keptOfEnd = 12;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const separator = { kind: 'separator' } as const;

export function trayView({ standing, links, news }: TrayFacts, tongue: Tongue = spoken()): TrayView {
  const say = tongue.words.tray;
  const { running, waiting, asking, paused, failed } = standing;
  const item = (label: string, act: TrayAct | null): TrayItem => ({ kind: 'item', label, act });
  const standings = standingLine(standing, tongue);
  const isQuiet = running + waiting + asking + paused + failed === 0;
  const line = news === null ? standings : isQuiet ? news : `${news}. ${standings}`;
  return {
    face: asking + failed > 0 || news !== null ? 'attention' : running + waiting > 0 ? 'busy' : 'idle',
    line,
    items: [
      item(menuText(line), null),
      separator,
      item(say.uploadClipboard, { kind: 'upload-clipboard' }),
      item(say.uploadFiles, { kind: 'upload-files' }),
      item(say.pauseAll, running + waiting > 0 ? { kind: 'pause-all' } : null),
      item(say.resumeAll, paused > 0 ? { kind: 'resume-all' } : null),
      separator,
      ...(links.length === 0 ? [] : [item(say.links, null)]),
      ...links.map(({ id, name }) => item(menuText(shortened(plainName(name))), { kind: 'copy-link', id })),
      ...(links.length === 0 ? [] : [separator]),
      item(say.open, { kind: 'open' }),
      item(say.quit, { kind: 'quit' }),
    ],
  };
}

/** In a menu `&` marks the letter that chooses an entry, unless there are two. */
function menuText(text: string): string {
  return text.replaceAll('&', '&&');
}

/** The middle gives way: a name's end tells what it is. */
function shortened(name: string): string {
  // A name may be as long as its author likes: no more of it is looked at than can be shown.
  const most = longestLabel * 16;
  const head = [...graphemes.segment(name.slice(0, most))].map(({ segment }) => segment);
  if (name.length <= most && head.length <= longestLabel) return name;
  const tail = [...graphemes.segment(name.slice(-most))].map(({ segment }) => segment);
  return [...head.slice(0, longestLabel - keptOfEnd - 1), '…', ...tail.slice(-keptOfEnd)].join('').toWellFormed();
}
