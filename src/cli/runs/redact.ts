import { FlightrecError } from '../../model/errors.ts'
import { redactionRuleJson } from '../../review/json/rule.ts'
import { describedRules } from '../../rules/redaction/described-rules.ts'
import { parseEnvFile, secretValues } from '../../rules/redaction/values/secret-variables.ts'
import { environmentVariables } from '../../system/environment.ts'
import { readTextIfThere } from '../../system/files.ts'
import { pacedInput } from '../../system/standard-input.ts'
import type { redactCommand } from '../commands/redact.ts'
import type { ContextOf } from '../framework/command.ts'
import { jsonLinesFilter, textFilter } from '../rules/redaction-filter.ts'

export async function run(context: ContextOf<typeof redactCommand>): Promise<number> {
  const { out, options } = context
  if (options.listRules) return await listRules(context)
  if (out.isJson) {
    throw new FlightrecError('usage', '--json shapes the list of rules only', {
      hint: 'Run `flightrec redact --json-lines` to filter JSON, or `flightrec redact --list-rules --json`.',
    })
  }
  return await filter(context)
}

const SHORT_PAUSE_MS = 100

const LONG_PAUSE_MS = 2_000

type RedactContext = ContextOf<typeof redactCommand>

async function filter({ out, options, signal }: RedactContext): Promise<number> {
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
  const rules = describedRules()
  if (out.isJson) {
    for (const rule of rules) out.json(redactionRuleJson(rule))
    return 0
  }
  const width = Math.max(...rules.map(({ id }) => id.length))
  for (const { id, summary } of rules) out.line(`${id.padEnd(width)}  ${summary}`)
  return 0
}
