/** What a session can be written as. */
export const EXPORT_FORMATS = [
  'trace',
  'atif',
  'agent-trace',
  'otlp',
  'html',
  'transcript',
  'bundle',
] as const

export type ExportFormat = (typeof EXPORT_FORMATS)[number]
