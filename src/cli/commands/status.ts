import type { RepoStatus } from '../../review/status.ts'
import { type CommandContext, command } from '../command.ts'

export const statusCommand = command({
  name: 'status',
  group: 'read',
  summary: 'Show what is recorded, up to when, and what is missing',
  description: 'Shows all roots, or those given with `--root`.',
  examples: [['flightrec status', 'Snapshots, gaps and sizes of all roots']],
  errors: ['no-store'],
  async run(context) {
    const { home, roots, out } = context
    const { listShadowRepos } = await import('../../store/shadow-repos.ts')
    const { chooseRepo, noRepos } = await import('../../review/repo-choice.ts')
    const { readStatus, statusJson } = await import('../../review/status.ts')
    const { workingFolder } = await import('../../system/environment.ts')
    const folder = workingFolder()
    const repos =
      roots.length > 0
        ? roots.map((root) => chooseRepo(home, { root, folder }))
        : listShadowRepos(home)
    if (repos.length === 0) throw noRepos(home)
    const statuses: RepoStatus[] = []
    for (const repo of repos) statuses.push(await readStatus(repo))
    if (out.isJson) out.json({ type: 'status', home: home.path, repos: statuses.map(statusJson) })
    else await writeStatuses(context, statuses)
    return 0
  },
})

async function writeStatuses(
  { out }: CommandContext<object>,
  statuses: readonly RepoStatus[],
): Promise<void> {
  const { statusLines } = await import('../status-lines.ts')
  const { now } = await import('../../system/clock.ts')
  const nowMs = now()
  statuses.forEach((status, n) => {
    if (n > 0) out.line()
    for (const line of statusLines(status, nowMs, out.style)) out.line(line)
  })
}
