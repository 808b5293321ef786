/** Whether the record bears out what the agent says it changed. What the record cannot tell is not judged. */
import type { SessionId } from '../../model/session.ts'
import { realPath } from '../../system/real-path.ts'
import type { Claim } from './account.ts'
import type { ChangesByPath, SeenChange, SeenRoot } from './seen-changes.ts'

/** Why a claim was not judged. */
export const UNCHECKED = {
  elsewhere: 'it lies in no folder that is recorded',
  filtered: 'the filter of config.toml leaves it out',
  ignored: 'it may be ignored: `filter.respect_gitignore` is on',
  before: 'the record of the folder begins later',
  gap: 'that stretch was not recorded',
  after: 'nothing has looked at the folder since',
  overtaken: 'a later call changed it again, before anybody may have looked',
  incomplete: 'the snapshot does not hold all it should',
} as const

export type Unchecked = keyof typeof UNCHECKED

type Judgement = 'borne-out' | 'not-borne-out' | Unchecked

export interface ClaimContext {
  /** The sessions whose account is judged. */
  sessions: ReadonlySet<SessionId>
  changes: ChangesByPath
  /** Returns the root that holds `path`, the deepest one. */
  rootOf(path: string): SeenRoot | undefined
  /** Whether the filter lets a path of a root be recorded. */
  isRecorded(root: string, path: string): boolean
  /** Whether what .gitignore names is left out. */
  respectsGitignore: boolean
}

/** The kernel's clock lags a tick behind. */
const TICK_MS = 50
/** A change is recorded within seconds of being made. */
const RECORDED_WITHIN_MS = 5_000

export function judgeClaim(claim: Claim, context: ClaimContext): Judgement {
  if (isSeen(claim, claim.path, context)) return 'borne-out'
  // Through a link, what changes is what it leads to.
  const real = realPath(claim.path)
  if (real !== claim.path && isSeen(claim, real, context)) return 'borne-out'
  const place = [claim.path, real].find((path) => context.rootOf(path))
  if (place === undefined) return 'elsewhere'
  const root = context.rootOf(place)!
  if (!context.isRecorded(root.root, place)) return 'filtered'
  return whyUnknown(claim, root) ?? (context.respectsGitignore ? 'ignored' : 'not-borne-out')
}

function isSeen(claim: Claim, path: string, { changes, sessions }: ClaimContext): boolean {
  const { session, call, startMs, endMs } = claim
  const ofCall = call === undefined ? [] : changes.ofCall(path, session, call)
  const inTime = changes
    .within(path, startMs - TICK_MS, endMs + RECORDED_WITHIN_MS)
    .filter((seen) => seen.session === undefined || sessions.has(seen.session as SessionId))
  return [...ofCall, ...inTime].some((seen) => isOfKind(claim, path, seen))
}

/** Deleting what was just written may be all that is seen of both. */
function isOfKind({ change }: Claim, path: string, seen: SeenChange): boolean {
  if (change === 'chmod') return true
  if (change === 'delete') return seen.change === 'removed' || seen.from !== undefined
  return seen.change !== 'mode' && (seen.path === path || seen.from === path)
}

function whyUnknown(claim: Claim, root: SeenRoot): Unchecked | undefined {
  const { startMs, endMs, isWatched, isOvertaken } = claim
  const { known, gaps, incomplete } = root
  if (!known || endMs < known.fromMs) return 'before'
  if (gaps.some(({ from, to }) => from <= endMs && to >= startMs)) return 'gap'
  if (isOvertaken) return 'overtaken'
  if (!isWatched && known.untilMs < startMs) return 'after'
  const isIncomplete = incomplete.some(
    ({ timeMs }) => timeMs >= startMs - TICK_MS && timeMs <= endMs + RECORDED_WITHIN_MS,
  )
  return isIncomplete ? 'incomplete' : undefined
}
