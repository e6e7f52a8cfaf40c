import { expect, test } from 'vitest';
import { AttemptId, BatchId, DestinationId, UploadId } from '../ids.ts';
import type { AttemptView, UploadView } from '../model.ts';
import { uploadReportText } from './upload-report.ts';

const at = Date.UTC(2026, 10, 22, 14, 30, 2);
const upload: UploadView = {
  id: UploadId.parse('u'),
  batchId: BatchId.parse('b'),
  position: 0,
  rank: 1,
  name: 'salary of Ann.pdf',
  size: 2_400_000,
  mime: 'application/pdf',
  state: {
    name: 'failed',
    failure: { kind: 'name-taken', name: 'salary of Ann.pdf' },
    at: DestinationId.parse('dav'),
  },
  receipt: null,
  sentBytes: 0,
  copiesMayRemainAt: [],
  location: null,
  createdAt: at,
};
const attempt: AttemptView = {
  id: AttemptId.parse('1'),
  destinationId: DestinationId.parse('dav'),
  destinationLabel: 'dav',
  number: 1,
  startedAt: at,
  endedAt: at + 800,
  sentBytes: 0,
  outcome: { kind: 'failed', failure: { kind: 'bad-proof', why: 'size' } },
  copyMayRemain: true,
  orphanLink: 'https://user:pw@files.example/s3cret-token/salary%20of%20Ann.pdf?sig=abc',
  next: { act: 'stop' },
  withoutLocation: false,
};

test('a report tells the story without name, path, link or secret', () => {
  const text = uploadReportText(
    { upload, attempts: [attempt], destinations: [], appVersion: '1.2.3', now: at },
    (line) => line.replaceAll('dav', '[secret]'),
  );
  expect(text.split('\n')).toEqual([
    'Droprelay 1.2.3: report of an upload',
    '2026-11-22T14:30:02.000Z',
    'File: application/pdf, 2.4 MB',
    expect.stringContaining('already has a file named'),
    '',
    '2026-11-22T14:30:02.000Z  [secret]  0.8 s',
    expect.stringContaining('https://files.example'),
    '  Stopped here',
    '',
  ]);
  for (const told of ['Ann', 's3cret-token', 'pw@', 'sig=', 'dav']) expect(text).not.toContain(told);
});
