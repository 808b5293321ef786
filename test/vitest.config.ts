/** How the tests run. With FLIGHTREC_TEST_REPORT set, results also go to that file as JSON. */
import { availableParallelism } from 'node:os'
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
    // Most tests wait on other processes: with one worker a core, more than half of the processor's time is idle.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // These end what hangs. What is slow passes.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    expect: { poll: { timeout: 240_000, interval: 20 } },
    teardownTimeout: 5_000,
    reporters: report ? ['default', ['json', { outputFile: report }]] : ['default'],
  },
})
