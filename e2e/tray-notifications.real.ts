/** Notifications of Linux desktops, read and clicked through D-Bus; and a desktop on which nobody shows them. */
import { expect } from '@playwright/test';
import { dropFiles } from './app.ts';
import { closeWindow, faces, hide, isFocused, isVisible, onlyCatbox, test, uploadByTray } from './tray-desk.ts';
import { clipboardText, endBy, row } from './window.ts';

test.skip(process.platform !== 'linux', 'other systems have no D-Bus');

const goesOn = 'Droprelay goes on in the tray';

test('one notification tells of a batch, with its counts; none while the window is looked at', async ({ desk }) => {
  const { lab, file } = desk;
  const daemon = await desk.bus.notifications();
  const { app, page, tray } = await desk.startInTray({ settings: onlyCatbox(lab) });
  const titles = async (): Promise<string[]> => (await daemon.all()).map(({ title }) => title);
  const upload = (paths: readonly string[]): Promise<void> => uploadByTray(app, tray, paths);

  await expect.poll(() => isFocused(app)).toBe(true);
  await dropFiles(page, [file('seen.txt')]);
  await expect(row(page, 'seen.txt').getByRole('button', { name: 'Copy link' })).toBeVisible();
  await expect(page.getByText('· links copied')).toBeVisible();
  await hide(app);
  await expect.poll(titles).toEqual([goesOn]);

  const five = ['a', 'b', 'c', 'd', 'e'].map((name) => file(`${name}.txt`));
  await upload(five);
  await expect.poll(titles).toEqual([goesOn, '5 links copied']);
  expect((await clipboardText(app)).split('\n')).toHaveLength(5);

  await lab.catbox.fail({ kind: 'status', status: 403 }, 1);
  await upload(['f', 'g', 'h', 'i', 'j'].map((name) => file(`${name}.txt`)));
  await expect.poll(titles).toEqual([goesOn, '5 links copied', '4 uploaded, 1 failed']);
  expect((await daemon.all())[2]?.body).toBe('4 links copied');
  await expect.poll(() => tray.icon()).toMatchObject({ ...faces.attention, tooltip: 'Droprelay: 1 failed' });

  // Something else was copied meanwhile: a click copies the link.
  await lab.catbox.fail({ kind: 'slow', bytesPerSecond: 1_000_000 });
  await upload([file('slow.bin', 3_000_000)]);
  await expect.poll(() => tray.icon()).toMatchObject({ tooltip: 'Droprelay: 1 failed, 1 uploading' });
  await app.evaluate(({ clipboard }) => clipboard.writeText('mine'));
  await expect
    .poll(titles, { timeout: 20_000 })
    .toEqual([goesOn, '5 links copied', '4 uploaded, 1 failed', 'The link is ready']);
  expect(await clipboardText(app)).toBe('mine');
  await daemon.click(3);
  await expect.poll(() => clipboardText(app)).toMatch(/^http\S+$/);

  // The same bytes again: the user is asked, once.
  await upload([file('k.txt'), five[0] ?? '', five[1] ?? '']);
  await expect.poll(titles).toContain('2 uploads wait for your answer');
  await expect
    .poll(async () => (await titles()).slice(4).toSorted())
    .toEqual(['1 uploaded, 2 waiting', '2 uploads wait for your answer']);
  await daemon.click(4 + (await titles()).slice(4).indexOf('2 uploads wait for your answer'));
  await expect.poll(() => isVisible(app)).toBe(true);
  await expect.poll(() => tray.icon()).toMatchObject({ tooltip: 'Droprelay: 2 wait for your answer' });

  // The daemon reads markup, and must find none in a name.
  await hide(app);
  await upload([file('last & <b>best.txt')]);
  await expect.poll(titles).toHaveLength(7);
  const last = (await daemon.all())[6];
  expect(last).toMatchObject({ title: 'Link copied', body: 'last &amp; &lt;b&gt;best.txt' });
});

for (const daemon of ['without a notification daemon', 'with one that stands still'] as const) {
  test(`${daemon} the tray and the window have it`, async ({ desk }) => {
    const { lab, file } = desk;
    if (daemon === 'with one that stands still') (await desk.bus.notifications()).freeze();
    const { app, page, tray } = await desk.startInTray({ settings: onlyCatbox(lab) });
    await hide(app);
    await lab.catbox.fail({ kind: 'slow', bytesPerSecond: 1_000_000 });
    await uploadByTray(app, tray, [file('slow.bin', 3_000_000)]);
    await expect.poll(() => tray.icon()).toMatchObject({ tooltip: 'Droprelay: 1 uploading' });
    await app.evaluate(({ clipboard }) => clipboard.writeText('mine'));
    await expect
      .poll(() => tray.icon(), { timeout: 20_000 })
      .toMatchObject({ ...faces.attention, tooltip: 'Droprelay: The link is ready' });
    expect(await clipboardText(app)).toBe('mine');
    await tray.choose('Open Droprelay');
    await expect(page.getByText(goesOn)).toBeVisible();
    await expect(row(page, 'slow.bin').getByRole('button', { name: 'Copy link' })).toBeVisible();
    await expect.poll(() => tray.icon()).toMatchObject({ ...faces.idle, tooltip: 'Droprelay: Nothing to upload' });
  });
}

test('that the program goes on in the tray is told once, ever; it does so no more where that is not wanted', async ({
  desk,
}) => {
  const { app, page, tray } = await desk.startInTray();
  const told = page.getByText(`${goesOn}.`);
  await hide(app);
  await tray.choose('Open Droprelay');
  await expect(told).toBeVisible();
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(told).toBeHidden();
  await hide(app);
  await tray.choose('Open Droprelay');
  await expect.poll(() => isVisible(app)).toBe(true);
  await expect(told).toBeHidden();

  const keep = page.getByRole('switch', { name: 'Keep running when the window is closed' });
  await keep.click();
  await expect(keep).not.toBeChecked();
  await endBy(app, () => closeWindow(app));
});
