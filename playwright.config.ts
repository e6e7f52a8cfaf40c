// How Playwright runs the tests in the real app: `npm run e2e`, `npm run soak`, `npm run test:real`.
import { defineConfig } from '@playwright/test';

const report = process.env.DROPRELAY_E2E_REPORT;

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  // The tests share one display and one clipboard.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  globalTimeout: 20 * 60_000,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ...(report ? [['json', { outputFile: report }] as const] : [])],
  projects: [
    { name: 'e2e', testMatch: '**/*.e2e.ts' },
    { name: 'soak', testMatch: '**/*.soak.ts', timeout: 10 * 60_000 },
    { name: 'real', testMatch: '**/*.real.ts', timeout: 5 * 60_000 },
    {
      name: 'screenshots',
      testMatch: '**/*.shots.ts',
      testIgnore: '**/languages.shots.ts',
      teardown: 'contact-sheet',
      timeout: 2 * 60_000,
    },
    { name: 'contact-sheet', testMatch: '**/contact-sheet.ts' },
    { name: 'languages', testMatch: '**/languages.shots.ts', timeout: 5 * 60_000 },
  ],
});
