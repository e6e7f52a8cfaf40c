/** A few lines at the foot of a terminal that are drawn over and over, and leave no trace. */
import type { WriteStream } from 'node:tty';

export interface Screen {
  /** Cells in a line. */
  readonly columns: number;
  readonly rows: number;
  /** Shows these lines in place of those shown before. `widths` are their cells. */
  show(lines: readonly string[], widths: readonly number[]): void;
  /** Takes the lines away, so that something else can be written. */
  clear(): void;
}

const lineWrapOff = '\u001b[?7l';
const lineWrapOn = '\u001b[?7h';
const eraseLine = '\u001b[K';
const eraseBelow = '\u001b[J';

export interface Terminal extends Pick<WriteStream, 'columns' | 'rows'> {
  write(text: string): unknown;
}

export function createScreen(terminal: Terminal): Screen {
  let shown: readonly number[] = [];

  /** Back to where the first line began: a window made narrower since has broken long lines in two. */
  const back = (): string => {
    const columns = terminal.columns || 80;
    const up = shown.reduce((rows, width) => rows + Math.max(1, Math.ceil(width / columns)), 0);
    return up === 0 ? '' : `\r\u001b[${up}A`;
  };

  return {
    get columns() {
      return terminal.columns || 80;
    },
    get rows() {
      return terminal.rows || 24;
    },
    show(lines, widths) {
      if (lines.length === 0) return this.clear();
      const drawn = lines.map((line) => `${line}${eraseLine}\n`).join('');
      terminal.write(`${back()}${lineWrapOff}${drawn}${eraseBelow}${lineWrapOn}`);
      shown = widths;
    },
    clear() {
      if (shown.length === 0) return;
      terminal.write(`${back()}${eraseBelow}`);
      shown = [];
    },
  };
}
