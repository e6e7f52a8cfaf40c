import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { createReportRedaction } from './report-redaction.ts';

const canaries = [
  's3cr3t-canary',
  'ann lee',
  'Ann Lee',
  'budget 2027',
  'budget.xlsx',
  'anns-laptop',
  'files.example',
  'k3x9',
];
const redact = createReportRedaction({
  secrets: ['s3cr3t-canary', ''],
  program: '/opt/Droprelay/resources/app.asar',
  names: ['ann lee', 'anns-laptop', 'a'],
});

const error = (message: string): string => {
  const made = new Error(message);
  made.stack = `Error: ${message}\n    at open (/opt/Droprelay/resources/app.asar/out/main/index.js:12:3)\n    at file:///opt/Droprelay/resources/app.asar/out/main/x.js:7:1\n    at node:internal/fs:1:2`;
  return inspect(made);
};

test.each([
  "ENOENT: no such file or directory, open '/home/ann lee/budget 2027/budget.xlsx'",
  'ENOENT: open /home/ann lee/budget 2027/budget.xlsx',
  'could not read C:\\Users\\Ann Lee\\budget.xlsx',
  'could not read "C:/Users/Ann Lee/budget.xlsx"',
  'could not read \\\\anns-laptop\\share\\budget 2027',
  '~/budget 2027/budget.xlsx is gone',
  "the name 'budget.xlsx' is taken",
  'file:///home/ann%20lee/budget.xlsx',
  'https://files.example/k3x9/budget.xlsx answered 404',
  'token s3cr3t-canary was refused',
  `Basic ${Buffer.from('me:s3cr3t-canary').toString('base64')}`,
  'Ann Lee on anns-laptop',
  '(/home/ann lee/budget 2027)',
  'path=/home/ann lee/budget 2027',
])('nothing of the user is left of %j', (message) => {
  for (const text of [message, error(message)]) {
    const told = redact(text);
    for (const canary of canaries) expect(told).not.toContain(canary);
    expect(told).not.toContain(Buffer.from('s3cr3t-canary').toString('base64').slice(2, 14));
  }
});

test('of a secret of many lines no line is left', () => {
  const key = '-----BEGIN KEY-----\nb3BlbnNzaC1rZXktdjEA\r\nAAAABG5vbmUAAAAEbm9u\n-----END KEY-----\n';
  const blacken = createReportRedaction({ secrets: [key], program: '/opt/app', names: [] });
  const told = `no key: ${key}`.split('\n').map(blacken).join('\n');
  expect(told).not.toContain('b3Blbn');
  expect(told).not.toContain('AAAABG');
});

test('what helps to find a defect stays', () => {
  const told = redact(error("Cannot read properties of undefined (reading 'links')"));
  expect(told).toContain("Cannot read properties of undefined (reading 'links')");
  expect(told).toContain('at open (program:out/main/index.js:12:3)');
  expect(told).toContain('at program:out/main/x.js:7:1');
  expect(told).toContain('node:internal/fs:1:2');
});

test('a program in a folder of Windows is known as well', () => {
  const windows = createReportRedaction({ secrets: [], program: 'C:\\Program Files\\Droprelay', names: [] });
  expect(windows('at open (C:\\Program Files\\Droprelay\\out\\index.js:1:2)')).toBe(
    'at open (program:out\\index.js:1:2)',
  );
  expect(windows('at file:///C:/Program Files/Droprelay/out/index.js:1:2')).toBe('at program:out/index.js:1:2');
});
