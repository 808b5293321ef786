import { withWriter } from '../../daemon/writer.ts'
import { showText } from '../../model/show.ts'
import { repoJson } from '../../review/json/status.ts'
import { countRecordings } from '../../review/recordings/recording-counts.ts'
import { isAlwaysRecorded } from '../../store/home/always-recorded.ts'
import { surveyRepos } from '../../store/home/repo-survey.ts'
import { countsText } from '../changes/status-lines.ts'
import type { reposCommand } from '../commands/repos.ts'
import type { ContextOf } from '../framework/command.ts'
import { repoToForget, tellForgotten } from '../recording/forgotten-root.ts'
import { tellBusy } from '../recording/tell-busy.ts'
import { confirm } from '../terminal/confirm.ts'

export async function run(context: ContextOf<typeof reposCommand>): Promise<number> {
  const { args, home, out } = context
  if (args.length > 0) return await forget(context)
  const repos = surveyRepos(home, [])
  const recordings = await countRecordings(home)
  if (out.isJson) {
    for (const repo of repos) out.json(repoJson(repo, recordings))
    return 0
  }
  for (const { problem } of repos) if (problem) out.warn(problem.message)
  const width = (texts: string[]) => Math.max(...texts.map((text) => text.length))
  const nameWidth = width(repos.map(({ name }) => showText(name)))
  const rootWidth = width(repos.map(({ root }) => showText(root)))
  for (const repo of repos) {
    const { name, root, gitDir } = repo
    const columns = [showText(name).padEnd(nameWidth), showText(root).padEnd(rootWidth)]
    const always = isAlwaysRecorded(repo) ? '  always' : ''
    const counts = recordings.in(root)
    const terminals = counts.total === 0 ? '' : `  ${countsText(counts)}`
    out.line(`${columns.join('  ')}  ${out.style('dim', showText(gitDir))}${always}${terminals}`)
  }
  return 0
}

type ReposContext = ContextOf<typeof reposCommand>

async function forget({ args, roots, options, home, out, signal }: ReposContext): Promise<number> {
  const repo = repoToForget(home, [...args, ...roots])
  const dropRecord = options.deleteRecord
  if (dropRecord && !options.yes) {
    const question = `Delete all that is recorded of ${showText(repo.root)}?`
    if (!(await confirm(question, out, signal))) {
      out.talk('Nothing was changed.')
      return 1
    }
  }
  await withWriter(home, { signal, onBusy: tellBusy(out) }, (writer) =>
    writer.forget({ name: repo.name, dropRecord }),
  )
  await tellForgotten(home, repo, dropRecord, out)
  return 0
}
