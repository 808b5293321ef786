import { MAIN, readRef } from '../../../git/history/refs.ts'
import { withSessions } from '../../../review/answers/session-reading.ts'
import { readGapLog } from '../../../review/history/log.ts'
import { repoToRead } from '../../../review/repo/repo-choice.ts'
import { RepoView } from '../../../review/repo/repo-view.ts'
import { openGapsOf } from '../../../review/status/open-gaps.ts'
import { listShadowRepos, type ShadowRepo } from '../../../store/home/shadow-repos.ts'
import { hasAnySession } from '../../../store/sessions/sessions-repo.ts'
import { listPastDamage } from '../../../store/timeline/log-past-damage.ts'
import { now } from '../../../system/clock.ts'
import { ROUTES } from '../../api/routes.ts'
import { answering, wholeNumber } from '../answer.ts'
import { homeLanes, type RootPast, worksIn } from '../home-lanes.ts'
import { sessionsSince } from '../kept-sessions.ts'
import { levelFor } from '../mark-levels.ts'
import { sentStrip } from '../sent-strip.ts'

const DAY_MS = 24 * 3_600_000
const DAYS_MAX = 60
const WIDTH = 1_400

export const homeStrip = answering(ROUTES.homeStrip, async ({ home }, asked) => {
  const days = Math.min(wholeNumber('days', asked.days, 1) ?? 7, DAYS_MAX)
  const nowMs = now()
  const toMs = wholeNumber('until', asked.until) ?? nowMs
  const fromMs = toMs - days * DAY_MS
  const only =
    asked.root === undefined
      ? undefined
      : repoToRead(home, { root: asked.root, folder: undefined }).repo
  const sessions = hasAnySession(home)
    ? await withSessions(home, (reading) => sessionsSince(home, reading, fromMs))
    : []
  const roots: RootPast[] = []
  for (const repo of only ? [only] : listShadowRepos(home))
    roots.push(await pastOf(repo, fromMs, nowMs))
  const lanes = homeLanes({
    ...{ fromMs, nowMs: Math.min(toMs, nowMs), roots },
    sessions: only ? sessions.filter((session) => worksIn(only.root, session)) : sessions,
  })
  return sentStrip(lanes, { fromMs, toMs, level: levelFor(toMs - fromMs, WIDTH) })
})

/** Reads names and seconds of commits only, and these as far back as is asked for. */
async function pastOf(repo: ShadowRepo, sinceMs: number, nowMs: number): Promise<RootPast> {
  const view = new RepoView(repo)
  const past: RootPast = { root: repo.root, changesMs: [], sinceMs: undefined, gaps: [] }
  try {
    const tip = readRef(repo.gitDir, MAIN)
    if (tip === undefined) return past
    const { timesMs, isAll } = await timesSince(listPastDamage(repo.gitDir, tip), sinceMs)
    const gaps = await openGapsOf(view, nowMs)
    for await (const gap of readGapLog(view, { sinceMs })) gaps.push(gap)
    return { ...past, changesMs: timesMs, sinceMs: isAll ? timesMs.at(-1) : sinceMs, gaps }
  } finally {
    view.close()
  }
}

/** Returns the newest first, and whether there are none before them. */
async function timesSince(
  listed: AsyncIterable<readonly { timeSeconds: number }[]>,
  sinceMs: number,
): Promise<{ timesMs: number[]; isAll: boolean }> {
  const timesMs: number[] = []
  for await (const commits of listed)
    for (const { timeSeconds } of commits) {
      if (timeSeconds * 1_000 < sinceMs) return { timesMs, isAll: false }
      timesMs.push(timeSeconds * 1_000)
    }
  return { timesMs, isAll: true }
}
