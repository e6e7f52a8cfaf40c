/** Every host that can delete, as a stand-in of the lab, through all parts: what was sent there is gone. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type HostId, hostIds, type Lab, startLab } from '../../lab/lab.ts';
import { DestinationId } from '../shared/ids.ts';
import { createParts } from './parts.ts';
import { providerById } from './providers/index.ts';
import { openHome } from './store/home.ts';
import { DestinationSettings, Settings } from './store/settings.ts';

/** The secret that the host's stand-in takes, under all names that the provider has for one. */
function secretsOf(lab: Lab, id: HostId): Record<string, string> {
  const fields = providerById(id)?.secretFields ?? [];
  return Object.fromEntries(fields.map(({ name }) => [name, lab[id].key ?? 'lab-key']));
}

function canDelete(id: HostId): boolean {
  const provider = providerById(id);
  const settings = provider?.settings.safeParse({});
  return settings?.success === true && provider?.traits(settings.data, () => true).deletable === true;
}

const deleting = hostIds.filter(canDelete);

test('some hosts can delete', () => {
  expect(deleting).toEqual(expect.arrayContaining(['catbox', 'filebin', 'pixeldrain', 'www0x0']));
});

test.each(deleting)('%s: the link is gone, and a fault before leaves it', async (id) => {
  await using lab = await startLab({});
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-deletion-'));
  const path = join(folder, 'one.txt');
  writeFileSync(path, 'one file');
  try {
    const at = DestinationId.parse(id);
    await using parts = createParts({
      home: openHome(join(folder, 'home')),
      kind: 'app',
      settings: { get: () => Settings.parse({}), set: () => undefined },
      changed: () => undefined,
      progress: () => undefined,
      report: (error) => expect.fail(String(error)),
      given: [
        {
          ...DestinationSettings.parse({ id: at, provider: id, label: id, settings: lab[id].settings }),
          secrets: secretsOf(lab, id),
        },
      ],
    });
    const [upload] = parts.engine.submit({
      files: [{ kind: 'path', path, name: 'one.txt' }],
      from: 'drop',
      chain: [at],
      scope: 'public',
    }).uploads;
    await parts.engine.idle();
    const receiptOf = () => (upload === undefined ? null : parts.reader.view(upload)?.receipt);
    const receipt = receiptOf();
    if (!upload || !receipt) throw new Error(JSON.stringify(upload && parts.reader.ledger(upload)));
    expect(receipt).toMatchObject({ provider: id, deletion: { kind: 'possible' } });
    const status = async () => (await fetch(receipt.link, { headers: { 'user-agent': 'curl/8.0' } })).status;

    await lab[id].fail({ kind: 'refuse' });
    expect(await parts.removal.remove(upload)).toBe(false);
    expect(receiptOf()?.deletion).toMatchObject({ kind: 'unconfirmed', failure: { kind: 'connection' } });
    await lab[id].heal();
    expect(await status()).toBe(200);

    expect(await parts.removal.remove(upload)).toBe(true);
    expect(receiptOf()?.deletion.kind).toBe('deleted');
    expect(await status()).not.toBe(200);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
