/** ATIF, Harbor's Agent Trajectory Interchange Format; docs/exports.md maps it. */
import { type Event, isUsageAlone, type TokenUsage } from '../../model/event.ts'
import { sessionRecordingJson } from '../json/recording.ts'
import { sessionJson } from '../json/session.ts'
import { argumentsOf, resultOf, wordsOf } from '../sessions/event-content.ts'
import {
  eventsOf,
  findingsOf,
  hasFailed,
  type JoinedStep,
  joinSteps,
  wasRefused,
} from '../sessions/joined-steps.ts'
import { promptTokens, UsageSum } from '../sessions/usage-sum.ts'
import { agentVersion } from './agent-version.ts'
import { documentPieces } from './document-pieces.ts'
import type { ExportedSession } from './exported-session.ts'

const VERSION = 'ATIF-v1.7'

export async function* atifDocument(
  exported: ExportedSession,
  isPretty: boolean,
): AsyncGenerator<string> {
  const { session, recordings, events } = exported
  const { type: _, ...facts } = sessionJson(session)
  const extra = { session: facts, recordings: recordings.map(sessionRecordingJson) }
  const sum = new UsageSum()
  const calls = new Set<string>()
  let count = 0
  async function* steps() {
    for await (const step of joinSteps(events())) {
      count += 1
      sum.add(usageOf(step))
      yield atifStep(step, { id: count, call: newCallId(step, calls) })
    }
    if (count > 0) return
    count = 1
    yield { step_id: 1, source: 'system', message: 'no event of this session is known' }
  }
  const before = {
    schema_version: VERSION,
    session_id: session.id,
    trajectory_id: session.id,
    agent: { name: session.agent, ...(await agentFacts(exported)) },
  }
  const after = () => ({ final_metrics: finalMetrics(sum.total, count), extra })
  yield* documentPieces({ before, list: 'steps', items: steps(), after }, isPretty)
}

/** Found at the beginning of a session, as a rule. */
async function agentFacts({ events }: ExportedSession) {
  let version: string | undefined
  let model: string | undefined
  for await (const event of events()) {
    version ??= agentVersion(event)
    model ??= event.model
    if (version !== undefined && model !== undefined) break
  }
  return { version: version ?? 'unknown', model_name: model }
}

/** Some agents count their calls anew in each answer of the model. */
function newCallId({ event: { call_id: id, seq } }: JoinedStep, known: Set<string>): string {
  if (id === undefined) return `seq-${seq}`
  if (known.has(id)) return `${id}-seq-${seq}`
  known.add(id)
  return id
}

function atifStep(step: JoinedStep, { id, call }: { id: number; call: string }) {
  const { event } = step
  const common = { step_id: id, timestamp: event.time }
  const usage = usageOf(step)
  const isUsed = Object.keys(usage).length > 0
  const source = sourceOf(event)
  const extra = stepExtra(step)
  if (source !== 'agent') {
    const message = source === 'user' ? wordsOf(event) : event.summary
    // Metrics are for steps of the agent only.
    return { ...common, source, message, extra: { ...extra, usage: isUsed ? usage : undefined } }
  }
  return {
    ...common,
    source,
    model_name: event.model,
    ...agentContent(step, call),
    metrics: isUsed ? metrics(usage) : undefined,
    extra,
  }
}

const FRAME: readonly string[] = ['SESSION_START', 'SESSION_END', 'GAP']

function sourceOf({ event_type: type, source }: Event): 'system' | 'user' | 'agent' {
  if (source === 'watch' || FRAME.includes(type)) return 'system'
  return type === 'USER_INPUT' ? 'user' : 'agent'
}

function usageOf(step: JoinedStep): TokenUsage {
  const sum = new UsageSum()
  for (const { usage } of eventsOf(step)) if (usage) sum.add(usage)
  return sum.total
}

function agentContent(step: JoinedStep, id: string) {
  const { event, end } = step
  if (event.event_type === 'AGENT_THINK') return { message: '', reasoning_content: wordsOf(event) }
  if (event.tool === undefined && event.command === undefined && event.phase === undefined) {
    return { message: isUsageAlone(event) ? '' : wordsOf(event) }
  }
  const call = {
    tool_call_id: id,
    function_name: event.tool ?? event.event_type,
    // The beginning has them; where only the end was told, it may have them too.
    arguments: argumentsOf(event),
  }
  const whole = event.phase === 'after' ? { ...step, end: end ?? event } : step
  const content = resultOf(whole)
  return {
    message: '',
    tool_calls: [call],
    observation: content === undefined ? undefined : { results: [{ source_call_id: id, content }] },
  }
}

function metrics(usage: TokenUsage) {
  const { cache_write_tokens, reasoning_tokens } = usage
  const hasMore = (cache_write_tokens ?? reasoning_tokens) !== undefined
  return {
    prompt_tokens: promptTokens(usage),
    completion_tokens: usage.output_tokens,
    cached_tokens: usage.cache_read_tokens,
    cost_usd: usage.cost_usd,
    extra: hasMore ? { cache_write_tokens, reasoning_tokens } : undefined,
  }
}

function finalMetrics(total: TokenUsage, steps: number) {
  const { prompt_tokens, completion_tokens, cached_tokens, cost_usd, extra } = metrics(total)
  return {
    total_prompt_tokens: prompt_tokens,
    total_completion_tokens: completion_tokens,
    total_cached_tokens: cached_tokens,
    total_cost_usd: cost_usd,
    total_steps: steps,
    extra,
  }
}

/** What ATIF has no field for. */
function stepExtra(step: JoinedStep) {
  const { event, end } = step
  const { seq, event_type, source, risk_level, cwd, paths } = event
  const last = end ?? event
  const findings = findingsOf(step)
  return {
    seq,
    event_type,
    source,
    risk_level,
    findings: findings.length > 0 ? findings : undefined,
    cwd,
    paths,
    exit_code: last.exit_code,
    failed: hasFailed(step) || undefined,
    refused: wasRefused(step) || undefined,
    duration_ms: last.duration_ms,
    snapshot_before: event.snapshot_before,
    snapshot_after: last.snapshot_after,
  }
}
