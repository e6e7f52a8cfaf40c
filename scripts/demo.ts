// `npm run demo -- [FILE…]`: starts Droprelay in a throw-away data folder, against stand-ins of the hosts that fail in various ways.
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FaultProxy, faultProxy } from '../lab/fault-proxy.ts';
import { type Lab, startLab } from '../lab/lab.ts';
import { PROJECT_ROOT } from './processes.ts';
import { main as start } from './start.ts';

const megabyte = 1_000_000;

/** Ends with the app's exit code; the lab and the folder end with the app. */
export async function main(files: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-demo-'));
  const lab = await startLab({ litterbox: { limitBytes: 5 * megabyte } });
  const proxies: FaultProxy[] = [];
  try {
    proxies.push(...(await spoil(lab)));
    const home = join(folder, 'home');
    mkdirSync(home);
    writeFileSync(join(home, 'settings.json'), JSON.stringify(lab.settings, null, 2));
    process.env.DROPRELAY_HOME = home;
    process.stdout.write(explanation(lab, home));
    return await start(files.length > 0 ? files : demoFiles(folder));
  } finally {
    for (const proxy of proxies) await proxy.stop();
    await lab.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What goes wrong, chosen so that every file ends with a link and none at the first try. */
async function spoil(lab: Lab): Promise<FaultProxy[]> {
  await lab.catbox.fail({ kind: 'bad-file', file: 'empty' }, Number.POSITIVE_INFINITY);
  await lab.litterbox.fail({ kind: 'rate-limit', retryAfter: '2' });
  await lab.x0at.fail({ kind: 'status', status: 503, retryAfter: '1', early: true });
  const line = (bytesPerSecond: number) =>
    [
      { kind: 'bandwidth', bytesPerSecond },
      { kind: 'latency', ms: 100 },
    ] as const;
  const litterbox = await faultProxy(lab.litterbox.url, line(megabyte / 10));
  const x0at = await faultProxy(lab.x0at.url, line(4 * megabyte));
  lab.litterbox.behind(litterbox.url);
  lab.x0at.behind(x0at.url);
  return [litterbox, x0at];
}

function demoFiles(folder: string): string[] {
  const at = (name: string) => join(folder, name);
  writeFileSync(at('notes for Zoë.txt'), 'Drop a file, get a link.\n');
  copyFileSync(join(PROJECT_ROOT, 'docs', 'images', 'uploads-light.png'), at('picture.png'));
  writeFileSync(at('film.mp4'), randomBytes(40 * megabyte));
  return ['notes for Zoë.txt', 'picture.png', 'film.mp4'].map(at);
}

function explanation(lab: Lab, home: string): string {
  const what = {
    catbox:
      'gives a link, but the file behind it is empty: the check of the link finds out, and the next host is tried',
    litterbox: 'says "too many requests" once, to wait 2 s; then takes files up to 5 MB on a slow line',
    x0at: 'is busy at first (503), to wait 1 s; then works, at 4 MB/s',
  };
  const lines = [
    '',
    'Droprelay against the lab: stand-ins of the hosts on this machine. Nothing leaves it.',
    '',
    ...Object.entries(what).map(([id, text]) => `  ${id.padEnd(11)}${text}`),
    '  all others work',
    '',
    'The text and the picture end at litterbox, the film at x0.at. The details of a row name every attempt and its reason.',
    `Data of this run, removed at its end: ${home}`,
    `Hosts: ${lab.standIns.map(({ id, url }) => `${id} ${url}`).join(', ')}`,
    'Close the app, or press Ctrl-C, to end.',
    '',
    '',
  ];
  return lines.join('\n');
}
