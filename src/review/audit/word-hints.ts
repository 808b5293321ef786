/** Words that nothing bears out: commands that are said to have been run, files that are said to have been changed. */
import { isAbsolute, join, normalize } from 'node:path'
import type { SessionId } from '../../model/session.ts'
import { userHome } from '../../system/environment.ts'
import type { CommandKind } from './claimed-commands.ts'
import type { NamedPaths } from './named-paths.ts'
import type { EventPlace } from './place.ts'
import type { SeenChange, SeenRoot } from './seen-changes.ts'
import type { SeenCommands } from './seen-commands.ts'

/** Something that is said to have been run. */
export interface ClaimedRun extends EventPlace {
  sentence: string
  deed: CommandKind
}

/** A file that is said to have been changed, or left as it was. */
export interface ClaimedFile extends EventPlace {
  sentence: string
  /** As it is written. */
  path: string
  is: 'changed' | 'untouched'
  /** When the turn began that it is said of, in milliseconds since the epoch. */
  sinceMs: number
}

/** No command was seen that could have been run for it. */
export type RunHint = ClaimedRun

/** Nothing has changed the file, nor said that it would; or the agent did change it. */
export type FileHint = Omit<ClaimedFile, 'sinceMs'>

interface WordContext {
  /** The sessions whose words are judged. */
  sessions: ReadonlySet<SessionId>
  startedMs: number
  /** The folder the first session works in. */
  root: string | undefined
  changes: readonly SeenChange[]
  named: NamedPaths
  /** Whether snapshots were taken around the calls. */
  isWatched: boolean
  rootOf(path: string): SeenRoot | undefined
  isRecorded(root: string, path: string): boolean
  respectsGitignore: boolean
}

/** What was done before the words may be recorded a little after them. */
const RECORDED_WITHIN_MS = 2_000

export function runHints(told: readonly ClaimedRun[], done: SeenCommands): RunHint[] {
  const hints = told.filter(({ deed, time }) => !done.mayBeDone(deed, Date.parse(time)))
  return once(hints, ({ deed }) => deed)
}

export function fileHints(told: readonly ClaimedFile[], context: WordContext): FileHint[] {
  const hints = told.filter((file) =>
    file.is === 'changed' ? isEmpty(file, context) : isBroken(file, context),
  )
  return once(hints, ({ path, is }) => `${is} ${path}`).map(({ sinceMs: _, ...hint }) => hint)
}

/** A hook and a transcript may both have told the same words. */
function once<Hint extends { sentence: string }>(
  hints: readonly Hint[],
  about: (hint: Hint) => string,
): Hint[] {
  const known = new Map<string, Hint>()
  for (const hint of hints) {
    const key = `${about(hint)}\0${hint.sentence}`
    if (!known.has(key)) known.set(key, hint)
  }
  return [...known.values()]
}

function isEmpty(file: ClaimedFile, context: WordContext): boolean {
  const path = absolute(file.path, context.root)
  if (path === undefined || !isSurelyRecorded(path, file, context)) return false
  const isIt = endingOf(file.path, path)
  const isSeen = context.changes.some(({ path: seen, from }) => isIt(seen) || (from && isIt(from)))
  return !isSeen && !context.named.mayName(path, isIt)
}

function isBroken(file: ClaimedFile, { root, changes, sessions }: WordContext): boolean {
  const path = absolute(file.path, root)
  const untilMs = Date.parse(file.time) + RECORDED_WITHIN_MS
  return changes.some((seen) => {
    const isOfTurn = seen.timeMs >= file.sinceMs && seen.timeMs <= untilMs
    return isOfTurn && sessions.has(seen.session as SessionId) && seen.path === path
  })
}

function absolute(said: string, root: string | undefined): string | undefined {
  if (said.startsWith('~/')) return join(userHome(), said.slice(2))
  if (isAbsolute(said)) return normalize(said)
  return root === undefined ? undefined : join(root, said)
}

/** People name a file by the end of its path, from whatever folder on. */
function endingOf(said: string, path: string): (path: string) => boolean {
  const end = `/${said.replace(/^(?:\.{0,2}\/)+/, '')}`.toLowerCase()
  return (seen) => seen === path || seen.toLowerCase().endsWith(end)
}

/** Whether a change of this path would have been recorded, had there been one. */
function isSurelyRecorded(path: string, { time }: ClaimedFile, context: WordContext): boolean {
  const seen = context.rootOf(path)
  if (!seen?.known || context.respectsGitignore) return false
  const { known, gaps, incomplete, root } = seen
  const saidMs = Date.parse(time)
  const isGap = gaps.some(({ from, to }) => from <= saidMs && to >= context.startedMs)
  const isLooked = context.isWatched || known.untilMs >= saidMs
  const isWhole = known.fromMs <= context.startedMs && !isGap && incomplete.length === 0
  return isLooked && isWhole && context.isRecorded(root, path)
}
