/** How the tests run. With FLIGHTREC_TEST_REPORT set, results also go to that file as JSON. */
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const report = process.env.FLIGHTREC_TEST_REPORT

export default defineConfig({
  root: resolve(import.meta.dirname, '..'),
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/helpers/fresh-build.ts'],
    setupFiles: ['test/helpers/hermetic.ts'],
    pool: 'forks',
    // Most tests wait on other processes: one worker a core, where the default leaves one core idle.
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 5_000,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
  },
})
