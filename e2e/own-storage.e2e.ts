/** Storage of the user's own: added from the list of services, set up in its sheet, and nothing of it told to the page. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { startWebServer } from '../src/main/providers/web-folder/test-web-server.ts';
import { dropFiles, test } from './app.ts';
import { addOne, dialogChooses, openDestinations, sheet, view } from './destinations-view.ts';
import { call } from './secrets.ts';
import { row } from './window.ts';

test('a folder that a web server serves is added and used; the window never learns where it is', async ({
  launchApp,
}) => {
  await using lab = await startLab({});
  await using server = await startWebServer();
  const { app, page, home } = await launchApp({ settings: lab.settings });
  await openDestinations(page);
  await addOne(page, 'folder on');
  const form = sheet(page, 'New: Folder on this computer');
  await expect(form.getByRole('textbox', { name: 'Name' })).toHaveValue('Folder on this computer');

  await form.getByRole('textbox', { name: 'Public address' }).fill(server.url);
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  const choose = form.getByRole('button', { name: 'Choose: Folder' });
  await expect(form.getByRole('alert')).toHaveText('Choose a folder.');
  await expect(choose).toBeFocused();
  await dialogChooses(app, null);
  await choose.click();
  await expect(form).toContainText('None chosen yet');
  await dialogChooses(app, server.folder);
  await choose.click();
  const name = server.folder.split('/').at(-1) ?? '';
  await expect(form).toContainText(name);
  await form.getByRole('button', { name: 'Add', exact: true }).click();

  const made = sheet(page, 'Folder on this computer');
  await expect(made).toContainText(name);
  // It went where one's own storage is looked for.
  await expect(view(page).getByRole('radio', { name: 'My own storage' })).toBeChecked();
  await view(page).getByRole('button', { name: 'Use this chain' }).click();
  const path = join(mkdtempSync(join(tmpdir(), 'droprelay-e2e-')), 'holiday.txt');
  writeFileSync(path, 'sun');
  await dropFiles(page, [path]);
  await expect(row(page, 'holiday.txt').getByRole('button', { name: 'Copy link' })).toBeVisible();
  await expect(row(page, 'holiday.txt')).toContainText('Account');
  expect(server.files().map((file) => readFileSync(file, 'utf8'))).toEqual(['sun']);

  const told = JSON.stringify([await call(page, 'destinations.setup'), await call(page, 'app.snapshot')]);
  expect(told + (await page.content())).not.toContain(server.folder);
  expect(told).toContain(name);
  const saved = JSON.parse(readFileSync(join(home, 'settings.json'), 'utf8'));
  expect(saved.destinations.at(-1).settings).toEqual({ folder: server.folder, publicUrl: server.url });
});

test('the page can not name a folder, a file with a secret, or what a server showed', async ({ launchApp }) => {
  const settings = { folder: '/tmp', publicUrl: 'https://files.example.org/' };
  const mine = { id: 'mine', provider: 'web-folder', label: 'Mine', settings };
  const { app, page, home } = await launchApp({ settings: { choice: 'this-computer', destinations: [mine] } });
  await dialogChooses(app, '/etc');
  const chosen = await call<{ token: string; name: string }>(page, 'destinations.chooseFolder', {
    provider: 'web-folder',
    field: 'folder',
  });
  expect(chosen).toEqual({ ok: true, value: { token: expect.any(String), name: 'etc' } });
  const token = chosen.ok ? chosen.value.token : '';
  const at = { kind: 'known', id: 'mine' };
  const draft = { label: 'Mine', values: { publicUrl: settings.publicUrl }, folders: {}, scope: null, consent: 'ask' };
  const save = (change: object) => call(page, 'destinations.save', { at, draft: { ...draft, ...change } });
  const refused = [
    await save({ values: { ...draft.values, folder: '/etc' } }),
    await save({ folders: { folder: '/etc' } }),
    await save({ folders: { publicUrl: token } }),
    await save({ folders: { folder: { path: '/etc' } } }),
    await save({ settings: { folder: '/etc' } }),
    await call(page, 'destinations.chooseFolder', { provider: 'web-folder', field: 'publicUrl' }),
    await call(page, 'secrets.chooseFile', { provider: 'catbox', field: 'userhash' }),
    await call(page, 'secrets.setChosen', { destination: 'catbox', field: 'userhash', token }),
    await call(page, 'secrets.storeWeak', { destination: 'catbox', field: 'userhash' }),
    await call(page, 'destinations.signIn', { id: 'mine' }),
    await call(page, 'destinations.finishSignIn', { id: 'mine', code: 'x' }),
    await call(page, 'destinations.askIdentity', { id: 'mine' }),
    await call(page, 'destinations.trust', { token: 'SHA256:forged' }),
    await call(page, 'destinations.discardLeftovers', { id: 'mine', ids: ['../../etc'] }),
  ];
  expect(refused.map(({ ok }) => ok)).toEqual(refused.map(() => false));
  const folderNow = () => JSON.parse(readFileSync(join(home, 'settings.json'), 'utf8')).destinations[0].settings.folder;
  expect(folderNow()).toBe('/tmp');
  expect(await save({ folders: { folder: token } })).toMatchObject({ ok: true });
  expect(folderNow()).toBe('/etc');
});

test('what needs a key is found among the services, and a card says what is missing', async ({ launchApp }) => {
  await using lab = await startLab({});
  const { page } = await launchApp({ settings: { ...lab.settings, destinations: [] } });
  await openDestinations(page);
  await expect(view(page)).not.toContainText('pixeldrain');
  await addOne(page, 'pixeldrain');
  await sheet(page, 'New: pixeldrain').getByRole('button', { name: 'Add', exact: true }).click();
  const card = view(page).getByRole('listitem').filter({ hasText: 'pixeldrain' });
  await expect(card).toContainText('API key is missing. Open it to enter it.');
  await sheet(page, 'pixeldrain').getByLabel('API key').fill('canary');
  await sheet(page, 'pixeldrain').getByRole('button', { name: 'Save', exact: true }).click();
  await expect(card).not.toContainText('missing', { timeout: 20_000 });
});

test('the list of services is searched by the keyboard alone, and says when there is none', async ({ launchApp }) => {
  const { page } = await launchApp({ settings: { choice: 'this-computer' } });
  await openDestinations(page);
  await page.getByRole('combobox', { name: 'Add a destination' }).press('Enter');
  const search = page.getByRole('combobox', { name: 'Search services' });
  await search.fill('no such thing');
  await expect(page.getByText('No service is called so.')).toBeVisible();
  await search.press('Escape');
  await expect(page.getByRole('combobox', { name: 'Add a destination' })).toBeFocused();
  await expect(page.getByRole('complementary')).toHaveCount(0);
});
