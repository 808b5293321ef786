/** The files in which a fault would cost somebody's work or tell a lie, and the tests that are to notice. */
export interface Target {
  /** Files, or folders with all their files, of src. */
  sources: readonly string[]
  /** Files or folders of test. */
  tests: readonly string[]
}

export const TARGETS: readonly Target[] = [
  { sources: ['src/system/lock.ts'], tests: ['test/system/lock.test.ts'] },
  { sources: ['src/record/restore'], tests: ['test/record/restore', 'test/cli/restore.test.ts'] },
  { sources: ['src/record/undo'], tests: ['test/record/undo', 'test/cli/undo.test.ts'] },
  {
    sources: ['src/record/attribution', 'src/record/watch/dirty-paths.ts'],
    tests: ['test/record/attribution', 'test/record/watch', 'test/daemon/attribution.test.ts'],
  },
  { sources: ['src/record/sessions/duplicate-events.ts'], tests: ['test/record/sessions'] },
  {
    sources: [
      'src/rules/redaction/secret-finder.ts',
      'src/rules/redaction/text-redactor.ts',
      'src/rules/redaction/lines/visible-text.ts',
      'src/rules/redaction/lines/wrapped-rows.ts',
      'src/rules/redaction/values/known-values.ts',
      'src/rules/redaction/redact-json.ts',
    ],
    tests: ['test/rules/redaction'],
  },
]
