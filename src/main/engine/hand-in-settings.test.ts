/** Settings that count for what is handed in, or at once for what waits. */
import { expect, test } from 'vitest';
import { Preferences } from '../../shared/preferences.ts';
import { deliver, hang } from './test-host.ts';
import { createRig } from './test-rig.ts';
import { uploadName } from './upload-name.ts';

test('a limit that rises lets what waits begin at once', async () => {
  let limit = 1;
  await using rig = createRig({ hosts: { a: { answers: [hang()] } }, maxRunning: () => limit });
  const ids = rig.submit(['1', '2', '3'].map((name) => rig.file(name)));
  const running = () => ids.filter((id) => rig.state(id)?.name === 'running').length;
  for (const id of ids.slice(1)) await rig.until(id, ({ name }) => name === 'queued');
  expect(running()).toBeLessThan(2);
  limit = 3;
  rig.engine.lookAgain();
  for (const id of ids) await rig.until(id, ({ name }) => name === 'running');
});

test('so does one of a destination', async () => {
  let limit = 1;
  await using rig = createRig({ hosts: { a: { answers: [hang()] } }, perDestination: () => limit });
  const ids = rig.submit(['1', '2', '3'].map((name) => rig.file(name)));
  const asked = () => ids.flatMap((id) => rig.ledger(id)).length;
  await rig.until(ids[0] ?? never(), ({ name }) => name === 'running');
  expect(asked()).toBe(1);
  limit = 3;
  rig.engine.lookAgain();
  for (const id of ids) await rig.until(id, ({ name }) => name === 'running');
  expect(asked()).toBe(3);
});

test('a file is sent under the name that the settings give it, and keeps its own on the disk', async () => {
  const preferences = Preferences.parse({ naming: 'template', nameTemplate: '{date}-{random}' });
  const sent: string[] = [];
  await using rig = createRig({
    hosts: {
      a: {
        answers: [
          (payload, run, link) => {
            sent.push(payload.name);
            return deliver()(payload, run, link);
          },
        ],
      },
    },
    uploadName: (name) => uploadName(preferences, name, Date.UTC(2026, 0, 15, 12)),
  });
  const path = rig.file('holiday.jpg');
  const [id = never()] = rig.submit([path]);
  await rig.until(id, ({ name }) => name === 'done');
  expect(sent).toEqual([expect.stringMatching(/^2026-01-15-[a-z0-9]{8}\.jpg$/)]);
  expect(rig.reader.job(id)).toMatchObject({ path, name: sent[0] });
  expect(uploadName(Preferences.parse({}), 'holiday.jpg', 0)).toBe('holiday.jpg');
});

test('a file of secrets is asked about under another name too', async () => {
  await using rig = createRig({
    hosts: { a: { answers: [deliver()] } },
    guardRules: () => ({ removeLocation: 'never', askForSecretFiles: true }),
    uploadName: () => 'holiday',
  });
  const [id = never()] = rig.submit([rig.file('.env', 'API_KEY=x')]);
  expect(await rig.until(id, ({ name }) => name === 'waiting' || name === 'done')).toMatchObject({
    name: 'waiting',
    wait: { what: 'consent', why: 'secret-file' },
  });
});

function never(): never {
  throw new Error('no upload');
}
