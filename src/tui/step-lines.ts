/** An event with all it says, as lines. */
import type { Event } from '../model/event.ts'
import { showBlock, showText } from '../model/show.ts'
import { RISK_MARKS } from '../model/style.ts'
import { formatDuration, formatMoment } from '../model/units.ts'
import type { RecordedChange } from '../review/changes/snapshot-diff.ts'
import type { StepSnapshots } from '../review/sessions/step-snapshots.ts'
import type { Rule } from '../rules/rule.ts'
import { changeLine } from './change-line.ts'
import { expandTabs, type Line, plain, type ScreenStyle, span, wrapText } from './line.ts'

const LABEL_COLUMNS = 11
const INDENT = '     '
/** What a tool said may be long; the whole of it is in `flightrec export`. */
const BLOCK_LINES_MAX = 1_000
const BLOCK_LINE_MAX = 2_000
const CHANGES_SHOWN_MAX = 50

/** What is known of a step besides its event. */
interface StepFacts {
  snapshots: StepSnapshots
  changes: readonly RecordedChange[]
  /** The rules that may have reported. */
  rules: readonly Rule[]
}

export function stepLines(
  event: Event,
  { snapshots, changes, rules }: StepFacts,
  columns: number,
): Line[] {
  const raw = event.raw === undefined ? undefined : JSON.stringify(event.raw, null, 2)
  return [
    ...wrapped(` ${showText(event.summary)}`, columns, 'bold'),
    [],
    ...findingLines(event, rules, columns),
    ...factLines(event, snapshots, columns),
    ...changeLines(changes, columns),
    ...blockLines('command', event.command, columns),
    ...blockLines('raw', raw, columns),
  ]
}

function wrapped(text: string, columns: number, style?: ScreenStyle): Line[] {
  return wrapText(text, columns, INDENT).map((line) => plain(line, style))
}

function findingLines({ findings = [] }: Event, rules: readonly Rule[], columns: number): Line[] {
  const lines = findings.flatMap((id): Line[] => {
    const rule = rules.find((known) => known.id === id)
    const [mark, style] = RISK_MARKS[rule?.risk ?? 'warning']
    return [
      [span(` ${mark} ${showText(id)}`, style), span(rule ? `  ${rule.summary}` : '')],
      ...(rule ? wrapped(INDENT + rule.why, columns, 'dim') : []),
    ]
  })
  return lines.length > 0 ? [...lines, []] : []
}

function factLines(event: Event, { before, taken }: StepSnapshots, columns: number): Line[] {
  const { duration_ms, exit_code, usage, phase, tool } = event
  const changed = taken.length === 0 ? undefined : `${before ?? 'nothing'} → ${taken.at(-1)}`
  const facts: [string, string | undefined][] = [
    ['type', event.event_type],
    ['time', formatMoment(Date.parse(event.time))],
    ['took', duration_ms === undefined ? undefined : formatDuration(duration_ms)],
    ['agent', event.agent],
    ['tool', phase === undefined ? tool : `${tool ?? ''} (${phase})`],
    ['exit', exit_code === undefined ? undefined : String(exit_code)],
    ['failed', event.failed && 'yes'],
    ['permission', event.permission],
    ['folder', event.cwd],
    ['model', event.model],
    ['tokens', usage && `${usage.input_tokens ?? 0} in, ${usage.output_tokens ?? 0} out`],
    ['source', event.source],
    ['snapshots', changed],
    ...(event.paths ?? []).map((path): [string, string] => ['path', path]),
  ]
  return facts.flatMap(([name, value]) => {
    if (value === undefined) return []
    const [first = '', ...more] = wrapText(showText(value), columns - LABEL_COLUMNS - 1)
    const rest = more.map((line) => plain(' '.repeat(LABEL_COLUMNS + 1) + line))
    return [[span(` ${name.padEnd(LABEL_COLUMNS)}`, 'dim'), span(first)], ...rest]
  })
}

function changeLines(changes: readonly RecordedChange[], columns: number): Line[] {
  if (changes.length === 0) return []
  const left = changes.length - CHANGES_SHOWN_MAX
  return [
    [],
    plain(' changed on disk (Enter opens it)', 'heading'),
    ...changes
      .slice(0, CHANGES_SHOWN_MAX)
      .map((change) => [span('   '), ...changeLine(change, columns - 3)]),
    ...(left > 0 ? [plain(`   … ${left} more`, 'dim')] : []),
  ]
}

function blockLines(name: string, text: string | undefined, columns: number): Line[] {
  if (text === undefined || text === '') return []
  const lines = showBlock(text).split('\n')
  const left = lines.length - BLOCK_LINES_MAX
  return [
    [],
    plain(` ${name}`, 'heading'),
    ...lines
      .slice(0, BLOCK_LINES_MAX)
      .flatMap((line) => wrapped(`   ${expandTabs(line.slice(0, BLOCK_LINE_MAX))}`, columns)),
    ...(left > 0 ? [plain(`   … ${left} more lines`, 'dim')] : []),
  ]
}
