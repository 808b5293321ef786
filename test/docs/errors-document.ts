import { ERRORS } from '../../src/model/errors.ts'

/** Returns docs/errors.md. */
export function errorsDocument(): string {
  const rows = Object.entries(ERRORS)
    .sort(([, a], [, b]) => a.exitCode - b.exitCode)
    .map(([code, { exitCode, meaning }]) => `| ${exitCode} | \`${code}\` | ${meaning} |`)
  return `# Errors and exit codes

Written by \`npm run docs\` from the table in \`src/model/errors.ts\`; do not edit.

An error is told on stderr as \`flightrec: <what failed>\`, and, where there is a next step,
\`hint: <what to do>\`. With \`--json\` the last line on stderr is one object:

\`\`\`json
{"type":"error","code":"usage","exit_code":2,"message":"unknown command 'lgo'","hint":"…"}
\`\`\`

| exit code | code | meaning |
|---|---|---|
| 0 | | Done. Also when whoever reads the output stops reading, as \`head\` does. |
${rows.join('\n')}

New codes may be added: take any other than 0 as a failure.
`
}
