// The tests against real servers (`npm run test:real`), which lie beside what they test and are no part of `npm test`.
import { defineConfig } from 'vitest/config';
import usual from './vitest.config.ts';

export default defineConfig({
  test: {
    ...usual.test,
    include: ['src/**/*.real.test.ts', 'lab/**/*.real.test.ts'],
    exclude: [],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
