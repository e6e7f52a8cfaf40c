import { expect, test } from 'vitest';
import type { Notice } from '../../shared/contract.ts';
import { UploadFailure } from '../../shared/failure.ts';
import { createNotices } from './notices.ts';
import { createTroubleReport } from './trouble-report.ts';

function rig() {
  const shown: Notice[] = [];
  const written: unknown[] = [];
  const time = { now: 0 };
  const notices = createNotices((notice) => shown.push(notice));
  const report = createTroubleReport({ notices, report: (error) => written.push(error), clock: () => time.now });
  return { shown, written, time, notices, report };
}

const full = (): Error => new UploadFailure({ kind: 'disk-full' }, { cause: new Error('database or disk is full') });

test('a full disk that every write meets is one notice, shown again after a minute, and one plain sentence', () => {
  const { shown, written, time, notices, report } = rig();
  for (time.now = 0; time.now < 60_000; time.now += 1_000) report(full());
  expect(shown).toMatchObject([{ failure: { kind: 'disk-full' }, subject: '' }]);
  expect(written).toEqual([expect.stringMatching(/^The data folder .* can not be used: the disk is full\.$/)]);
  report(full());
  expect(shown.map(({ id }) => id)).toEqual([shown[0]?.id, shown[0]?.id]);
  expect(notices.all()).toHaveLength(1);
});

test('damage is a notice of its own; a defect is written down and not shown', () => {
  const { shown, written, report } = rig();
  const defect = new Error('on purpose');
  report(full());
  report(new UploadFailure({ kind: 'settings-invalid', field: 'damaged-history' }));
  report(defect);
  expect(shown.map((notice) => 'failure' in notice && notice.failure.kind)).toEqual(['disk-full', 'settings-invalid']);
  expect(written.at(-1)).toBe(defect);
});
