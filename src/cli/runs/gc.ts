import { type WriterOptions, withWriter } from '../../daemon/writer.ts'
import { repoSize } from '../../git/upkeep/repo-size.ts'
import type { Config } from '../../model/config.ts'
import { parseSize } from '../../model/config-value.ts'
import { ERRORS, FlightrecError } from '../../model/errors.ts'
import { formatSize } from '../../model/units.ts'
import { writeSize } from '../../model/write-size.ts'
import { collectGarbage } from '../../record/prune/collect-garbage.ts'
import {
  collectSessions,
  type SessionGarbageOptions,
  type SessionsCollected,
} from '../../record/prune/collect-sessions.ts'
import { planRecordings, type RecordingsPlan } from '../../record/prune/prune-recordings.ts'
import { historyProblem } from '../../record/prune/repo-history.ts'
import { loadConfig } from '../../store/config/config-file.ts'
import { newerFormat } from '../../store/home/format-version.ts'
import type { Home } from '../../store/home/home.ts'
import { surveyRepos, surveyReposIfAny } from '../../store/home/repo-survey.ts'
import type { SurveyedRepo } from '../../store/home/shadow-repos.ts'
import { indexBytes } from '../../store/recordings/kept-indexes.ts'
import { hasSessionsRepo, sessionsGitDir } from '../../store/sessions/sessions-repo.ts'
import { countSpool } from '../../store/spool/spool.ts'
import { now } from '../../system/clock.ts'
import type { gcCommand } from '../commands/gc.ts'
import type { ContextOf } from '../framework/command.ts'
import { tellBusy } from '../recording/tell-busy.ts'
import type { Output } from '../terminal/output.ts'
import { showCollected, showCollectedSessions } from '../upkeep/collected.ts'

export async function run({
  options,
  roots,
  home,
  out,
  signal,
}: ContextOf<typeof gcCommand>): Promise<number> {
  const { config } = await loadConfig(home)
  const newer = roots.length === 0 ? newerFormat(sessionsGitDir(home)) : undefined
  const hasSessions = roots.length === 0 && !newer && hasSessionsRepo(home)
  const surveyed = hasSessions ? surveyReposIfAny(home, roots) : surveyRepos(home, roots)
  const { repos, damaged } = await withoutDamaged(surveyed)
  if (newer) damaged.push(newer)
  if (repos.length === 0 && damaged[0]) throw damaged[0]
  for (const { message } of damaged) out.warn(`left out: ${message}`)
  const limit = await maxBytes(options.maxSize)
  const keepDays = options.keepDays ?? config['gc.keep_days']
  const waiting = { signal, onBusy: tellBusy(out) }
  if (!options.dryRun) await takeInWaiting(home, waiting)
  const settledMs = options.dryRun ? undefined : await settledSince(home, waiting)
  const shared = { keepDays, isDryRun: options.dryRun, signal, settledMs }
  const plan = hasSessions ? await planFor(home, config, repos, limit) : undefined
  const sessionsBytes = plan ? repoSize(sessionsGitDir(home)).totalBytes - plan.freedBytes : 0
  const results = await collectGarbage(home, repos, {
    ...shared,
    maxBytes: limit === undefined ? undefined : Math.max(0, limit - sessionsBytes),
    onProgress: ({ name }, stage) => out.progress(`${name}: ${stage}`),
  })
  out.progress(undefined)
  showCollected(results, options.dryRun, out)
  const sessions = plan && (await collectEnded(home, { ...shared, plan }, out))
  if (options.dryRun) out.talk('Nothing was changed; the sizes do not count what packing saves.')
  const total = sum(
    [...results, ...(sessions ? [sessions] : [])].map(({ bytesAfter }) => bytesAfter),
  )
  if (limit !== undefined && total > limit && !options.dryRun) {
    out.warn(
      `the latest snapshots and the sessions take ${formatSize(total)}, more than ${writeSize(limit)}`,
    )
  }
  return damaged.length > 0 ? ERRORS['corrupt-store'].exitCode : 0
}

/** What cannot be read whole is neither dropped nor packed, and keeps nothing else from it. */
async function withoutDamaged(surveyed: readonly SurveyedRepo[]) {
  const repos: SurveyedRepo[] = []
  const damaged: FlightrecError[] = []
  for (const repo of surveyed) {
    const problem = repo.problem ?? (await historyProblem(repo))
    if (problem) damaged.push(problem)
    else repos.push(repo)
  }
  return { repos, damaged }
}

/** What hooks have said and nobody has taken in; where somebody records, they do. */
async function takeInWaiting(home: Home, waiting: WriterOptions): Promise<void> {
  if (countSpool(home).waiting === 0) return
  try {
    await withWriter(home, { ...waiting, waitMs: 0 }, async () => {})
  } catch (error) {
    if (!(error instanceof FlightrecError) || error.code !== 'locked') throw error
  }
}

/**
 * Has a running daemon stand still for a moment: what nobody names then is free, however young it is. Without one, or
 * while it does not answer, age alone tells.
 */
async function settledSince(home: Home, waiting: WriterOptions): Promise<number | undefined> {
  try {
    return await withWriter(home, { ...waiting, waitMs: 0 }, (writer) =>
      writer.alone([], async () => now()),
    )
  } catch (error) {
    if (!(error instanceof FlightrecError) || waiting.signal?.aborted) throw error
    return undefined
  }
}

/** What packing saves is not known yet: recordings go only where what is packed already does not fit beside them. */
async function planFor(
  home: Home,
  config: Config,
  repos: readonly SurveyedRepo[],
  limit = Number.POSITIVE_INFINITY,
): Promise<RecordingsPlan> {
  const packed = sum(repos.map(({ gitDir }) => repoSize(gitDir).packBytes))
  const sessions = repoSize(sessionsGitDir(home)).totalBytes + indexBytes(home)
  return await planRecordings(home, config['terminal.keep_days'], packed + sessions - limit)
}

async function collectEnded(
  home: Home,
  options: Omit<SessionGarbageOptions, 'drop' | 'dropRecordings'>,
  out: Output,
): Promise<SessionsCollected> {
  const { signal } = options
  const waiting = { signal, onBusy: tellBusy(out) }
  const result = await collectSessions(home, {
    ...options,
    onProgress: (stage) => out.progress(`sessions: ${stage}`),
    drop: (ids) => withWriter(home, waiting, (writer) => writer.dropSessions(ids)),
    dropRecordings: (ids) => withWriter(home, waiting, (writer) => writer.dropRecordings(ids)),
  })
  out.progress(undefined)
  showCollectedSessions(result, options.isDryRun, out)
  return result
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

async function maxBytes(text: string | undefined): Promise<number | undefined> {
  if (text === undefined) return undefined
  const size = parseSize(text)
  if ('value' in size && typeof size.value === 'number') return size.value
  throw new FlightrecError('usage', `--max-size: not a size: '${text}'`, {
    hint: 'Give a size such as `--max-size 2GB` or `--max-size 500MiB`.',
  })
}
