import { command } from '../framework/command.ts'
import { SESSION_ERRORS } from '../framework/naming-errors.ts'
import { EXPORT_FORMATS } from '../sessions/export-formats.ts'

export const exportCommand = command({
  name: 'export',
  group: 'read',
  summary: 'Write a session for other programs and people',
  description: `
    Formats: \`trace\`, TraceLog's trace JSON 1.0 with more fields; \`atif\`, the trajectory format of Harbor;
    \`agent-trace\`, which lines of which files came from the session; \`otlp\`, OpenTelemetry traces after its
    conventions for generative AI; \`html\`, a report for people in one file; \`bundle\`, the session's own history
    for \`git clone\`; \`transcript\`, the copy of what was imported. docs/exports.md describes them.

    It is written to standard output, or to FILE, which is replaced as a whole. Nothing is sent anywhere, unless
    --endpoint names a collector of OTLP over HTTP: then the session goes there. Keys for it are best given in
    OTEL_EXPORTER_OTLP_HEADERS, as in \`authorization=Bearer%20…\`.`,
  arguments: [{ name: 'SESSION', summary: 'Its id, or the beginning of it' }],
  options: {
    format: {
      type: 'string',
      value: 'FORMAT',
      choices: EXPORT_FORMATS,
      default: 'trace',
      summary: 'What to write',
    },
    output: {
      type: 'string',
      short: 'o',
      value: 'FILE',
      summary: 'Where to write it; `-` is standard output',
    },
    pretty: { type: 'boolean', summary: 'Indent JSON for people' },
    endpoint: { type: 'string', value: 'URL', summary: 'Send OTLP there instead' },
    header: { type: 'list', value: 'HEADER', summary: 'Send this along, as `NAME: VALUE`' },
  },
  isPlain: true,
  examples: [
    ['flightrec export sess_6a9 --pretty -o trace.json', 'Keep a session as a file'],
    ['flightrec export sess_6a9 --format html -o report.html', 'A report to read in a browser'],
    [
      'flightrec export sess_6a9 --format otlp --endpoint http://127.0.0.1:4318',
      'Send it to a collector',
    ],
    ['flightrec export sess_6a9 --format bundle -o s.bundle', 'Hand it on as git'],
  ],
  errors: ['no-store', ...SESSION_ERRORS, 'incomplete'],
})
