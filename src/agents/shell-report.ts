/**
 * The report that Gemini CLI and Qwen Code make of a command: labelled lines around what it wrote. Those at the end
 * count, since what a command wrote may look like any of them.
 */
import type { ToolResult } from './tool-call.ts'

const WRAPPED = /^\s*<untrusted_context>\n([\s\S]*?)\n?<\/untrusted_context>\s*$/
const HEAD = /^(?:Command: [\s\S]*?\n)?(?:Directory: [^\n]*\n)?Output: ?/
const TAIL = /^(Error|Exit Code|Signal|Background PIDs|Process Group PGID): ?(.*)$/

/** Reads such a report; any other text is what the tool wrote. */
export function shellReport(text: string | undefined): ToolResult {
  if (text === undefined) return {}
  const whole = WRAPPED.exec(text)?.[1] ?? text
  const head = HEAD.exec(whole)
  if (!head) return { stdout: whole }
  const lines = whole.slice(head[0].length).trimEnd().split('\n')
  const facts = new Map<string, string>()
  for (let at = lines.length - 1; at >= 0; at -= 1) {
    const [, name, value] = TAIL.exec(lines[at]!) ?? []
    if (name === undefined || facts.has(name)) break
    facts.set(name, value!)
    lines.pop()
  }
  const code = Number.parseInt(facts.get('Exit Code') ?? '', 10)
  const hasTrouble = [facts.get('Error'), facts.get('Signal')].some(isTold)
  const isOver = facts.has('Process Group PGID') && !hasTrouble
  const output = lines.join('\n')
  return {
    stdout: output === '(empty)' ? undefined : output,
    stderr: isTold(facts.get('Error')) ? facts.get('Error') : undefined,
    // Gemini CLI tells of the code only when it is another than 0.
    exitCode: Number.isNaN(code) ? (isOver ? 0 : undefined) : code,
    isFailed: hasTrouble,
  }
}

function isTold(value: string | undefined): boolean {
  return value !== undefined && !['', '0', '(none)'].includes(value)
}
