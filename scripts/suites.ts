// Counts what the test suites report, and adds it up to the last line of `npm test`.
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { reasonOf } from './plain-failure.ts';

export interface Suite {
  name: string;
  passed: number;
  failed: number;
  skipped: number;
  /** Why the suite counts as failed although no test of it did. */
  reason?: string;
  /** The tests that failed, each with the first line of why. */
  failures?: readonly string[];
}

/** A single check or step, counted as one test. */
export function step(name: string, ok: boolean): Suite {
  return { name, passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
}

/** A suite that could not run. */
export function broken(name: string, reason: string): Suite {
  return { name, passed: 0, failed: 1, skipped: 0, reason };
}

/** Reads a runner's JSON report. A crash, an unreadable report or no test at all is a failure. */
export function reported(name: string, exitCode: number, file: string, count: (report: unknown) => Counts): Suite {
  if (!existsSync(file)) return broken(name, `it ended with code ${exitCode} and left no report`);
  let counts: Counts;
  try {
    counts = count(JSON.parse(readFileSync(file, 'utf8')));
  } catch (thrown) {
    return broken(name, `its report can not be read: ${reasonOf(thrown)}`);
  }
  const suite: Suite = { name, ...counts };
  const outside = 'something outside the tests failed';
  if (exitCode !== 0 && counts.failed === 0) {
    return { ...suite, failed: 1, reason: `${outside}: it ended with code ${exitCode}` };
  }
  if (counts.passed + counts.failed === 0) return { ...suite, failed: 1, reason: 'no test ran' };
  return suite;
}

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  failures?: readonly string[];
}

/** Vitest's JSON report. A file that fails to load counts as one failed test. */
export function vitestCounts(report: unknown): Counts {
  const passed = numberAt(report, 'numPassedTests');
  const failed = numberAt(report, 'numFailedTests');
  const skipped = numberAt(report, 'numPendingTests') + numberAt(report, 'numTodoTests');
  return { passed, failed: failed + filesNotLoaded(report), skipped, failures: vitestFailures(report) };
}

/** Playwright's JSON report. A flaky test is a failed one. */
export function playwrightCounts(report: unknown): Counts {
  const stats = fieldOf(report, 'stats');
  return {
    passed: numberAt(stats, 'expected'),
    failed: numberAt(stats, 'unexpected') + numberAt(stats, 'flaky'),
    skipped: numberAt(stats, 'skipped'),
    failures: playwrightFailures(report),
  };
}

/**
 * A line for each test that failed, one per suite, and as the last one the sum: `N passed, N failed`, and how many were
 * skipped if any were.
 */
export function summary(suites: readonly Suite[]): string {
  const failures = suites.flatMap((suite) => suite.failures ?? []).map((failure) => `failed: ${failure}`);
  const lines = suites.map((suite) => `${suite.name}: ${counted(suite)}${suite.reason ? ` (${suite.reason})` : ''}`);
  return `\n${[...failures, ...lines, counted(total(suites))].join('\n')}\n`;
}

/** Prints the summary and returns the exit code. */
export function conclude(suites: readonly Suite[]): number {
  process.stdout.write(summary(suites));
  return total(suites).failed === 0 ? 0 : 1;
}

function total(suites: readonly Suite[]): Counts {
  if (suites.length === 0) return { passed: 0, failed: 1, skipped: 0 };
  const sum = (key: 'passed' | 'failed' | 'skipped'): number =>
    suites.reduce((before, suite) => before + suite[key], 0);
  return { passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

function counted({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function filesNotLoaded(report: unknown): number {
  return listAt(report, 'testResults').filter(
    (file) => fieldOf(file, 'status') === 'failed' && listAt(file, 'assertionResults').length === 0,
  ).length;
}

function vitestFailures(report: unknown): string[] {
  return listAt(report, 'testResults').flatMap((file) => {
    if (fieldOf(file, 'status') !== 'failed') return [];
    const name = relative(process.cwd(), textAt(file, 'name'));
    const tests = listAt(file, 'assertionResults').filter((test) => fieldOf(test, 'status') === 'failed');
    // What fails before or after the tests has no name of its own.
    if (tests.length === 0) return [`${name}, around its tests: ${firstLine(textAt(file, 'message'))}`];
    return tests.map((test) => {
      const [why] = listAt(test, 'failureMessages');
      return `${name} › ${textAt(test, 'fullName')}: ${firstLine(typeof why === 'string' ? why : '')}`;
    });
  });
}

/** Playwright's report is a tree: files and groups hold suites and specs, a spec its tries. */
function playwrightFailures(report: unknown): string[] {
  const specs = listAt(report, 'specs').filter((spec) => fieldOf(spec, 'ok') === false);
  const own = specs.map((spec) => {
    const errors = listAt(spec, 'tests').flatMap((one) =>
      listAt(one, 'results').flatMap((run) => listAt(run, 'errors')),
    );
    return `${textAt(spec, 'file')} › ${textAt(spec, 'title')}: ${firstLine(textAt(errors[0], 'message'))}`;
  });
  return [...own, ...listAt(report, 'suites').flatMap(playwrightFailures)];
}

function firstLine(text: string): string {
  return stripVTControlCharacters(text).split('\n')[0]?.slice(0, 300) ?? '';
}

function listAt(value: unknown, key: string): readonly unknown[] {
  const found = fieldOf(value, key);
  return Array.isArray(found) ? found : [];
}

function textAt(value: unknown, key: string): string {
  const found = fieldOf(value, key);
  return typeof found === 'string' ? found : '';
}

function numberAt(value: unknown, key: string): number {
  const found = fieldOf(value, key);
  if (typeof found !== 'number') throw new Error(`no number "${key}"`);
  return found;
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
