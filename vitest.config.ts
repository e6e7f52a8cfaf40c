// How Vitest runs the unit and integration tests, which lie beside what they test.
import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'lab/**/*.test.ts', 'scripts/**/*.test.ts', 'lint/**/*.test.ts'],
    // They need real servers: vitest.real.config.ts.
    exclude: [...configDefaults.exclude, '**/*.real.test.ts'],
    environment: 'node',
    setupFiles: ['src/shared/messages/speak-for-tests.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Bounds a hang; these machines are noisy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
