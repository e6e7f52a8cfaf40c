/** The threat is script in the page's world: what it can not do, tried for real. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { startLab } from '../lab/lab.ts';
import { dropFiles, test } from './app.ts';
import { row } from './window.ts';

const here = { choice: 'this-computer' } as const;

/** A secret that no page may ever see: the path of a real file. */
function canaryFile(): { folder: string; path: string } {
  const folder = mkdtempSync(join(tmpdir(), 'canary-folder-'));
  const path = join(folder, 'canary.txt');
  writeFileSync(path, 'canary');
  return { folder, path };
}

/**
 * Runs script in the page's own world as a script of the page would run: without the user gesture that Playwright's
 * `evaluate` brings along. The text is untyped on purpose: an attacker has no types.
 */
async function attack<T>(page: Page, script: string): Promise<T> {
  const session = await page.context().newCDPSession(page);
  try {
    const options = { awaitPromise: true, returnByValue: true, userGesture: false } as const;
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', { expression: script, ...options });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  } finally {
    await session.detach();
  }
}

test('the page sees one door and nothing of Node or Electron', async ({ launchApp }) => {
  const { page } = await launchApp({ settings: here });
  const seen = await attack<Record<string, string>>(
    page,
    '({ door: Object.keys(window.droprelay).sort().join(), require: typeof require, process: typeof process, module: typeof module, Buffer: typeof Buffer, global: typeof global })',
  );
  expect(seen).toEqual({
    door: 'call,on,uploadClipboard,uploadFiles',
    require: 'undefined',
    process: 'undefined',
    module: 'undefined',
    Buffer: 'undefined',
    global: 'undefined',
  });
});

test('the window runs sandboxed, isolated and without Node', async ({ launchApp }) => {
  const { app } = await launchApp({ settings: here });
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return (contents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences();
  });
  expect(preferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webviewTag: false,
  });
});

test('no call takes a path: calls of the preload are refused at the page’s door', async ({ launchApp }) => {
  const { path } = canaryFile();
  const { page } = await launchApp({ settings: here });
  const tries = [
    `window.droprelay.call('intake.files', { files: [{ path: ${JSON.stringify(path)} }], from: 'drop' })`,
    `window.droprelay.call('intake.clipboard')`,
    `window.droprelay.call('__proto__', {})`,
    `window.droprelay.call('constructor', {})`,
    `window.droprelay.call(['uploads.cancel'], {})`,
  ];
  for (const script of tries) expect(await attack(page, script)).toMatchObject({ ok: false });
  await expect(page.getByRole('list', { name: 'Uploads' }).getByRole('listitem')).toHaveCount(0);
});

test('a forged File has no path and is refused; disguises of one are too', async ({ launchApp }) => {
  const { path } = canaryFile();
  const { page } = await launchApp({ settings: here });
  const forged = await attack(page, `window.droprelay.uploadFiles([new File(['x'], ${JSON.stringify(path)})], 'drop')`);
  expect(forged).toEqual({ ok: false, failure: { kind: 'source-unreadable', why: 'no-path' } });
  const disguised = [
    `window.droprelay.uploadFiles([{ path: ${JSON.stringify(path)}, name: 'a' }], 'drop')`,
    `window.droprelay.uploadFiles([${JSON.stringify(path)}], 'drop')`,
    `window.droprelay.uploadFiles([Object.assign(new File(['x'], 'a'), { path: ${JSON.stringify(path)} })], 'drop')`,
    `window.droprelay.uploadFiles([Object.setPrototypeOf({ path: ${JSON.stringify(path)} }, File.prototype)], 'drop')`,
    `window.droprelay.uploadFiles([], 'drop')`,
  ];
  for (const script of disguised) {
    const result = await attack<string>(
      page,
      `${script}.then((answer) => JSON.stringify(answer), () => '{"ok":false}')`,
    );
    expect(JSON.parse(result)).toMatchObject({ ok: false });
  }
  await expect(page.getByRole('list', { name: 'Uploads' }).getByRole('listitem')).toHaveCount(0);
});

test('nothing that the page is told holds an absolute path', async ({ launchApp }) => {
  const { folder, path } = canaryFile();
  const { page } = await launchApp({ settings: here });
  await attack(
    page,
    `window.heard = []; for (const name of ['uploads.changed', 'uploads.removed', 'uploads.progress', 'settings.changed', 'notice.raised']) window.droprelay.on(name, (told) => window.heard.push(told)); 0`,
  );
  await dropFiles(page, [path, join(folder, 'missing.txt')]);
  await expect(row(page, 'canary.txt').getByRole('button', { name: 'Copy link' })).toBeVisible();
  await expect(row(page, 'missing.txt')).toContainText('moved');
  const all = await attack<string>(
    page,
    `(async () => {
      const snapshot = await window.droprelay.call('app.snapshot');
      const ledgers = await Promise.all(snapshot.value.uploads.map(({ id }) => window.droprelay.call('uploads.ledger', { id })));
      return JSON.stringify([snapshot, ledgers, window.heard]) + document.documentElement.outerHTML;
    })()`,
  );
  expect(all).toContain('canary.txt');
  expect(all).not.toContain(folder);
  expect(all).not.toContain(tmpdir());
});

test('"upload clipboard" needs a real user gesture', async ({ launchApp }) => {
  const { app, page } = await launchApp({ settings: here });
  await app.evaluate(async ({ clipboard }) => await clipboard.writeText('a secret'));
  // The gesture that Playwright itself brought along has to pass first.
  await expect.poll(() => attack(page, 'navigator.userActivation.isActive'), { timeout: 15_000 }).toBe(false);
  const unasked = await attack(page, `window.droprelay.uploadClipboard()`);
  expect(unasked).toMatchObject({ ok: false, failure: { kind: 'forbidden' } });
  const faked = await attack(
    page,
    `(Object.defineProperty(navigator, 'userActivation', { value: { isActive: true } }), document.body.click(), window.droprelay.uploadClipboard())`,
  );
  expect(faked).toMatchObject({ ok: false, failure: { kind: 'forbidden' } });
});

test('the page can not navigate, open windows, run strings, or reach the network', async ({ launchApp }) => {
  await using lab = await startLab({});
  const { app, page } = await launchApp({ settings: here });
  const before = page.url();
  await attack(page, `location.href = ${JSON.stringify(lab.x0at.url)}; 0`);
  await attack(page, `window.open(${JSON.stringify(lab.x0at.url)}); 0`);
  const link = `const a = document.createElement('a'); a.href = ${JSON.stringify(lab.x0at.url)}; a.target = '_blank'; document.body.append(a); a.click(); 0`;
  await attack(page, link);
  await attack(
    page,
    `const f = document.createElement('iframe'); f.src = ${JSON.stringify(lab.x0at.url)}; document.body.append(f); 0`,
  );
  const reached = await attack<string[]>(
    page,
    `(async () => {
      const url = ${JSON.stringify(lab.x0at.url)};
      const how = {
        fetch: () => fetch(url), own: () => fetch('app://droprelay/index.html'),
        xhr: () => new Promise((yes, no) => { const x = new XMLHttpRequest(); x.onload = yes; x.onerror = no; x.open('GET', url); x.send(); }),
        image: () => new Promise((yes, no) => { const i = new Image(); i.onload = yes; i.onerror = no; i.src = url + 'a.png'; }),
        socket: () => new Promise((yes, no) => { const s = new WebSocket(url.replace('http', 'ws')); s.onopen = yes; s.onerror = no; }),
        eval: () => Promise.resolve(eval('1')),
        script: () => new Promise((yes, no) => { const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.head.append(s); window.ran ? yes() : no(); }),
      };
      const reached = [];
      for (const [name, run] of Object.entries(how)) { try { await run(); reached.push(name); } catch {} }
      if (navigator.sendBeacon(url, 'x')) { await new Promise((r) => setTimeout(r, 300)); }
      return reached;
    })()`,
  );
  // Playwright's evaluate may bypass the policy's rule on eval; everything else must hold.
  expect(reached.filter((name) => name !== 'eval')).toEqual([]);
  expect(lab.x0at.requests).toEqual([]);
  expect(page.url()).toBe(before);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('the page can put no file on the disk', async ({ launchApp }) => {
  const { app, page } = await launchApp({ settings: here });
  await app.evaluate(({ session }) => {
    Reflect.set(globalThis, 'downloads', []);
    // After the program's own listener.
    session.defaultSession.on('will-download', (event, item) => {
      Reflect.get(globalThis, 'downloads').push([item.getURL().slice(0, 5), event.defaultPrevented]);
    });
  });
  for (const address of [`'data:text/plain,x'`, `URL.createObjectURL(new Blob(['x']))`, `location.href`]) {
    await attack(
      page,
      `{ const a = document.createElement('a'); a.download = 'x.txt'; a.href = ${address}; document.body.append(a); a.click(); } 0`,
    );
  }
  const downloads = () => app.evaluate(() => Reflect.get(globalThis, 'downloads') as [string, boolean][]);
  await expect.poll(downloads).not.toEqual([]);
  expect((await downloads()).filter(([, prevented]) => !prevented)).toEqual([]);
});

test('every permission is denied', async ({ launchApp }) => {
  const { page } = await launchApp({ settings: here });
  const states = await attack<Record<string, string>>(
    page,
    `(async () => {
      const states = {};
      for (const name of ['camera', 'microphone', 'geolocation', 'notifications', 'clipboard-read']) {
        states[name] = (await navigator.permissions.query({ name })).state;
      }
      states.read = await navigator.clipboard.readText().then(() => 'granted', () => 'denied');
      states.media = await navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'granted', () => 'denied');
      return states;
    })()`,
  );
  expect(new Set(Object.values(states))).toEqual(new Set(['denied']));
});

test('a drop never navigates, wherever it lands', async ({ launchApp }) => {
  const { path } = canaryFile();
  const { page } = await launchApp({ settings: here });
  const before = page.url();
  await dropFiles(page, [path]);
  await expect(row(page, 'canary.txt')).toBeVisible();
  expect(page.url()).toBe(before);
});

test('links open only after an http(s) check', async ({ launchApp }) => {
  const { page } = await launchApp({ settings: here });
  const answer = await attack(page, `window.droprelay.call('links.open', { id: 'no-such-upload' })`);
  expect(answer).toMatchObject({ ok: false, failure: { kind: 'not-found' } });
});

test('every answer under our scheme carries its policy, also where there is nothing', async ({ launchApp }) => {
  const { app } = await launchApp({ settings: here });
  const answers = await app.evaluate(async ({ session }) => {
    const paths = ['droprelay/', 'droprelay/nothing.js', 'droprelay/..%2fmain%2findex.js', 'other/', 'thumb/unknown'];
    const ask = async (path: string) => {
      const { status, headers } = await session.defaultSession.fetch(`app://${path}`);
      const [type, policy] = [headers.get('content-type'), headers.get('content-security-policy')];
      return { path, status, type, policy, sniff: headers.get('x-content-type-options') };
    };
    return await Promise.all(paths.map(ask));
  });
  const policy = expect.stringMatching(/^default-src 'none'; script-src 'self'; style-src 'self'; .*frame-ancestors/);
  const nothing = { status: 404, type: 'text/plain', policy, sniff: 'nosniff' };
  expect(answers).toEqual([
    { path: 'droprelay/', status: 200, type: 'text/html', policy, sniff: 'nosniff' },
    { path: 'droprelay/nothing.js', ...nothing },
    { path: 'droprelay/..%2fmain%2findex.js', ...nothing },
    { path: 'other/', ...nothing },
    { path: 'thumb/unknown', ...nothing, policy: "default-src 'none'; sandbox" },
  ]);
});
