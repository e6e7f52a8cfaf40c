/** Accounts and servers of the user's own: signing in, who a server is, keys from files, and what broke off there. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { temporaryName } from '../src/main/providers/webdav/place.ts';
import { startDavServer } from '../src/main/providers/webdav/test-server.ts';
import { test } from './app.ts';
import { addOne, dialogChooses, openDestinations, sheet, view } from './destinations-view.ts';
import { call, setSecret } from './secrets.ts';
import { startSshServer } from './ssh-server.ts';

test('a browser agrees, the code is pasted, and the account is used; nothing of it is told to the page', async ({
  launchApp,
}) => {
  await using lab = await startLab({});
  const { app, page } = await launchApp({ settings: { ...lab.settings, destinations: [] } });
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (url) => void opened.push(url);
  });
  const lastOpened = () => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened.at(-1) ?? '');
  await openDestinations(page);
  await addOne(page, 'dropbox');
  await sheet(page, 'New: Dropbox').getByRole('button', { name: 'Add and sign in' }).click();
  const form = sheet(page, 'Dropbox');
  await expect(form.getByRole('alert')).toHaveText('It needs “App key” first. Fill that in.');

  // The stand-in takes the place of the service, which only a settings file can say.
  const mine = { id: 'mine', provider: 'dropbox', label: 'Mine', settings: { server: lab.dropbox.url } };
  const second = await launchApp({ settings: { choice: 'this-computer', destinations: [mine] } });
  await second.app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (url) => void opened.push(url);
  });
  const opened = () => second.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened.at(-1) ?? '');
  await openDestinations(second.page);
  const card = view(second.page).getByRole('listitem').filter({ hasText: 'Mine' });
  await expect(card).toContainText('not signed in', { ignoreCase: true });
  await card.getByRole('button', { name: 'Mine', exact: true }).click();
  const own = sheet(second.page, 'Mine');
  await own.getByRole('textbox', { name: 'App key' }).fill('app1');
  await own.getByRole('button', { name: 'Save and sign in' }).click();
  const code = own.getByRole('textbox', { name: 'Paste the code' });
  await expect(code).toBeFocused();
  expect(await lastOpened()).toBe('');
  await code.fill('wrong');
  await code.press('Enter');
  await expect(code).toHaveAccessibleDescription(/not accepted/);
  const codeAt = async (url: string): Promise<string> =>
    /value="(.+)"/.exec(await (await fetch(url)).text())?.[1] ?? '';
  const before = await codeAt(await opened());
  await own.getByRole('button', { name: 'Open the page again' }).click();
  await expect(code).toHaveValue('');
  await code.fill(before);
  await own.getByRole('button', { name: 'Finish' }).click();
  await expect(code).toHaveAccessibleDescription(/not accepted/);
  await code.fill(await codeAt(await opened()));
  await own.getByRole('button', { name: 'Finish' }).click();
  await expect(own.getByText('Signed in', { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(own.getByRole('button', { name: 'Sign out' })).toBeVisible();
  const told = JSON.stringify([await call(second.page, 'destinations.setup'), await second.page.content()]);
  expect(told).not.toMatch(/code_verifier|sl\.u\./);
  await own.getByRole('button', { name: 'Sign out' }).click();
  await expect(own.getByText('You are not signed in.')).toBeVisible();
});

test('a server is confirmed by its fingerprint once; another one later is shown beside it', async ({ launchApp }) => {
  await using server = await startSshServer();
  const settings = { host: '127.0.0.1', port: server.port, user: 'me', publicUrl: 'https://files.example.org/' };
  const mine = { id: 'mine', provider: 'sftp', label: 'Mine', settings };
  const { page, home } = await launchApp({ settings: { choice: 'this-computer', destinations: [mine] } });
  const pinned = () => JSON.parse(readFileSync(join(home, 'settings.json'), 'utf8')).destinations[0].settings.hostKey;
  await openDestinations(page);
  await view(page).getByRole('button', { name: 'Mine', exact: true }).click();
  const form = sheet(page, 'Mine');
  await expect(form.getByRole('textbox', { name: /Host key/ })).toHaveCount(0);
  await form.getByRole('button', { name: 'Look', exact: true }).click();
  await expect(form.locator('dd code')).toHaveText([server.fingerprint]);
  expect(pinned()).toBeUndefined();
  await form.getByRole('button', { name: 'Trust this server' }).click();
  await expect(form.getByText('Confirmed by you')).toBeVisible();
  expect(pinned()).toBe(server.fingerprint);
  const forged = await call(page, 'destinations.save', {
    at: { kind: 'known', id: 'mine' },
    draft: { label: 'Mine', values: { ...settings, hostKey: '' }, folders: {}, scope: null, consent: 'ask' },
  });
  expect(forged).toMatchObject({ ok: false, failure: { field: 'values.hostKey' } });

  await form.getByRole('button', { name: 'Look again' }).click();
  await expect(form.getByText('still shows the fingerprint')).toBeVisible();
  const before = server.fingerprint;
  await server.setUpAnew();
  await form.getByRole('button', { name: 'Look again' }).click();
  await expect(form.getByRole('alert')).toContainText('another fingerprint');
  await expect(form.locator('dd code')).toHaveText([before, server.fingerprint]);
  await form.getByRole('button', { name: 'Cancel' }).click();
  expect(pinned()).toBe(before);
  // Another server has an identity of its own.
  await form.getByRole('textbox', { name: 'Host' }).fill('localhost');
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form.getByText('This server is not confirmed yet.')).toBeVisible();
  expect(pinned()).toBeUndefined();
});

test('a private key comes from a file that main’s dialog chooses', async ({ launchApp }) => {
  const settings = { host: '127.0.0.1', user: 'me', publicUrl: 'https://files.example.org/' };
  const mine = { id: 'mine', provider: 'sftp', label: 'Mine', settings };
  const { app, page } = await launchApp({ settings: { choice: 'this-computer', destinations: [mine] } });
  const folder = mkdtempSync(join(tmpdir(), 'droprelay-e2e-'));
  const key = join(folder, 'id_ed25519');
  writeFileSync(key, '-----BEGIN OPENSSH PRIVATE KEY-----\ncanary-key\n-----END OPENSSH PRIVATE KEY-----\n');
  await openDestinations(page);
  await view(page).getByRole('button', { name: 'Mine', exact: true }).click();
  const form = sheet(page, 'Mine');
  await expect(form.getByRole('textbox', { name: /Private key/ })).toBeVisible();
  writeFileSync(join(folder, 'large'), 'x'.repeat(70_000));
  await dialogChooses(app, join(folder, 'large'));
  await form.getByRole('button', { name: 'Choose the file of Private key' }).click();
  await expect(page.getByText(/too large|takes up to/)).toBeVisible();
  await dialogChooses(app, key);
  await form.getByRole('button', { name: 'Choose the file of Private key' }).click();
  await expect(form.getByText('From the file id_ed25519')).toBeVisible();
  await form.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(form.getByRole('button', { name: 'Replace Private key' })).toBeVisible({ timeout: 20_000 });
  const told = JSON.stringify([await call(page, 'destinations.setup'), await page.content()]);
  expect(told).not.toMatch(/canary-key|droprelay-e2e-/);
});

test('what broke off is looked for, and deleted after a question', async ({ launchApp }) => {
  await using server = await startDavServer();
  const left = ['0123456789abcdef', 'fedcba9876543210'].map((id) => temporaryName(id));
  for (const name of left) server.files.set(`/dav/${name}`, Buffer.alloc(5_000_000));
  server.files.set('/dav/mine.txt', Buffer.from('precious'));
  const settings = { server: new URL('/dav/', server.url).href, user: 'me', publicUrl: server.url };
  const mine = { id: 'mine', provider: 'webdav', label: 'Mine', settings };
  const { page } = await launchApp({ settings: { choice: 'this-computer', destinations: [mine] } });
  await setSecret(page, 'secret-word', { destination: 'mine', field: 'password' });
  await openDestinations(page);
  await view(page).getByRole('button', { name: 'Mine', exact: true }).click();
  const part = page.getByRole('region', { name: 'Unfinished uploads' });
  await part.getByRole('button', { name: 'Look for unfinished uploads' }).click();
  await expect(part.getByRole('listitem')).toHaveCount(2);
  await expect(part.getByRole('listitem').first()).toContainText('MB');
  await part
    .getByRole('button', { name: /^Delete what is left of/ })
    .first()
    .click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Keep it' }).click();
  await expect(part.getByRole('listitem')).toHaveCount(2);
  await part.getByRole('button', { name: 'Delete all' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete', exact: true }).click();
  await expect(part.getByRole('status')).toHaveText('There are none.');
  await expect(part.getByRole('button', { name: 'Look again' })).toBeFocused();
  expect([...server.files.keys()]).toEqual(['/dav/mine.txt']);
});
