import { describe, expect, test } from 'vitest';
import { createRig, invalid } from './test-destinations.ts';

describe('a folder', () => {
  const at = { provider: 'web-folder', field: 'folder' };
  const values = { publicUrl: 'https://files.example.org/' };

  test('comes from main’s dialog: the page gets a token and the folder’s own name', async () => {
    using rig = createRig();
    rig.dialog.folder = '/srv/canary/pictures';
    const chosen = await rig.chosen.chooseFolder(at);
    expect(chosen).toEqual({ token: expect.any(String), name: 'pictures' });
    const made = rig.add('web-folder', { values, folders: { folder: chosen?.token ?? '' } }, 'own');
    expect(rig.settings.get().destinations[0]?.settings).toMatchObject({ folder: '/srv/canary/pictures' });
    expect(rig.sheet(made)).toMatchObject({ values: { folder: 'pictures' }, misfit: null });
    expect(JSON.stringify(rig.view())).not.toContain('canary');
    rig.save({ kind: 'known', id: made }, { label: 'Renamed', values });
    expect(rig.settings.get().destinations[0]?.settings).toMatchObject({ folder: '/srv/canary/pictures' });
    rig.dialog.folder = '/';
    const top = await rig.chosen.chooseFolder(at);
    expect(top?.name).toBe('/');
    rig.dialog.folder = null;
    expect(await rig.chosen.chooseFolder(at)).toBeNull();
  });

  test('never comes from the page: not as a value, not by a token of another field, not without one', async () => {
    using rig = createRig();
    rig.dialog.folder = '/srv/canary';
    const { token = '' } = (await rig.chosen.chooseFolder(at)) ?? {};
    expect(() => rig.add('web-folder', { values: { ...values, folder: '/etc' } })).toThrow(invalid('values.folder'));
    expect(() => rig.add('web-folder', { values, folders: { folder: '/etc' } })).toThrow(invalid('values.folder'));
    expect(() => rig.add('web-folder', { values, folders: { publicUrl: token } })).toThrow(invalid('values.publicUrl'));
    expect(() => rig.add('x0at', { folders: { server: token } })).toThrow(invalid('values.server'));
    expect(() => rig.add('web-folder', { values })).toThrow(invalid('values.folder'));
    expect(rig.settings.get().destinations).toEqual([]);
    const refused = { failure: { kind: 'settings-invalid' } };
    for (const field of ['publicUrl', 'nothing', '__proto__']) {
      await expect(rig.chosen.chooseFolder({ ...at, field })).rejects.toMatchObject(refused);
    }
    await expect(rig.chosen.chooseFolder({ provider: 'x0at', field: 'server' })).rejects.toMatchObject(refused);
    await expect(rig.chosen.chooseFile({ provider: 'catbox', field: 'userhash' })).rejects.toMatchObject(refused);
  });
});
