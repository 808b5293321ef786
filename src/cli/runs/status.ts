import { showCount } from '../../model/counts.ts'
import { ERRORS } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import { storeExcess } from '../../record/prune/maintenance-policy.ts'
import { readWholeStatus, type Status } from '../../review/answers/status.ts'
import { statusJson } from '../../review/json/status.ts'
import type { RepoStatus } from '../../review/status/status.ts'
import { loadConfig } from '../../store/config/config-file.ts'
import type { Home } from '../../store/home/home.ts'
import { now } from '../../system/clock.ts'
import { agentsLines, restartsText, statusLines, terminalsLines } from '../changes/status-lines.ts'
import type { statusCommand } from '../commands/status.ts'
import type { CommandContext, ContextOf } from '../framework/command.ts'

export async function run(context: ContextOf<typeof statusCommand>): Promise<number> {
  const { home, roots, out } = context
  const status = await readWholeStatus(home, roots)
  const { statuses, damaged, restarts, sessionsProblem: refusal } = status
  if (out.isJson) out.json(statusJson(home, status))
  else writeStatus(context, status)
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

function unreadableText({ repo, unreadable }: RepoStatus): string {
  const what = `${showCount(unreadable, 'snapshot')} of ${showText(repo.root)}`
  return `${what} cannot be read. Run \`flightrec verify\` to see what the damage costs.`
}

function writeStatus({ out }: CommandContext<object>, status: Status): void {
  const nowMs = now()
  status.statuses.forEach((one, n) => {
    if (n > 0) out.line()
    const recordings = status.recordings.in(one.repo.root)
    for (const line of statusLines(one, recordings, nowMs, out.style)) out.line(line)
  })
  for (const line of agentsLines(status, out.style)) out.line(line)
  for (const line of terminalsLines(status, out.style)) out.line(line)
}
