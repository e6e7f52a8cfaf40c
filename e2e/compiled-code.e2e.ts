/** What Node compiled is kept for the next start; whatever befalls it, the program starts. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { dropFiles, test } from './app.ts';
import { row } from './window.ts';

test.skip(process.platform !== 'linux', 'elsewhere nothing is kept: the system checks that the program is unchanged');

let folder = '';
test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

function filesIn(place: string): string[] {
  const entries = readdirSync(place, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

test('it is kept, of this version alone; damaged, it is compiled anew', async ({ launchApp }) => {
  await using lab = await startLab({});
  const home = join(folder, 'home');
  const compiled = join(home, 'compiled');
  mkdirSync(join(compiled, '0.0.1'), { recursive: true, mode: 0o700 });
  writeFileSync(join(compiled, '0.0.1', 'old'), 'old');
  const first = await launchApp({ home, settings: lab.settings });
  const version = await first.app.evaluate(({ app }) => app.getVersion());
  await expect.poll(() => readdirSync(compiled)).toEqual([version]);
  await expect.poll(() => filesIn(compiled).length).toBeGreaterThan(5);
  await first.close();
  for (const file of filesIn(compiled)) writeFileSync(file, Buffer.alloc(statSync(file).size, 7));

  const { page } = await launchApp({ home });
  const path = join(folder, 'after.txt');
  writeFileSync(path, 'after');
  await dropFiles(page, [path]);
  await expect(row(page, 'after.txt').getByRole('button', { name: 'Copy link' })).toBeVisible();
});
