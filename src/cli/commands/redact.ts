import { type CommandContext, command } from '../framework/command.ts'

const SHORT_PAUSE_MS = 100
const LONG_PAUSE_MS = 2_000

const OPTIONS = {
  'json-lines': { type: 'boolean', summary: 'Take each line as JSON and redact its strings' },
  dotenv: { type: 'list', value: 'FILE', summary: 'Also redact the values of this env file' },
  'known-env': {
    type: 'boolean',
    summary: 'Also redact the values of environment variables whose names speak of secrets',
  },
  report: { type: 'boolean', summary: 'Say on stderr how many secrets of each kind were replaced' },
  'list-rules': { type: 'boolean', summary: 'List what is looked for' },
} as const

type RedactContext = CommandContext<{
  jsonLines: boolean
  dotenv: string[]
  knownEnv: boolean
  report: boolean
  listRules: boolean
}>

export const redactCommand = command({
  name: 'redact',
  group: 'read',
  summary: 'Replace the secrets in what is piped through',
  description: `
    Reads bytes from stdin and writes them to stdout, with every secret replaced by \`[redacted:<rule>]\`. All else
    stays as it is, byte for byte, and no line is added or lost. Secrets are found across colour codes, JSON
    escapes and line wraps. docs/redaction.md says what is found and what is not.

    What could still become a secret waits for what follows, for two seconds at most.`,
  options: OPTIONS,
  examples: [
    ['flightrec redact', 'Filter a log: `tail -f app.log | flightrec redact`'],
    ['flightrec redact --json-lines --report', 'Filter a transcript, and say what was found'],
    ['flightrec redact --dotenv .env --known-env', 'Redact the values of your own secrets too'],
  ],
  async run(context) {
    const { FlightrecError } = await import('../../model/errors.ts')
    const { out, options } = context
    if (options.listRules) return await listRules(context)
    if (out.isJson) {
      throw new FlightrecError('usage', '--json shapes the list of rules only', {
        hint: 'Run `flightrec redact --json-lines` to filter JSON, or `flightrec redact --list-rules --json`.',
      })
    }
    return await filter(context)
  },
})

async function filter({ out, options, signal }: RedactContext): Promise<number> {
  const { jsonLinesFilter, textFilter } = await import('../rules/redaction-filter.ts')
  const { pacedInput } = await import('../../system/standard-input.ts')
  const known = await knownValues(options)
  const filter = options.jsonLines ? jsonLinesFilter(known) : textFilter(known)
  for await (const input of pacedInput([SHORT_PAUSE_MS, LONG_PAUSE_MS], signal)) {
    const isBytes = Buffer.isBuffer(input)
    out.bytes(isBytes ? filter.push(input) : filter.quiet(input.quietMs === LONG_PAUSE_MS))
    if (isBytes) await out.drain()
  }
  out.bytes(filter.end())
  if (options.report) {
    const counts = [...filter.counts].sort(([a], [b]) => (a < b ? -1 : 1))
    for (const [rule, count] of counts) out.talk(`${String(count).padStart(6)} ${rule}`)
    const total = counts.reduce((sum, [, count]) => sum + count, 0)
    out.talk(`${String(total).padStart(6)} in all`)
  }
  signal.throwIfAborted()
  return 0
}

async function knownValues(options: { dotenv: string[]; knownEnv: boolean }): Promise<string[]> {
  if (options.dotenv.length === 0 && !options.knownEnv) return []
  const { environmentVariables } = await import('../../system/environment.ts')
  const { parseEnvFile, secretValues } = await import('../../rules/redaction/secret-variables.ts')
  const { readTextIfThere } = await import('../../system/files.ts')
  const { FlightrecError } = await import('../../model/errors.ts')
  const fromFiles = options.dotenv.flatMap((path) => {
    const text = readTextIfThere(path)
    if (text === undefined) {
      throw new FlightrecError('usage', `cannot read '${path}': no such file`, {
        hint: 'Give --dotenv the path of a file that is there.',
      })
    }
    return parseEnvFile(text).map(([, value]) => value)
  })
  return [...fromFiles, ...(options.knownEnv ? secretValues(environmentVariables()) : [])]
}

async function listRules({ out }: RedactContext): Promise<number> {
  const { describedRules } = await import('../../rules/redaction/described-rules.ts')
  const rules = describedRules()
  if (out.isJson) {
    for (const { id, summary, keywords } of rules) {
      out.json({ type: 'redaction-rule', version: 1, id, summary, keywords })
    }
    return 0
  }
  const width = Math.max(...rules.map(({ id }) => id.length))
  for (const { id, summary } of rules) out.line(`${id.padEnd(width)}  ${summary}`)
  return 0
}
