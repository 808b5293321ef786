/** The agent's account: what it says it changed, ran, asked for and achieved. */
import type { Event } from '../../model/event.ts'
import type { Risk } from '../../model/risk.ts'
import type { SessionId } from '../../model/session.ts'
import { plainPath } from '../../rules/compact-path.ts'
import { occurrenceOf } from '../../rules/occurrence.ts'
import { type Reach, reachOf } from '../../rules/reach.ts'
import { userHome } from '../../system/environment.ts'
import { FindingsByRule, type RuleFinding } from '../sessions/findings-by-rule.ts'
import {
  eventsOf,
  findingsOf,
  hasFailed,
  isUnended,
  type JoinedStep,
  wasRefused,
} from '../sessions/joined-steps.ts'
import { UsageSum } from '../sessions/usage-sum.ts'
import { Capped } from './capped.ts'
import { hostsIn } from './hosts.ts'
import { NamedPaths } from './named-paths.ts'
import type { EventPlace } from './place.ts'
import { SeenCommands } from './seen-commands.ts'
import { type OnlyStatement, Statements, type SuccessHint } from './statements.ts'
import type { ClaimedFile, ClaimedRun } from './word-hints.ts'

/** The agent says that a call changed a file. */
export interface Claim extends EventPlace {
  tool: string | undefined
  /** What ties the events of the call together, where the agent has such a name. */
  call: string | undefined
  change: 'write' | 'delete' | 'rename' | 'chmod'
  /** Absolute. */
  path: string
  /** The call, in milliseconds since the epoch. */
  startMs: number
  endMs: number
  /** Whether a snapshot was taken for the call. */
  isWatched: boolean
  /** Set when a later call named the path so soon that nobody may have looked in between. */
  isOvertaken?: true
}

export interface AccountCommand extends EventPlace {
  command: string
  exit_code?: number | undefined
  failed?: true
}

export interface FailedCall extends EventPlace {
  tool?: string | undefined
  summary: string
  exit_code?: number | undefined
}

/** A call that was asked for and did not run, or is not known to have. */
export interface UnrunCall extends EventPlace {
  tool?: string | undefined
  summary: string
  /** What rules reported of it when it was asked for. */
  findings?: readonly string[]
}

export interface AccountHost {
  host: string
  /** How many steps name it, and the first of them. */
  count: number
  first: EventPlace
}

const CLAIMED: Partial<Record<Event['event_type'], Claim['change']>> = {
  FILE_WRITE: 'write',
  FILE_DELETE: 'delete',
  FILE_RENAME: 'rename',
  FILE_CHMOD: 'chmod',
}

/** Where only the end of a call was told, it may have begun so much earlier. */
const UNTOLD_START_MS = 5_000
/** What is undone sooner may never have been seen. */
const OVERTAKEN_MS = 1_500

/** Takes the steps of some sessions, those of one session in order. */
export class Account {
  readonly claims: Claim[] = []
  readonly commands = new Capped<AccountCommand>()
  readonly failed = new Capped<FailedCall>()
  readonly refused = new Capped<UnrunCall>()
  readonly unended = new Capped<UnrunCall>()
  /** Events that a rule reported of calls that were refused: nothing was done. */
  readonly refusedRisks: Record<Risk, number> = { info: 0, warning: 0, danger: 0 }
  readonly hosts = new Map<string, AccountHost>()
  readonly deeds = new SeenCommands()
  readonly named = new NamedPaths()
  /** Whether snapshots were taken around its calls. */
  isWatched = false
  /** Whether the agent tells of its calls: else what it ran is not known. */
  tellsCalls = false
  readonly usage = new UsageSum()
  readonly models = new Set<string>()
  /** The number of the first event of each call, by session and call. */
  readonly #firstOfCall = new Map<string, number>()
  readonly #findings = new Map<SessionId, FindingsByRule>()
  readonly #statements = new Map<SessionId, Statements>()
  readonly #riskOf: (rule: string) => Risk | undefined

  constructor(riskOf: (rule: string) => Risk | undefined) {
    this.#riskOf = riskOf
  }

  add(session: SessionId, step: JoinedStep): void {
    const { event } = step
    const isRefused = wasRefused(step)
    for (const one of eventsOf(step)) this.#addFacts(session, one, isRefused)
    if (event.source === 'watch') return
    if (event.call_id !== undefined) this.#firstOfCall.set(`${session} ${event.call_id}`, event.seq)
    const place: EventPlace = { session, seq: event.seq, time: event.time }
    this.#statementsOf(session).add(place, step)
    if (isRefused) this.refused.push(unrunCall(place, step))
    else this.#addCall(place, step)
    this.tellsCalls ||= event.phase !== undefined || event.event_type === 'USER_INPUT'
    this.isWatched ||= (event.snapshot_before ?? event.snapshot_after) !== undefined
  }

  /** Returns the number of the first event of a call; undefined when the agent told of none. */
  firstOfCall(session: string, call: string): number | undefined {
    return this.#firstOfCall.get(`${session} ${call}`)
  }

  findings(): ({ session: SessionId } & RuleFinding)[] {
    return [...this.#findings].flatMap(([session, found]) =>
      found.list().map((finding) => ({ session, ...finding })),
    )
  }

  successHints(): SuccessHint[] {
    return [...this.#statements.values()].flatMap(({ hints }) => hints.items)
  }

  onlyStatements(): OnlyStatement[] {
    return [...this.#statements.values()].flatMap(({ onlys }) => onlys.items)
  }

  toldRuns(): ClaimedRun[] {
    if (!this.tellsCalls) return []
    return [...this.#statements.values()].flatMap(({ runs }) => runs.items)
  }

  toldFiles(): ClaimedFile[] {
    return [...this.#statements.values()].flatMap(({ files }) => files.items)
  }

  #addCall(place: EventPlace, step: JoinedStep): void {
    this.#overtake(place.session, step)
    this.deeds.add(step)
    this.named.add(step)
    if (isUnended(step)) {
      this.unended.push(unrunCall(place, step))
      return
    }
    this.#addCommand(place, step)
    if (hasFailed(step)) this.failed.push(failedCall(place, step))
    else this.claims.push(...claimsOf(place, step))
  }

  #addFacts(session: SessionId, event: Event, isRefused: boolean): void {
    const findings = this.#findings.get(session) ?? new FindingsByRule(this.#riskOf)
    if (!isRefused) findings.add(event)
    else if (event.risk_level !== 'none') this.refusedRisks[event.risk_level] += 1
    this.#findings.set(session, findings)
    if (event.usage) this.usage.add(event.usage)
    if (event.model !== undefined) this.models.add(event.model)
  }

  #addCommand(place: EventPlace, { event, end = event }: JoinedStep): void {
    const isFetch = event.event_type === 'HTTP_REQUEST' || event.event_type === 'HTTP_RESPONSE'
    const { command } = event
    if (event.event_type === 'SHELL_EXEC' && command !== undefined) {
      const { exit_code, failed } = end
      const outcome = { exit_code, ...(failed && { failed }) }
      this.commands.push({ ...place, command, ...outcome })
    }
    const text = command ?? (isFetch ? event.summary : undefined)
    for (const host of text === undefined ? [] : hostsIn(text)) {
      const known = this.hosts.get(host)
      if (known) known.count += 1
      else this.hosts.set(host, { host, count: 1, first: place })
    }
  }

  /** Marks the latest claims on paths that this call changes as well. */
  #overtake(session: SessionId, { event }: JoinedStep): void {
    const sinceMs = Date.parse(event.time) - OVERTAKEN_MS
    let reach: Reach | undefined
    for (let at = this.claims.length - 1; at >= 0; at -= 1) {
      const claim = this.claims[at]!
      if (claim.session !== session || claim.endMs < sinceMs) return
      reach ??= reachOf(occurrenceOf(event), userHome())
      const isNamed = reach.names(claim.path, 'there') || reach.names(claim.path, 'gone')
      if (isNamed) claim.isOvertaken = true
    }
  }

  #statementsOf(session: SessionId): Statements {
    const known = this.#statements.get(session) ?? new Statements()
    this.#statements.set(session, known)
    return known
  }
}

function failedCall(place: EventPlace, { event, end = event }: JoinedStep): FailedCall {
  const { tool, summary } = event
  const { exit_code } = end
  return {
    ...place,
    tool,
    summary,
    exit_code,
  }
}

function unrunCall(place: EventPlace, step: JoinedStep): UnrunCall {
  const { tool, summary } = step.event
  const findings = findingsOf(step)
  return {
    ...place,
    tool,
    summary,
    ...(findings.length > 0 && { findings }),
  }
}

function claimsOf(place: EventPlace, { event, end, more }: JoinedStep): Claim[] {
  const last = end ?? event
  const endMs = Date.parse(last.time)
  const beganMs = endMs - (last.duration_ms ?? UNTOLD_START_MS)
  const startMs = event.phase === 'after' ? beganMs : Date.parse(event.time)
  const isWatched = (event.snapshot_before ?? last.snapshot_after) !== undefined
  const claims = new Map<string, Claim>()
  for (const { event_type, paths = [], cwd = '', tool } of [event, last, ...more]) {
    const change = CLAIMED[event_type]
    // Of a rename, the new name.
    for (const named of change === 'rename' ? paths.slice(-1) : paths) {
      const path = plainPath(named, cwd)
      if (change)
        claims.set(path, {
          ...place,
          tool,
          call: event.call_id,
          change,
          path,
          startMs,
          endMs,
          isWatched,
        })
    }
  }
  return [...claims.values()]
}
