import { ERRORS, FlightrecError } from '../../model/errors.ts'
import type { SessionGarbageOptions } from '../../record/prune/collect-sessions.ts'
import type { Home } from '../../store/home.ts'
import type { SurveyedRepo } from '../../store/shadow-repos.ts'
import { command } from '../framework/command.ts'
import type { Output } from '../terminal/output.ts'

export const gcCommand = command({
  name: 'gc',
  group: 'maintain',
  summary: 'Pack what is recorded, and drop old snapshots',
  description: `
    Packs all objects, each as the difference to one like it where that is smaller, and removes what no
    snapshot holds. With --keep-days, or gc.keep_days in the config, it first drops the snapshots that
    nobody needs to give back every state of those days; with --max-size it drops the oldest until all
    repos together fit. The latest snapshot of a root always stays. Sessions of agents that ended before
    those days are dropped as well, by age only. Recording goes on meanwhile. Where the disk has no room for
    a second copy of a repo, it is packed in parts. Without --root it takes all repos, and the sessions.`,
  options: {
    'keep-days': {
      type: 'integer',
      value: 'DAYS',
      min: 0,
      summary: 'Keep every state of so many days; 0 keeps all (default: gc.keep_days)',
    },
    'max-size': {
      type: 'string',
      value: 'SIZE',
      summary: 'Drop the oldest until the repos take no more, e.g. 2GB',
    },
    'dry-run': { type: 'boolean', summary: 'Only say what would be dropped and freed' },
  },
  examples: [
    ['flightrec gc', 'Pack what is recorded; drop what gc.keep_days says'],
    ['flightrec gc --keep-days 30 --dry-run', 'See what keeping 30 days would free'],
    ['flightrec gc --max-size 2GB', 'Drop the oldest snapshots until 2 GB are enough'],
  ],
  errors: ['no-store', 'locked', 'disk-full', 'corrupt-store', 'bad-config'],
  async run({ options, roots, home, out, signal }) {
    const { surveyRepos, surveyReposIfAny } = await import('../../store/repo-survey.ts')
    const { hasSessionsRepo, sessionsGitDir } = await import('../../store/sessions-repo.ts')
    const { newerFormat } = await import('../../store/format-version.ts')
    const { loadConfig } = await import('../../store/config-file.ts')
    const { collectGarbage } = await import('../../record/prune/collect-garbage.ts')
    const { showCollected } = await import('../upkeep/collected.ts')
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
    if (!options.dryRun) await takeInWaiting(home, signal)
    const settledMs = options.dryRun ? undefined : await settledSince(home, signal)
    const shared = { keepDays, isDryRun: options.dryRun, signal, settledMs }
    const results = await collectGarbage(home, repos, {
      ...shared,
      maxBytes: limit,
      onProgress: ({ name }, stage) => out.progress(`${name}: ${stage}`),
    })
    out.progress(undefined)
    showCollected(results, options.dryRun, out)
    if (hasSessions) await collectEnded(home, shared, out)
    if (options.dryRun) out.talk('Nothing was changed; the sizes do not count what packing saves.')
    const total = results.reduce((sum, { bytesAfter }) => sum + bytesAfter, 0)
    if (limit !== undefined && total > limit && !options.dryRun) {
      const { showSize } = await import('../../model/quantities.ts')
      out.warn(`the latest snapshots alone take ${showSize(total)}, more than ${showSize(limit)}`)
    }
    return damaged.length > 0 ? ERRORS['corrupt-store'].exitCode : 0
  },
})

/** What cannot be read whole is neither dropped nor packed, and keeps nothing else from it. */
async function withoutDamaged(surveyed: readonly SurveyedRepo[]) {
  const { historyProblem } = await import('../../record/prune/repo-history.ts')
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
async function takeInWaiting(home: Home, signal: AbortSignal): Promise<void> {
  const { countSpool } = await import('../../store/spool.ts')
  if (countSpool(home).waiting === 0) return
  const { withWriter } = await import('../../daemon/writer.ts')
  try {
    await withWriter(home, { signal, waitMs: 0 }, async () => {})
  } catch (error) {
    if (!(error instanceof FlightrecError) || error.code !== 'locked') throw error
  }
}

/**
 * Has a running daemon stand still for a moment: what nobody names then is free, however young it is. Without one, or
 * while it does not answer, age alone tells.
 */
async function settledSince(home: Home, signal: AbortSignal): Promise<number | undefined> {
  const { withWriter } = await import('../../daemon/writer.ts')
  const { now } = await import('../../system/clock.ts')
  try {
    return await withWriter(home, { signal, waitMs: 0 }, (writer) =>
      writer.alone([], async () => now()),
    )
  } catch (error) {
    if (!(error instanceof FlightrecError) || signal.aborted) throw error
    return undefined
  }
}

async function collectEnded(
  home: Home,
  options: Omit<SessionGarbageOptions, 'drop'>,
  out: Output,
): Promise<void> {
  const { collectSessions } = await import('../../record/prune/collect-sessions.ts')
  const { withWriter } = await import('../../daemon/writer.ts')
  const { showCollectedSessions } = await import('../upkeep/collected.ts')
  const { signal } = options
  const result = await collectSessions(home, {
    ...options,
    onProgress: (stage) => out.progress(`sessions: ${stage}`),
    drop: (ids) => withWriter(home, signal ? { signal } : {}, (writer) => writer.dropSessions(ids)),
  })
  out.progress(undefined)
  showCollectedSessions(result, options.isDryRun, out)
}

async function maxBytes(text: string | undefined): Promise<number | undefined> {
  if (text === undefined) return undefined
  const { parseSize } = await import('../../model/config-value.ts')
  const size = parseSize(text)
  if ('value' in size && typeof size.value === 'number') return size.value
  throw new FlightrecError('usage', `--max-size: not a size: '${text}'`, {
    hint: 'Give a size such as `--max-size 2GB` or `--max-size 500MiB`.',
  })
}
