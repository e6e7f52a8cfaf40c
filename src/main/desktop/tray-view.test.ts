import { describe, expect, test } from 'vitest';
import { UploadId } from '../../shared/ids.ts';
import type { Standing } from '../../shared/messages/tray.ts';
import { type TrayItem, trayView } from './tray-view.ts';

const quiet: Standing = { running: 0, waiting: 0, asking: 0, paused: 0, failed: 0 };
const view = (standing: Partial<Standing>, names: readonly string[] = [], news: string | null = null) =>
  trayView({
    standing: { ...quiet, ...standing },
    links: names.map((name, at) => ({ id: UploadId.parse(String(at)), name })),
    news,
  });
const labels = (items: readonly TrayItem[]): string[] =>
  items.flatMap((item) => (item.kind === 'item' ? [item.label] : []));
const canBeClicked = (items: readonly TrayItem[]): string[] =>
  items.flatMap((item) => (item.kind === 'item' && item.act ? [item.label] : []));

test.each<[Partial<Standing>, string | null, string, string]>([
  [{}, null, 'idle', 'Nothing to upload'],
  [{ running: 3, waiting: 1 }, null, 'busy', '3 uploading, 1 waiting'],
  [{ waiting: 1_200 }, null, 'busy', '1,200 waiting'],
  [{ paused: 2 }, null, 'idle', '2 paused'],
  [{ failed: 1, running: 1 }, null, 'attention', '1 failed, 1 uploading'],
  [{ asking: 1 }, null, 'attention', '1 waits for your answer'],
  [{ asking: 2, failed: 3 }, null, 'attention', '2 wait for your answer, 3 failed'],
  [{}, 'The link is ready', 'attention', 'The link is ready'],
  [{ running: 1 }, 'The link is ready', 'attention', 'The link is ready. 1 uploading'],
])('%j with the news %s is %s: %s', (standing, news, face, line) => {
  const shown = view(standing, [], news);
  expect(shown).toMatchObject({ face, line });
  expect(labels(shown.items)[0]).toBe(line);
});

describe('the menu', () => {
  test('pauses what goes on, and resumes what was paused', () => {
    const always = ['Upload clipboard', 'Upload files…', 'Open Droprelay', 'Quit'];
    expect(canBeClicked(view({}).items)).toEqual(always);
    expect(canBeClicked(view({ running: 1 }).items)).toContain('Pause all');
    expect(canBeClicked(view({ paused: 1 }).items)).toContain('Resume all');
    expect(labels(view({}).items)).not.toContain('Copy a link');
  });

  test.each([
    ['a & b.txt', 'a && b.txt'],
    ['two\nlines\u202egnp.txt', 'two␊lines�gnp.txt'],
    [`${'a'.repeat(100)}.tar.gz`, `${'a'.repeat(27)}…aaaaa.tar.gz`],
    ['👩‍👩‍👧‍👦'.repeat(50), `${'👩‍👩‍👧‍👦'.repeat(27)}…${'👩‍👩‍👧‍👦'.repeat(12)}`],
  ])('names %j in a way that can not be mistaken', (name, label) => {
    expect(labels(view({}, [name]).items)).toContain(label);
  });

  test('takes little of a name that has no end', () => {
    const [, , , , , , , label = ''] = labels(view({}, [`e${'\u0301'.repeat(1_000_000)}`]).items);
    expect(label.length).toBeLessThan(2_000);
  });
});
