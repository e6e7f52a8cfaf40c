import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { appId } from '../../shared/app.ts';
import { createNotifier, type NotificationServer, type SystemNotification } from './notifier.ts';

type Then = Readonly<Record<'shown' | 'failed' | 'clicked' | 'closed', () => void>>;

function createSystem(onShow: (then: Then) => void, server: NotificationServer | null = { readsMarkup: false }) {
  const said: string[] = [];
  const made: Then[] = [];
  const notify = createNotifier({
    make({ title, body }): SystemNotification {
      said.push(`${title} | ${body}`);
      const then: Record<keyof Then, () => void> = {
        shown: () => undefined,
        failed: () => undefined,
        clicked: () => undefined,
        closed: () => undefined,
      };
      made.push(then);
      const on = (name: keyof Then) => (act: () => void) => {
        then[name] = act;
      };
      return {
        on: { shown: on('shown'), failed: on('failed'), clicked: on('clicked'), closed: on('closed') },
        show: () => onShow(then),
      };
    },
    server: async () => server,
    report: (error) => said.push(String(error)),
    limitMs: 1,
  });
  return { said, made, notify: (onClick = () => undefined, body = '') => notify({ title: 'a', body }, onClick) };
}

test('a notification counts once the system has shown it', async () => {
  expect(await createSystem((then) => then.shown()).notify()).toBe(true);
  expect(await createSystem((then) => then.failed()).notify()).toBe(false);
});

test('a system that says nothing has shown nothing', async () => {
  expect(await createSystem(() => undefined).notify()).toBe(false);
});

test('where nobody serves it, none is made', async () => {
  const system = createSystem((then) => then.shown(), null);
  expect(await system.notify()).toBe(false);
  expect(system.said).toEqual([]);
});

test('one that can not be made is reported, and not shown', async () => {
  const system = createSystem(() => {
    throw new Error('broken');
  });
  expect(await system.notify()).toBe(false);
  expect(system.said).toEqual(['a | ', 'Error: broken']);
});

test('a click does what it is for', async () => {
  const system = createSystem((then) => then.shown());
  let clicks = 0;
  await system.notify(() => {
    clicks += 1;
  });
  system.made[0]?.clicked();
  expect(clicks).toBe(1);
});

test("a file's name stays a name where the body is read as markup", async () => {
  const said = async (readsMarkup: boolean): Promise<string[]> => {
    const system = createSystem((then) => then.shown(), { readsMarkup });
    await system.notify(undefined, 'a & <b>b.txt');
    return system.said;
  };
  expect(await said(true)).toEqual(['a | a &amp; &lt;b&gt;b.txt']);
  expect(await said(false)).toEqual(['a | a & <b>b.txt']);
});

test('packages give the program the name that Windows looks for', () => {
  const config = readFileSync(join(import.meta.dirname, '../../../electron-builder.config.ts'), 'utf8');
  expect(config).toContain(`appId: '${appId}'`);
});
