/** The report that Codex makes of a command for its model: lines of its own, and then what the command wrote. */
import type { ToolResult } from './tool-call.ts'

const OWN = [
  ...[
    'Chunk ID: [^\\n]*',
    'Wall time:? [^\\n]*',
    'Process exited with code \\d+',
    'Exit code: \\d+',
  ],
  ...['Original token count: \\d+', 'Total output lines: \\d+', 'Output:'],
]
/** A patch that went through the shell has a report within the report. */
const HEAD = new RegExp(`^(?:(?:${OWN.join('|')})\\n)+`)
const CODE = /^(?:Process exited with code|Exit code:) (\d{1,3})$/m

/** Reads such a report; what a command wrote may look like any line of it, and does not count. */
export function codexReport(text: string | undefined): ToolResult {
  const head = HEAD.exec(text ?? '')?.[0] ?? ''
  const code = CODE.exec(head)?.[1]
  return {
    stdout: text?.slice(head.length),
    exitCode: code === undefined ? undefined : Number(code),
  }
}
