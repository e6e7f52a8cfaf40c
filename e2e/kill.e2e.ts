/** The app is killed while it uploads: its next start goes on by itself, and nothing is lost or listed twice. */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { type Fault, startLab } from '../lab/lab.ts';
import { dropFiles, type LaunchedApp, test } from './app.ts';
import { ledgerOf, row } from './window.ts';

const moments: readonly { name: string; fault: Fault; line: string; stored: number }[] = [
  { name: 'sends', fault: { kind: 'stall', afterBytes: 1_000_000 }, line: 'To catbox', stored: 0 },
  { name: 'waits for the answer', fault: { kind: 'no-answer' }, line: 'All sent, catbox is finishing', stored: 1 },
];

for (const { name, fault, line, stored } of moments) {
  test(`killed while it ${name}, the app goes on by itself at the next start`, async ({ launchApp }) => {
    await using lab = await startLab({});
    const folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
    const path = join(folder, 'on its way.bin');
    const bytes = randomBytes(20_000_000);
    writeFileSync(path, bytes);
    await lab.catbox.fail(fault);
    const home = join(folder, 'home');
    const first = await launchApp({ home, settings: lab.settings });
    await dropFiles(first.page, [path]);
    await expect(row(first.page, 'on its way.bin')).toContainText(line);
    await expect.poll(() => lab.catbox.requests.some(({ bodyBytes }) => bodyBytes >= 1_000_000)).toBe(true);
    await expect.poll(() => lab.catbox.uploads.length).toBe(stored);
    await kill(first);
    expect(lab.catbox.uploads).toHaveLength(stored);

    const again = await launchApp({ home });
    await expect(row(again.page, 'on its way.bin').getByRole('button', { name: 'Copy link' })).toBeVisible();
    await expect(again.page.getByRole('list', { name: 'Uploads' }).getByRole('listitem')).toHaveCount(1);
    expect(await ledgerOf(again.page, 'on its way.bin')).toEqual([
      expect.stringContaining('catbox may have kept a copy'),
      expect.stringContaining('Delivered, and the link was checked'),
    ]);
    await expect(row(again.page, 'on its way.bin')).toContainText('An earlier attempt may have left a copy');
    // What the first start left, and what the second one sent.
    expect(lab.catbox.uploads).toHaveLength(stored + 1);
    const answer = await fetch(lab.catbox.uploads.at(-1)?.link ?? '');
    expect(sha256(new Uint8Array(await answer.arrayBuffer()))).toBe(sha256(bytes));
    await again.close();
    rmSync(folder, { recursive: true, force: true });
  });
}

/** SIGKILL to the main process, in the middle of whatever it does. */
async function kill({ app }: LaunchedApp): Promise<void> {
  const child = app.process();
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
