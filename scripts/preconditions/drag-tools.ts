// What a native X11 drag needs beside Electron: a window manager, a hand on the mouse, and a window to drag from.
import { existsSync } from 'node:fs';
import { capture } from '../processes.ts';

/** Debian's own Python: python3-gi belongs to this one, and another may come first in the PATH. */
export const SYSTEM_PYTHON = '/usr/bin/python3';

/** The Debian packages, which are also the names of what they bring, and what each is for. */
const DRAG_TOOLS = {
  openbox: 'openbox, the window manager of the native drag',
  xdotool: 'xdotool, which moves the mouse of the native drag',
  'python3-gi': `PyGObject for ${SYSTEM_PYTHON}, in which the window to drag from is written`,
  'gir1.2-gtk-3.0': `GTK 3 for ${SYSTEM_PYTHON}, which offers the dragged files`,
} as const;

export type DragTool = keyof typeof DRAG_TOOLS;

/** What these tools are for, a line each. */
export function dragToolLines(tools: readonly DragTool[]): string[] {
  return tools.map((tool) => DRAG_TOOLS[tool]);
}

/** The tools that this machine lacks. */
export async function missingDragTools(onPath: (program: string) => boolean): Promise<DragTool[]> {
  const programs = (['openbox', 'xdotool'] as const).filter((program) => !onPath(program));
  return [...programs, ...(await missingBindings(SYSTEM_PYTHON))];
}

/** Without PyGObject, whether GTK is there can not be asked: then both count as missing. */
export async function missingBindings(python: string): Promise<DragTool[]> {
  const both: DragTool[] = ['python3-gi', 'gir1.2-gtk-3.0'];
  if (!existsSync(python)) return both;
  const succeeds = async (script: string): Promise<boolean> =>
    (await capture(python, ['-c', script], { limitMs: 15_000 })).code === 0;
  if (!(await succeeds('import gi'))) return both;
  return (await succeeds('import gi; gi.require_version("Gtk", "3.0")')) ? [] : ['gir1.2-gtk-3.0'];
}
