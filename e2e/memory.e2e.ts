/** Memory is flat: nothing in the main process grows with a file's size. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { dropFiles, test } from './app.ts';
import { row } from './window.ts';

const size = 2 * 1024 ** 3;

/** Takes everything, keeps nothing, and answers as x0.at does; its link has the right length. */
async function startSink() {
  let received = 0;
  const server = createServer((request, response) => {
    if (request.method === 'HEAD') {
      response.writeHead(200, { 'Content-Length': size, 'Content-Type': 'application/octet-stream' }).end();
      return;
    }
    request.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    request.on('end', () => response.end(`${url}sunken.bin\n`));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { url, received: () => received, [Symbol.dispose]: () => void server.close() };
}

/** Memory of a process that is really in use, in bytes: the peak so far, and now. */
function memoryOf(pid: number): { peak: number; now: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kib = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024;
  return { peak: kib('VmHWM'), now: kib('VmRSS') };
}

test('a 2 GiB file costs the main process less than 100 MB', async ({ launchApp }) => {
  test.skip(process.platform !== 'linux', 'reads peak memory from /proc');
  test.setTimeout(180_000);
  using sink = await startSink();
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
  const path = join(folder, 'two gibibytes.bin');
  writeFileSync(path, '');
  truncateSync(path, size);
  const settings = {
    choice: 'public',
    destinations: [{ id: 'x0at', provider: 'x0at', label: 'sink', settings: { server: sink.url, maxMiB: 4096 } }],
    chains: { public: { order: ['x0at'] } },
  };
  const { app, page } = await launchApp({ settings });
  const pid = app.process().pid ?? 0;
  await page.waitForTimeout(1_500);
  // Resets the peak, so that only what comes from now on counts.
  execFileSync('sh', ['-c', `echo 5 > /proc/${pid}/clear_refs`]);
  const before = memoryOf(pid).now;
  await dropFiles(page, [path]);
  await expect(row(page, 'two gibibytes.bin').getByRole('button', { name: 'Copy link' })).toBeVisible({
    timeout: 170_000,
  });
  const grown = memoryOf(pid).peak - before;
  console.log(`main process: ${Math.round(before / 1e6)} MB before, grew by ${Math.round(grown / 1e6)} MB`);
  expect(sink.received()).toBeGreaterThan(size);
  expect(grown).toBeLessThan(100e6);
  rmSync(folder, { recursive: true });
});
