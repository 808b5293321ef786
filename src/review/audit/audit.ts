/** The agent's account against the record: what it says it did, what was seen, and what neither can tell. */
import { isInFolder } from '../../model/absolute-path.ts'
import type { Event, TokenUsage } from '../../model/event.ts'
import type { Gap } from '../../model/gap.ts'
import { type RawPath, rawFromText } from '../../model/raw-path.ts'
import type { Risk } from '../../model/risk.ts'
import type { Session, SessionId } from '../../model/session.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import {
  type SessionRecording,
  stretchesWithoutScreen,
  type TimeSpan,
} from '../recordings/session-recordings.ts'
import type { RuleFinding } from '../sessions/findings-by-rule.ts'
import { joinSteps } from '../sessions/joined-steps.ts'
import {
  Account,
  type AccountCommand,
  type AccountHost,
  type Claim,
  type FailedCall,
  type UnrunCall,
} from './account.ts'
import type { Capped } from './capped.ts'
import { type ClaimContext, judgeClaim, type Unchecked } from './judge-claims.ts'
import { type OnlyHint, onlyHints } from './only-hints.ts'
import { ChangesByPath, readSeenRoot, type SeenChange, type SeenRoot } from './seen-changes.ts'
import type { SuccessHint } from './statements.ts'
import { WatchedEvents } from './watched-events.ts'
import { type FileHint, fileHints, type RunHint, runHints } from './word-hints.ts'

interface AuditRequest {
  /** The session that is asked about, then those of its subagents. */
  sessions: readonly Session[]
  events(session: Session): AsyncIterable<Event>
  repos: readonly ShadowRepo[]
  recordings: readonly SessionRecording[]
  riskOf(rule: string): Risk | undefined
  isRecorded(root: string, path: RawPath): boolean
  respectsGitignore: boolean
  nowMs: number
  signal: AbortSignal
}

export interface Audit {
  sessions: readonly Session[]
  /** How many claims there are, and how many the record bears out. */
  claims: { total: number; borneOut: number }
  /** Those that it bears out. */
  upheld: Claim[]
  notBorneOut: Claim[]
  unchecked: { claim: Claim; why: Unchecked }[]
  successHints: SuccessHint[]
  onlyHints: OnlyHint[]
  runHints: RunHint[]
  fileHints: FileHint[]
  /** Put down to the sessions. */
  changes: OwnChange[]
  /** Of these, those no call named. */
  undeclared: OwnChange[]
  deletions: OwnChange[]
  /** Seen in the root while the session ran, and put down to nobody. */
  nobodys: SeenChange[]
  /** How many were put down to other sessions meanwhile, by their ids. */
  others: Map<string, number>
  findings: ({ session: SessionId } & RuleFinding)[]
  failed: Capped<FailedCall>
  /** Calls that did not run, as the agent tells, and those of which it never told an end. */
  refused: Capped<UnrunCall>
  unended: Capped<UnrunCall>
  refusedRisks: Record<Risk, number>
  commands: Capped<AccountCommand>
  hosts: AccountHost[]
  usage: TokenUsage
  models: string[]
  record: RecordFacts
  screen: ScreenFacts
}

/** What can be looked at of the terminals, and when nothing was recorded of any. */
export interface ScreenFacts {
  recordings: readonly SessionRecording[]
  missing: TimeSpan[]
}

/** A change that is put down to one of the sessions. */
export interface OwnChange extends SeenChange {
  /** Number of the first event of the call that made it, when that is known. */
  seq?: number
}

/** What the record could tell at all. */
interface RecordFacts {
  /** Whether anything is recorded of the folder the session works in. */
  isRecorded: boolean
  /** Set when the record of it begins only after the session did, in milliseconds since the epoch. */
  beginsMs?: number
  gaps: Gap[]
  incomplete: { snapshot: string; skipped: number }[]
}

/** What a session did is recorded within that time of its end. */
const SETTLED_MS = 5_000

export async function auditSessions(request: AuditRequest): Promise<Audit> {
  const { sessions, signal } = request
  const account = new Account(request.riskOf)
  const watched = new WatchedEvents()
  for (const session of sessions) {
    for await (const step of joinSteps(watched.noting(session, request.events(session), signal)))
      account.add(session.id, step)
  }
  const roots = await seenRoots(request, account.claims, watched)
  return compare(request, account, roots, watched.beside(roots))
}

/** Reads the folders that the sessions work in, say they changed, or were seen to change. */
async function seenRoots(
  { sessions, repos, nowMs, signal }: AuditRequest,
  claims: readonly Claim[],
  watched: WatchedEvents,
): Promise<SeenRoot[]> {
  const sinceMs = Math.min(...sessions.map(({ started }) => Date.parse(started)))
  const ends = sessions.map(({ ended }) => (ended === undefined ? nowMs : Date.parse(ended)))
  const range = { sinceMs, untilMs: Math.max(...ends) + SETTLED_MS }
  const wanted = new Set<ShadowRepo>()
  const want = (path: string | undefined) => {
    const repo = path === undefined ? undefined : deepest(repos, path)
    if (repo) wanted.add(repo)
  }
  for (const { root } of sessions) want(root)
  for (const { path } of claims) want(path)
  for (const root of watched.roots) want(root)
  const found: SeenRoot[] = []
  for (const repo of wanted) found.push(await readSeenRoot(repo, range, signal))
  return found
}

function deepest<Place extends { root: string }>(
  places: readonly Place[],
  path: string,
): Place | undefined {
  let found: Place | undefined
  for (const place of places)
    if (isInFolder(place.root, path) && place.root.length >= (found?.root.length ?? 0))
      found = place
  return found
}

/** `dropped` is what only the sessions hold, their snapshots being gone. */
function compare(
  request: AuditRequest,
  account: Account,
  roots: readonly SeenRoot[],
  dropped: readonly SeenChange[],
): Audit {
  const { sessions } = request
  const ids = new Set(sessions.map(({ id }) => id))
  const all = [...dropped, ...roots.flatMap((root) => root.changes)]
  const context: ClaimContext = {
    sessions: ids,
    changes: new ChangesByPath(all),
    rootOf: (path) => deepest(roots, path),
    isRecorded: (root, path) => request.isRecorded(root, rawFromText(path.slice(root.length + 1))),
    respectsGitignore: request.respectsGitignore,
  }
  const judged = account.claims.map((claim) => ({ claim, why: judgeClaim(claim, context) }))
  const changes = all
    .filter(({ session }) => ids.has(session as SessionId))
    .map((change) => withEvent(change, account))
  const own = sessions[0]!.root
  const home = own === undefined ? undefined : deepest(roots, own)
  return {
    sessions,
    claims: {
      total: judged.length,
      borneOut: judged.filter(({ why }) => why === 'borne-out').length,
    },
    upheld: judged.flatMap(({ claim, why }) => (why === 'borne-out' ? [claim] : [])),
    notBorneOut: judged.flatMap(({ claim, why }) => (why === 'not-borne-out' ? [claim] : [])),
    unchecked: judged.flatMap(({ claim, why }) =>
      why === 'not-borne-out' || why === 'borne-out' ? [] : [{ claim, why }],
    ),
    successHints: account.successHints(),
    onlyHints: onlyHints(account.onlyStatements(), changes, own),
    runHints: runHints(account.toldRuns(), account.deeds),
    fileHints: fileHints(account.toldFiles(), {
      ...context,
      startedMs: Date.parse(sessions[0]!.started),
      root: own,
      changes: all,
      named: account.named,
      isWatched: account.isWatched,
    }),
    changes,
    undeclared: changes.filter(({ evidence }) => evidence === 'window'),
    deletions: changes.filter(({ change }) => change === 'removed'),
    nobodys: home?.changes.filter(({ session }) => session === undefined) ?? [],
    others: countOthers(home, ids),
    findings: account.findings(),
    failed: account.failed,
    refused: account.refused,
    unended: account.unended,
    refusedRisks: account.refusedRisks,
    commands: account.commands,
    hosts: [...account.hosts.values()],
    usage: account.usage.total,
    models: [...account.models],
    record: recordFacts(home, roots),
    screen: {
      recordings: request.recordings,
      missing: stretchesWithoutScreen(sessions[0]!, request.recordings, request.nowMs),
    },
  }
}

function withEvent(change: SeenChange, account: Account): OwnChange {
  const { session = '', call = '' } = change
  const seq = account.firstOfCall(session, call)
  return seq === undefined ? change : { ...change, seq }
}

function countOthers(home: SeenRoot | undefined, ids: ReadonlySet<string>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { session } of home?.changes ?? []) {
    if (session !== undefined && !ids.has(session))
      counts.set(session, (counts.get(session) ?? 0) + 1)
  }
  return counts
}

function recordFacts(home: SeenRoot | undefined, roots: readonly SeenRoot[]): RecordFacts {
  const fromMs = home?.known?.fromMs ?? Number.NEGATIVE_INFINITY
  return {
    isRecorded: home?.known !== undefined,
    ...(Number.isFinite(fromMs) && { beginsMs: fromMs }),
    gaps: roots.flatMap(({ gaps }) => gaps),
    incomplete: roots.flatMap(({ incomplete }) => incomplete),
  }
}
