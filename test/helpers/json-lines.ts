/** Reads what a run wrote with `--json`, or a file of the same form: one value a line. */
export function jsonLines<Value = Record<string, unknown>>(
  written: string | { stdout: string },
): Value[] {
  const text = typeof written === 'string' ? written : written.stdout
  const lines = text.split('\n').filter((line) => line !== '')
  return lines.map((line) => JSON.parse(line) as Value)
}
