import { withWriter } from '../../daemon/writer.ts'
import { ERRORS, FlightrecError } from '../../model/errors.ts'
import type { RecordingId } from '../../model/recording.ts'
import { showText } from '../../model/show.ts'
import { redactionRuleJson } from '../../review/json/rule.ts'
import { describedRules } from '../../rules/redaction/described-rules.ts'
import { parseEnvFile, secretValues } from '../../rules/redaction/values/secret-variables.ts'
import { redactedRecordingJson } from '../../service/json/redacted-recording.ts'
import { type LookedAt, redactRecordings } from '../../service/recording/redact-recordings.ts'
import type { Home } from '../../store/home/home.ts'
import { listMade } from '../../store/recordings/made-recordings.ts'
import { noSuchRecording, RecordingsReader } from '../../store/recordings/recordings-reader.ts'
import { now } from '../../system/clock.ts'
import { environmentVariables } from '../../system/environment.ts'
import { readTextIfThere } from '../../system/files.ts'
import { pacedInput } from '../../system/standard-input.ts'
import type { redactCommand } from '../commands/redact.ts'
import type { ContextOf } from '../framework/command.ts'
import { tellBusy } from '../recording/tell-busy.ts'
import { jsonLinesFilter, textFilter } from '../rules/redaction-filter.ts'

export async function run(context: ContextOf<typeof redactCommand>): Promise<number> {
  const { out, options, args } = context
  if (options.listRules) return await listRules(context)
  if (options.recordings) return await lookAtRecordings(context)
  if (args.length > 0) {
    throw new FlightrecError(
      'usage',
      `what '${showText(args[0]!)}' is to be taken for is not clear`,
      {
        hint: 'Recordings are named behind `--recordings`; other texts come on standard input.',
      },
    )
  }
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

async function lookAtRecordings({
  args,
  home,
  options,
  out,
  signal,
}: RedactContext): Promise<number> {
  const known = [...(await knownValues(options)), ...secretValues(environmentVariables())]
  const waiting = { signal, onBusy: tellBusy(out) }
  let isWhole = true
  // Those that have just ended are put to rest first, unless a daemon does that.
  await withWriter(home, waiting, () => Promise.resolve())
  const unseen = new Set(listMade(home).map(({ recording }) => recording.id))
  await redactRecordings(home, {
    ...(args.length > 0 && { ids: await recordingsNamed(home, args) }),
    knownValues: known,
    signal,
    replace: (wanted) => withWriter(home, waiting, (writer) => writer.replaceRecording(wanted)),
    settle: () => withWriter(home, waiting, (writer) => writer.alone([], async () => now())),
    onLookedAt: (looked) => {
      unseen.delete(looked.id)
      if (looked.left.size > 0 || looked.isKept) isWhole = false
      if (out.isJson) out.json(redactedRecordingJson(looked))
      else out.line(`${looked.id}  ${looked.session}  ${summaryOf(looked)}`)
    },
  })
  if (args.length > 0) return isWhole ? 0 : ERRORS.incomplete.exitCode
  for (const id of unseen) out.warn(`${id} was not looked at: it is not at rest yet`)
  return isWhole && unseen.size === 0 ? 0 : ERRORS.incomplete.exitCode
}

function summaryOf({ found, left, isKept }: LookedAt): string {
  if (isKept) return `found, and not taken out while its session goes on: ${countsOf(found)}`
  const taken = found.size === 0 ? 'nothing found' : `taken out: ${countsOf(found)}`
  return left.size === 0 ? taken : `${taken}; still on its screens: ${countsOf(left)}`
}

function countsOf(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([rule, count]) => `${count} ${rule}`).join(', ')
}

async function recordingsNamed(home: Home, names: readonly string[]): Promise<RecordingId[]> {
  const reader = new RecordingsReader(home)
  try {
    const ids = (await reader.trees()).map(({ id }) => id)
    return names.flatMap((name) => {
      const found = ids.filter((id) => id.startsWith(name))
      if (found.length === 0) throw noSuchRecording(name)
      return found
    })
  } finally {
    reader.close()
  }
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
