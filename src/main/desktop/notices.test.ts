import { expect, test } from 'vitest';
import type { Notice } from '../../shared/contract.ts';
import { createNotices } from './notices.ts';

test('what is raised again is shown again, and kept once', () => {
  const shown: Notice[] = [];
  const notices = createNotices((notice) => shown.push(notice));
  notices.raise({ kind: 'disk-full' }, '');
  notices.raise({ kind: 'disk-full' }, 'droprelay.db');
  notices.raise({ kind: 'disk-full' }, '');
  notices.restored('before-restore-7');
  notices.restored('before-restore-7');
  expect(shown.map((notice) => notices.all().indexOf(notice))).toEqual([0, 1, 0, 2, 2]);
  expect(notices.all()).toEqual([
    { id: expect.any(String), failure: { kind: 'disk-full' }, subject: '' },
    { id: expect.any(String), failure: { kind: 'disk-full' }, subject: 'droprelay.db' },
    { id: expect.any(String), restored: { aside: 'before-restore-7' } },
  ]);
});
