import { showCount } from '../../model/counts.ts'
import { ERRORS, FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { storeExcess } from '../../record/prune/maintenance-policy.ts'
import { type RepoStatus, readStatus, repoJson, statusJson } from '../../review/status/status.ts'
import { unrecordedFolders } from '../../review/status/unrecorded.ts'
import { loadConfig } from '../../store/config/config-file.ts'
import { newerFormat } from '../../store/home/format-version.ts'
import type { Home } from '../../store/home/home.ts'
import { surveyRepos } from '../../store/home/repo-survey.ts'
import { RESTARTS_TOLD_MS, readRestarts } from '../../store/home/restarts.ts'
import type { SurveyedRepo } from '../../store/home/shadow-repos.ts'
import { listLive } from '../../store/sessions/live-folder.ts'
import { sessionsGitDir } from '../../store/sessions/sessions-repo.ts'
import { countSpool } from '../../store/spool/spool.ts'
import { now } from '../../system/clock.ts'
import {
  type AgentsStatus,
  agentsLines,
  restartsText,
  statusLines,
} from '../changes/status-lines.ts'
import type { statusCommand } from '../commands/status.ts'
import type { CommandContext, ContextOf } from '../framework/command.ts'

export async function run(context: ContextOf<typeof statusCommand>): Promise<number> {
  const { home, roots, out } = context
  const repos = surveyRepos(home, roots)
  const statuses: RepoStatus[] = []
  const damaged: SurveyedRepo[] = []
  for (const repo of repos) {
    const status = repo.problem ?? (await readStatus(repo).catch(asProblem(repo)))
    if (status instanceof FlightrecError) damaged.push({ ...repo, problem: status })
    else statuses.push(status)
  }
  const unrecorded = unrecordedFolders(home)
  const restarts = readRestarts(home, RESTARTS_TOLD_MS)
  const counts = { running_sessions: listLive(home).length, spool: countSpool(home) }
  const refusal = newerFormat(sessionsGitDir(home))
  if (out.isJson) {
    const sessions_problem = refusal?.message ?? null
    const folders = unrecorded.map(({ folder, agent }) => ({ folder, agent }))
    const repos = [...statuses.map(statusJson), ...damaged.map(repoJson)]
    const agents = { ...counts, sessions_problem, unrecorded: folders }
    out.json({ type: 'status', home: home.path, repos, ...agents, restarts })
  } else await writeStatuses(context, statuses, { ...counts, unrecorded })
  if (restarts.length > 0) out.warn(restartsText(restarts))
  if (refusal) out.warn(`sessions are not recorded: ${refusal.message}. ${refusal.hint}`)
  const excess = await excessOf(home, statuses)
  if (excess) out.warn(`${excess.problem}. ${excess.remedy}`)
  for (const { problem } of damaged) if (problem) out.warn(`${problem.message}. ${problem.hint}`)
  const holed = statuses.filter(({ unreadable }) => unreadable > 0)
  for (const status of holed) out.warn(unreadableText(status))
  return damaged.length + holed.length > 0 ? ERRORS['corrupt-store'].exitCode : 0
}

async function excessOf(home: Home, statuses: readonly RepoStatus[]) {
  // A configuration that cannot be used is told of by itself.
  const loaded = await loadConfig(home).catch(() => undefined)
  const repos = statuses.map(({ repo }) => repo)
  return await storeExcess(repos, loaded?.config['snapshot.max_store_size'] ?? 0)
}

/** A damaged repo costs its own root only. */
function asProblem({ root }: SurveyedRepo): (error: unknown) => FlightrecError {
  return (error) => {
    if (!(error instanceof FlightrecError)) throw error
    const { code, message, hint } = error
    return new FlightrecError(code, `${root}: ${message}`, { ...(hint !== undefined && { hint }) })
  }
}

function unreadableText({ repo, unreadable }: RepoStatus): string {
  const what = `${showCount(unreadable, 'snapshot')} of ${showText(repo.root)}`
  return `${what} cannot be read. Run \`flightrec verify\` to see what the damage costs.`
}

async function writeStatuses(
  { out }: CommandContext<object>,
  statuses: readonly RepoStatus[],
  agents: AgentsStatus,
): Promise<void> {
  const nowMs = now()
  statuses.forEach((status, n) => {
    if (n > 0) out.line()
    for (const line of statusLines(status, nowMs, out.style)) out.line(line)
  })
  for (const line of agentsLines(agents, out.style)) out.line(line)
}
