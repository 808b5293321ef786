/**
 * OTLP/JSON traces after OpenTelemetry's conventions for generative AI: a session is the invocation of an agent, and
 * calls of tools and models are spans below it. docs/exports.md maps it.
 */
import { createHash } from 'node:crypto'
import { type Event, isUsageAlone, type TokenUsage } from '../../model/event.ts'
import type { RecordingId } from '../../model/recording.ts'
import type { Session, SessionId } from '../../model/session.ts'
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
import type { ExportedSession } from './exported-session.ts'
import { modelMaker } from './model-maker.ts'
import { type OtlpAttribute, otlpAttributes, unixNanoseconds } from './otlp-attributes.ts'

/** What one request may hold; collectors refuse those of several megabytes. */
const REQUEST_SPANS_MAX = 256
const REQUEST_CHARACTERS_MAX = 1 << 20

/** The conventions that the names follow. */
const SCHEMA_URL = 'https://opentelemetry.io/schemas/1.41.0'

const [INTERNAL, CLIENT] = [1, 3]
const ERROR = 2

interface OtlpSpan {
  traceId: string
  spanId: string
  parentSpanId?: string | undefined
  name: string
  kind: number
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: OtlpAttribute[]
  status: { code?: number }
}

/** Yields requests to a collector, each an ExportTraceServiceRequest. */
export async function* otlpRequests(
  exported: ExportedSession & { topmost: SessionId },
  version: string,
): AsyncGenerator<object> {
  let spans: OtlpSpan[] = []
  let characters = 0
  const request = () => {
    const whole = requestOf(spans, version)
    spans = []
    characters = 0
    return whole
  }
  for await (const span of sessionSpans(exported)) {
    const size = JSON.stringify(span).length
    const isFull = spans.length >= REQUEST_SPANS_MAX || characters + size > REQUEST_CHARACTERS_MAX
    if (isFull && spans.length > 0) yield request()
    spans.push(span)
    characters += size
  }
  yield request()
}

function requestOf(spans: readonly OtlpSpan[], version: string): object {
  const resource = { 'service.name': 'flightrec', 'service.version': version }
  return {
    resourceSpans: [
      {
        resource: { attributes: otlpAttributes(resource) },
        scopeSpans: [{ scope: { name: 'flightrec', version }, spans, schemaUrl: SCHEMA_URL }],
      },
    ],
  }
}

/** The span of the session itself comes last: then all that was used is known. */
async function* sessionSpans(
  exported: ExportedSession & { topmost: SessionId },
): AsyncGenerator<OtlpSpan> {
  const { session, topmost, recordings, events } = exported
  const traceId = hash(`trace ${topmost}`, 32)
  const sum = new UsageSum()
  let model: string | undefined
  let agent: string | undefined
  for await (const step of joinSteps(events())) {
    model ??= step.event.model
    agent ??= agentVersion(step.event)
    for (const span of stepSpans(step, session)) {
      yield { traceId, parentSpanId: spanIdOf(session.id), ...span }
    }
    for (const event of eventsOf(step)) {
      if (!event.usage) continue
      sum.add(event.usage)
      yield {
        traceId,
        parentSpanId: spanIdOf(session.id),
        ...modelSpan(event, event.usage, session),
      }
    }
  }
  const told = { model, agent, recordings: recordings.map(({ recording }) => recording.id) }
  yield { traceId, ...agentSpan(session, sum.total, told) }
}

/** The same session has the same spans whenever it is exported, and a subagent is below its parent. */
function spanIdOf(id: SessionId): string {
  return id.slice('sess_'.length)
}

function hash(text: string, digits: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, digits)
}

function agentSpan(
  session: Session,
  usage: TokenUsage,
  told: { model: string | undefined; agent: string | undefined; recordings: RecordingId[] },
) {
  const { id, agent, parent, root, totals } = session
  return {
    spanId: spanIdOf(id),
    parentSpanId: parent === undefined ? undefined : spanIdOf(parent),
    name: `invoke_agent ${agent}`,
    kind: INTERNAL,
    ...times(Date.parse(session.started), Date.parse(session.ended ?? session.last)),
    attributes: otlpAttributes({
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.id': id,
      'gen_ai.agent.version': told.agent,
      'gen_ai.request.model': told.model,
      'gen_ai.provider.name': providerOf(session, told.model),
      ...common(session),
      ...usageValues(usage),
      'flightrec.root': root,
      'flightrec.steps': totals.steps,
      'flightrec.files_changed': totals.files,
      'flightrec.anomalies': totals.anomalies,
      'flightrec.end_reason': session.end_reason,
      'flightrec.recordings': told.recordings.length > 0 ? told.recordings : undefined,
    }),
    status: {},
  }
}

/** It must be told; names beside those of the conventions are allowed. */
function providerOf({ agent }: Session, model: string | undefined): string {
  return modelMaker(agent, model)?.otel ?? agent
}

function common({ id, agent, agent_session }: Session) {
  return {
    'gen_ai.agent.name': agent,
    'gen_ai.conversation.id': agent_session ?? id,
    'flightrec.session': id,
  }
}

function times(startMs: number, endMs: number) {
  return {
    startTimeUnixNano: unixNanoseconds(startMs),
    endTimeUnixNano: unixNanoseconds(Math.max(startMs, endMs)),
  }
}

function usageValues(usage: TokenUsage) {
  return {
    'gen_ai.usage.input_tokens': promptTokens(usage),
    'gen_ai.usage.output_tokens': usage.output_tokens,
    'gen_ai.usage.cache_read.input_tokens': usage.cache_read_tokens,
    'gen_ai.usage.cache_creation.input_tokens': usage.cache_write_tokens,
    'gen_ai.usage.reasoning.output_tokens': usage.reasoning_tokens,
    'flightrec.cost_usd':
      usage.cost_usd === undefined ? undefined : { doubleValue: usage.cost_usd },
  }
}

function modelSpan(event: Event, usage: TokenUsage, session: Session) {
  const { seq, model } = event
  const ms = Date.parse(event.time)
  return {
    spanId: hash(`${session.id} ${seq} model`, 16),
    name: model === undefined ? 'chat' : `chat ${model}`,
    kind: CLIENT,
    ...times(ms, ms),
    attributes: otlpAttributes({
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': model,
      'gen_ai.response.model': model,
      'gen_ai.provider.name': providerOf(session, model),
      ...common(session),
      ...usageValues(usage),
    }),
    status: {},
  }
}

function stepSpans(
  step: JoinedStep,
  session: Session,
): Omit<OtlpSpan, 'traceId' | 'parentSpanId'>[] {
  const { event, end } = step
  // The span of the model's call says all of it.
  if (isUsageAlone(event)) return []
  const isTool = event.tool !== undefined && event.source !== 'watch'
  const isFailed = hasFailed(step)
  return [
    {
      spanId: hash(`${session.id} ${event.seq}`, 16),
      name: isTool ? `execute_tool ${event.tool}` : event.event_type,
      kind: INTERNAL,
      ...stepTimes(step),
      attributes: [
        ...otlpAttributes({
          ...common(session),
          ...(isTool ? toolValues(step) : { 'flightrec.words': wordsOf(event) }),
          'error.type': isFailed ? (wasRefused(step) ? 'tool_refused' : 'tool_failed') : undefined,
          'flightrec.exit_code': (end ?? event).exit_code,
        }),
        ...factsOf(step),
      ],
      status: isFailed ? { code: ERROR } : {},
    },
  ]
}

/** The end of a call whose end was not told is its beginning. */
function stepTimes({ event, end }: JoinedStep) {
  const endMs = Date.parse((end ?? event).time)
  if (end === undefined && event.phase === 'after') {
    return times(endMs - Math.max(0, event.duration_ms ?? 0), endMs)
  }
  return times(Date.parse(event.time), endMs)
}

function toolValues(step: JoinedStep) {
  const { event, end } = step
  const isExtension = event.event_type === 'MCP_TOOL_CALL' || event.event_type === 'MCP_TOOL_RESULT'
  const whole = event.phase === 'after' ? { ...step, end: end ?? event } : step
  return {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': event.tool,
    'gen_ai.tool.type': isExtension ? 'extension' : 'function',
    'gen_ai.tool.call.id': event.call_id,
    'gen_ai.tool.call.arguments': JSON.stringify(argumentsOf(event)),
    'gen_ai.tool.call.result': resultOf(whole),
  }
}

function factsOf(step: JoinedStep): OtlpAttribute[] {
  const { event, end } = step
  const findings = findingsOf(step)
  return otlpAttributes({
    'flightrec.seq': event.seq,
    'flightrec.event_type': event.event_type,
    'flightrec.source': event.source,
    'flightrec.summary': event.summary,
    'flightrec.risk_level': event.risk_level,
    'flightrec.findings': findings.length > 0 ? findings : undefined,
    'flightrec.paths': event.paths,
    'flightrec.cwd': event.cwd,
    'flightrec.snapshot_before': event.snapshot_before,
    'flightrec.snapshot_after': (end ?? event).snapshot_after,
  })
}
