import { RULES } from '../../src/rules/catalogue.ts'
import type { Example, Rule } from '../../src/rules/rule.ts'
import { judgeExample } from '../helpers/judge-example.ts'

const EXAMPLE_CHARACTERS_MAX = 160

/**
 * Returns docs/rules.md.
 * @throws when a rule is wrong about one of its own examples.
 */
export function rulesDocument(): string {
  const rows = RULES.map(
    ({ id, risk, summary }) => `| [${id}](#${id}) | ${risk} | ${cell(summary)} |`,
  )
  return `${HEAD}
| rule | risk | |
|---|---|---|
${rows.join('\n')}

${RULES.map(chapter).join('\n')}`
}

function chapter(rule: Rule): string {
  for (const example of rule.fires) hold(rule, example, 1)
  for (const example of rule.silent) hold(rule, example, 0)
  const tags = rule.tags.length > 0 ? ` Tags: ${rule.tags.join(', ')}.` : ''
  return `## ${rule.id}

**${rule.risk}**: ${rule.summary}. ${rule.why}${tags}

Reports:

${list(rule.fires)}

Silent:

${list(rule.silent)}
`
}

function hold(rule: Rule, example: Example, expected: number): void {
  const found = judgeExample([rule], example).length
  if (found === expected) return
  throw new Error(`${rule.id} is wrong about ${JSON.stringify(example)}`)
}

function list(examples: readonly Example[]): string {
  return examples.map((example) => `- ${code(describe(example))}`).join('\n')
}

function describe(example: Example): string {
  if (typeof example === 'string') return example
  const { type, command, paths = [], mode, durationMs, roots } = example
  const parts = [
    type,
    command,
    paths.length > 3 ? `${paths.length} paths` : paths.join(' '),
    mode === undefined ? undefined : `mode ${mode}`,
    durationMs === undefined ? undefined : `${durationMs} ms`,
    roots === undefined ? undefined : `(root ${roots.join(', ')})`,
  ]
  return parts.filter((part) => part).join(' ')
}

function code(text: string): string {
  const line = text.replaceAll('\n', '\\n')
  const cut =
    line.length > EXAMPLE_CHARACTERS_MAX
      ? `${line.slice(0, 40)}… (${line.length} characters)`
      : line
  return cut.includes('`') ? `\`\` ${cut} \`\`` : `\`${cut}\``
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}

const HEAD = `# Rules

Written by \`npm run docs\` from the rules in \`src/rules/families/\`; do not edit. Every example is a test.

Rules judge what is **run and touched**, not what is written: a command is parsed as bash would, variables that are
known are filled in, and every wrapper is followed (\`sudo\`, \`env\`, \`xargs\`, \`find -exec\`, \`sh -c\`, \`eval\`, here
documents, \`echo … | sh\`, \`ssh\`, \`docker exec\`, one-liners of python, node, perl and others). A mention in a text, a
pattern, a comment or a commit message is none. Nothing is ever executed. The same rules look at file events.

A rule reports at most once per event. Own rules, other risks, and rules turned off:
[configuration.md](configuration.md#rules). Try one: \`flightrec rules test -- 'rm -rf build'\`.

Limits: what a script on disk does, what an alias or a function of the user's own shell stands for, and values that only
the run can tell are not seen; the file events of the same step are. Text beyond 64 KiB, deeper than 10 levels or with
more than 2,000 parts is not analysed further, and \`unparsed-command\` says so. Tags name entries of the OWASP list for
agentic applications (ASI) and of MITRE ATT&CK (T).
`
