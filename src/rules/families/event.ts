/** Rules about the event as such: how long it took, whether it could be understood. */
import type { Rule } from '../rule.ts'

const LONG_MS = 30_000

export const longRunning: Rule = {
  id: 'long-running',
  risk: 'info',
  summary: `Took more than ${LONG_MS / 1000} seconds`,
  why: 'Long calls cost time and money, and may hang.',
  tags: [],
  fires: [
    { type: 'SHELL_EXEC', command: 'npm test', durationMs: 30_001 },
    { type: 'MCP_TOOL_CALL', durationMs: 60_000 },
  ],
  silent: [
    { type: 'SHELL_EXEC', command: 'npm test', durationMs: 30_000 },
    'sleep 100',
    { type: 'SESSION_END', durationMs: 600_000 },
  ],
  check({ type, durationMs = 0 }) {
    if (durationMs <= LONG_MS || type === 'SESSION_END' || type === 'GAP') return undefined
    return { message: `took ${Math.round(durationMs / 1000)} s` }
  },
}

export const unparsedCommand: Rule = {
  id: 'unparsed-command',
  risk: 'warning',
  summary: 'A command that could not be analysed whole',
  why: 'Rules see only what parses. A limit or a syntax error must not be a way past them.',
  tags: ['ASI05', 'T1027'],
  fires: ['rm -rf "x', 'if true; then ls', `echo ${'$('.repeat(300)}`, `ls ${'a '.repeat(40_000)}`],
  silent: ['ls', 'echo "a (b"', 'cat <<EOF\n((((\nEOF', 'for i in 1 2; do echo $i; done'],
  check({ script: { problems } }) {
    const [first, ...rest] = problems
    if (first === undefined) return undefined
    const more = rest.length > 0 ? `, and ${rest.length} more` : ''
    return { message: `the command could not be analysed whole: ${first}${more}` }
  },
}
