import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NoAnswer, TooMuch } from './clipboard-board.ts';
import { clipboardOver } from './clipboard-contents.ts';
import { findTools, toolsBoard } from './clipboard-wayland.ts';

/** Programs by the names of the tools, as shell scripts. */
function programs(scripts: Readonly<Record<'wl-copy' | 'wl-paste', string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-tools-'));
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  const tools = findTools({ PATH: folder });
  if (!tools) throw new Error('not found');
  return { tools, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

describe.skipIf(process.platform === 'win32')('wl-copy and wl-paste', () => {
  test('that give without an end are ended', async () => {
    using made = programs({ 'wl-copy': 'exit 1', 'wl-paste': 'exec cat /dev/zero' });
    const board = toolsBoard(made.tools, { ms: 60_000, bytes: 1_000_000 });
    await expect(board.read('image/png')).rejects.toThrow(TooMuch);
    expect(await clipboardOver(board).mark()).toBeNull();
  });

  test('that never end are ended', async () => {
    using made = programs({ 'wl-copy': 'exec sleep 1000', 'wl-paste': 'exec sleep 1000' });
    const board = toolsBoard(made.tools, { ms: 20, bytes: 1_000 });
    await expect(board.formats()).rejects.toThrow(NoAnswer);
    await expect(board.write('text')).rejects.toThrow(NoAnswer);
    const clipboard = clipboardOver(board);
    expect(await clipboard.look()).toEqual({ kind: 'nothing', what: 'no-answer' });
    expect(await clipboard.mark()).toBeNull();
    expect(await clipboard.writeText('text')).toBe(false);
  });

  test('that fail have nothing, and took nothing', async () => {
    using made = programs({ 'wl-copy': 'exit 1', 'wl-paste': 'exit 1' });
    const board = toolsBoard(made.tools);
    expect([await board.formats(), await board.read('image/png'), await board.text()]).toEqual([[], [], '']);
    expect(await clipboardOver(board).writeText('text')).toBe(false);
  });

  test('of which one is missing are none', () => {
    expect(findTools({ PATH: '/nonexistent' })).toBeNull();
  });
});
