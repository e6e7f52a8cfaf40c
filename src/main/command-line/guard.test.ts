/** What the command line sends of files that tell a place or hold secrets, and what it refuses. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { cleaned } from '../guard/fixtures/files.ts';
import { heic, photo, placedFiles } from '../guard/fixtures/places.ts';
import { type Caller, createCaller } from './test-command.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab.stop());

function put({ folder }: Caller, name: string, bytes: Buffer | string): string {
  writeFileSync(join(folder, name), bytes);
  return name;
}

async function behind(link: string | undefined): Promise<Buffer> {
  return Buffer.from(await (await fetch(link ?? '')).arrayBuffer());
}

const asked = () => lab.catbox.requests.length;

describe('photos and videos', () => {
  test('arrive at a public host without their location, and stay as they are', async () => {
    using caller = createCaller(lab.settings);
    const names = placedFiles.map(({ name, bytes }) => put(caller, name, bytes));
    const { status, stdout } = await caller.run(...names);
    expect(status).toBe(0);
    for (const [index, link] of stdout.trim().split('\n').entries()) {
      const file = placedFiles[index];
      if (!file) throw new Error('a link too many');
      const arrived = await behind(link);
      expect(arrived.equals(await cleaned(file.bytes, file.name === 'clip.mp4' ? 'video-location' : 'exif'))).toBe(
        true,
      );
      expect(arrived.includes(file.media)).toBe(true);
      expect(readFileSync(join(caller.folder, file.name)).equals(file.bytes)).toBe(true);
    }
  });

  test('are told to the host with the hash of what is sent', async () => {
    using caller = createCaller(lab.settings);
    const { status, stderr } = await caller.run('--to', 'filebin', put(caller, photo.name, photo.bytes));
    expect([status, stderr]).toEqual([0, expect.not.stringContaining('catbox')]);
    const [sent] = lab.filebin.requests.filter(({ method }) => method === 'PUT');
    const sha256 = createHash('sha256')
      .update(await cleaned(photo.bytes, 'exif'))
      .digest('hex');
    expect([sent?.headers['content-sha256'], lab.filebin.uploads.at(-1)?.sha256]).toEqual([sha256, sha256]);
  });

  test('keep it with --keep-location', async () => {
    using caller = createCaller(lab.settings);
    const { stdout } = await caller.run('--keep-location', put(caller, photo.name, photo.bytes));
    expect((await behind(stdout.trim())).equals(photo.bytes)).toBe(true);
  });

  test('that can not lose it are refused, with the way to send them', async () => {
    using caller = createCaller(lab.settings);
    const before = asked();
    const { status, stdout, stderr } = await caller.run(put(caller, 'a.heic', heic));
    expect([status, stdout, asked()]).toEqual([1, '', before]);
    expect(stderr).toBe(
      'a.heic: It may tell where it was taken, and that can not be removed from a HEIC photo. catbox would be public; use --send-anyway to send it.\n',
    );
    const sent = await caller.run('--send-anyway', 'a.heic');
    expect((await behind(sent.stdout.trim())).equals(heic)).toBe(true);
    const kept = await caller.run('--keep-location', 'a.heic');
    expect(kept.status).toBe(0);
  });
});

describe('a file that holds secrets', () => {
  test('is refused, with what it looks like and the way to send it; its neighbours go', async () => {
    using caller = createCaller(lab.settings);
    const { status, stdout, stderr } = await caller.run(put(caller, '.env', 'KEY=canary'), put(caller, 'a.txt', 'a'));
    expect([status, stdout.trim().split('\n').length]).toEqual([1, 1]);
    expect(stderr).toContain(
      '.env: It looks like settings with secrets in them. catbox would be public; use --send-anyway to send it.\n',
    );
    const { stdout: link } = await caller.run('--send-anyway', '.env');
    expect((await behind(link.trim())).toString()).toBe('KEY=canary');
  });

  test('goes where the user wants no questions', async () => {
    using caller = createCaller({ ...lab.settings, preferences: { askForSecretFiles: false } });
    expect(await caller.run(put(caller, '.env', 'KEY=x'))).toMatchObject({ status: 0 });
  });
});
