import { expect, test } from 'vitest';
import { createNotifier, type SystemNotification } from './notifier.ts';

type Then = Readonly<Record<'shown' | 'failed' | 'clicked' | 'closed', () => void>>;

function createSystem(onShow: (then: Then) => void, isServed: () => Promise<boolean> = async () => true) {
  const said: string[] = [];
  const made: Then[] = [];
  const notify = createNotifier({
    make({ title }): SystemNotification {
      said.push(title);
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
    isServed,
    report: (error) => said.push(String(error)),
    limitMs: 1,
  });
  return { said, made, notify: (onClick = () => undefined) => notify({ title: 'a', body: '' }, onClick) };
}

test('a notification counts once the system has shown it', async () => {
  expect(await createSystem((then) => then.shown()).notify()).toBe(true);
  expect(await createSystem((then) => then.failed()).notify()).toBe(false);
});

test('a system that says nothing has shown nothing', async () => {
  expect(await createSystem(() => undefined).notify()).toBe(false);
});

test('where nobody serves it, none is made', async () => {
  const system = createSystem(
    (then) => then.shown(),
    async () => false,
  );
  expect(await system.notify()).toBe(false);
  expect(system.said).toEqual([]);
});

test('one that can not be made is reported, and not shown', async () => {
  const system = createSystem(() => {
    throw new Error('broken');
  });
  expect(await system.notify()).toBe(false);
  expect(system.said).toEqual(['a', 'Error: broken']);
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
