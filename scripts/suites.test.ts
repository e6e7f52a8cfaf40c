// The last line of `npm test`: what counts, and that nothing that went wrong counts as nothing.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { broken, playwrightCounts, reported, type Suite, step, summary, vitestCounts } from './suites.ts';

const folder = mkdtempSync(join(tmpdir(), 'droprelay-suites-'));
afterAll(() => rmSync(folder, { recursive: true }));

const vitestReport = (passed: number, failed: number, pending = 0, testResults: unknown[] = []) => ({
  numPassedTests: passed,
  numFailedTests: failed,
  numPendingTests: pending,
  numTodoTests: 0,
  testResults,
});
const playwrightReport = (expected: number, unexpected: number, flaky = 0, skipped = 0) => ({
  stats: { expected, unexpected, flaky, skipped },
});
const notLoaded = { status: 'failed', assertionResults: [] };
const loaded = { status: 'failed', assertionResults: [{ status: 'failed' }] };

function read(report: unknown, exitCode: number, count = vitestCounts): Suite {
  const file = join(folder, 'report.json');
  writeFileSync(file, typeof report === 'string' ? report : JSON.stringify(report));
  return reported('suite', exitCode, file, count);
}

describe('a report', () => {
  test.each([
    ['all passed', vitestReport(3, 0), 0, { passed: 3, failed: 0, skipped: 0 }],
    ['one failed', vitestReport(2, 1, 0, [loaded]), 1, { passed: 2, failed: 1, skipped: 0 }],
    ['some skipped', vitestReport(2, 0, 4), 0, { passed: 2, failed: 0, skipped: 4 }],
    ['a file that does not load is a failure', vitestReport(2, 0, 0, [notLoaded]), 1, { passed: 2, failed: 1 }],
    ['a failing end after passing tests is a failure', vitestReport(2, 0), 1, { passed: 2, failed: 1 }],
    ['no test at all is a failure', vitestReport(0, 0), 0, { passed: 0, failed: 1, reason: 'no test ran' }],
    ['only skipped tests are a failure', vitestReport(0, 0, 2), 0, { passed: 0, failed: 1, skipped: 2 }],
    ['a report cut short is a failure', '{"numPassedTests": 3', 0, { passed: 0, failed: 1 }],
    ['a report of another shape is a failure', { total: 3 }, 0, { passed: 0, failed: 1 }],
  ])('of Vitest: %s', (_, report, exitCode, expected) => {
    expect(read(report, exitCode)).toMatchObject(expected);
  });

  test.each([
    ['all passed', playwrightReport(4, 0), 0, { passed: 4, failed: 0 }],
    ['a flaky test is a failed one', playwrightReport(4, 0, 1), 0, { passed: 4, failed: 1 }],
    ['failed and skipped', playwrightReport(4, 2, 0, 1), 1, { passed: 4, failed: 2, skipped: 1 }],
    ['no test at all is a failure', playwrightReport(0, 0), 1, { passed: 0, failed: 1 }],
  ])('of Playwright: %s', (_, report, exitCode, expected) => {
    expect(read(report, exitCode, playwrightCounts)).toMatchObject(expected);
  });

  test('that a crashed runner never wrote is a failure', () => {
    const suite = reported('e2e', 139, join(folder, 'absent.json'), playwrightCounts);
    expect(suite).toMatchObject({ passed: 0, failed: 1, reason: 'it ended with code 139 and left no report' });
  });
});

describe('the tests that failed are named, each with the first line of why', () => {
  const failuresOf = (report: unknown, count = vitestCounts) => read(report, 1, count).failures;

  test('by Vitest, also what failed around the tests', () => {
    const ours = (file: string) => join(process.cwd(), file);
    const tests = [
      { status: 'passed', fullName: 'a good one' },
      { status: 'failed', fullName: 'a bad one', failureMessages: ['\x1b[31mexpected 1\x1b[39m to be 2\n  at here'] },
    ];
    const report = vitestReport(1, 1, 3, [
      { name: ours('src/a.test.ts'), status: 'failed', assertionResults: tests },
      { name: ours('src/b.test.ts'), status: 'failed', message: 'no port', assertionResults: [{ status: 'skipped' }] },
      { name: ours('src/c.test.ts'), status: 'passed', assertionResults: [{ status: 'passed' }] },
    ]);
    expect(failuresOf(report)).toEqual([
      'src/a.test.ts › a bad one: expected 1 to be 2',
      'src/b.test.ts, around its tests: no port',
    ]);
  });

  test('by Playwright, in files and groups', () => {
    const bad = { file: 'x.e2e.ts', title: 'opens', ok: false };
    const tries = [{ results: [{ errors: [{ message: 'Timeout\n at y' }] }] }];
    const report = {
      ...playwrightReport(1, 1),
      suites: [{ specs: [{ ...bad, ok: true }], suites: [{ specs: [{ ...bad, tests: tries }] }] }],
    };
    expect(failuresOf(report, playwrightCounts)).toEqual(['x.e2e.ts › opens: Timeout']);
  });

  test('before the sum', () => {
    const suite: Suite = { name: 'unit', passed: 1, failed: 1, skipped: 0, failures: ['a.test.ts › b: c'] };
    expect(summary([suite])).toBe('\nfailed: a.test.ts › b: c\nunit: 1 passed, 1 failed\n1 passed, 1 failed\n');
  });
});

describe('the last line', () => {
  const lastLine = (suites: Suite[]) => summary(suites).trimEnd().split('\n').at(-1);
  const passed: Suite = { name: 'unit', passed: 40, failed: 0, skipped: 0 };

  test.each([
    ['adds up all suites', [step('types', true), passed], '41 passed, 0 failed'],
    ['counts a failed check', [step('types', false), passed], '40 passed, 1 failed'],
    ['counts a suite that could not run', [passed, broken('e2e', 'Xvfb is missing')], '40 passed, 1 failed'],
    ['names skipped tests only when there are any', [{ ...passed, skipped: 2 }], '40 passed, 0 failed, 2 skipped'],
    ['never passes on nothing', [], '0 passed, 1 failed'],
  ])('%s', (_, suites, expected) => {
    expect(lastLine(suites)).toBe(expected);
  });

  test('comes after a line with the reason of each suite that broke', () => {
    expect(summary([broken('e2e', 'Xvfb is missing')])).toContain('e2e: 0 passed, 1 failed (Xvfb is missing)');
  });
});
