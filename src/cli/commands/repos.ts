import { type CommandContext, command } from '../framework/command.ts'

type ReposContext = CommandContext<{ deleteRecord: boolean; yes: boolean }>

export const reposCommand = command({
  name: 'repos',
  group: 'read',
  summary: 'List what is recorded: name, root and git folder of each; forget one',
  description: `
    A root marked \`always\` is recorded whenever the daemon runs, since \`flightrec daemon start\` was given it.
    \`repos forget NAME\` ends that, and the recording of the root if it goes on now. Its record stays, and can be
    read as before; with --delete-record it is deleted for good.`,
  arguments: [
    { name: 'forget', summary: 'The word `forget`', optional: true, choices: ['forget'] },
    { name: 'NAME', summary: 'Which root to forget: its name or its whole path', optional: true },
  ],
  options: {
    'delete-record': { type: 'boolean', summary: 'With forget: delete all snapshots of the root' },
    yes: { type: 'boolean', short: 'y', summary: 'With --delete-record: do not ask' },
  },
  examples: [
    ['flightrec repos', 'See what is recorded, and where its history lies'],
    ['flightrec repos forget my-agent', 'Record a folder no more, and keep what there is'],
  ],
  errors: ['no-store', 'locked', 'daemon-unreachable'],
  async run(context) {
    const { args, home, out } = context
    if (args.length > 0) return await forget(context)
    const { surveyRepos } = await import('../../store/repo-survey.ts')
    const { repoJson } = await import('../../review/status/status.ts')
    const { showText } = await import('../../model/show.ts')
    const { isAlwaysRecorded } = await import('../../store/always-recorded.ts')
    const repos = surveyRepos(home, [])
    if (out.isJson) {
      for (const repo of repos) out.json(repoJson(repo))
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
      out.line(`${columns.join('  ')}  ${out.style('dim', showText(gitDir))}${always}`)
    }
    return 0
  },
})

async function forget({ args, roots, options, home, out, signal }: ReposContext): Promise<number> {
  const { repoToForget, tellForgotten } = await import('../recording/forgotten-root.ts')
  const { withWriter } = await import('../../daemon/writer.ts')
  const { confirm } = await import('../terminal/confirm.ts')
  const { showText } = await import('../../model/show.ts')
  const repo = repoToForget(home, [...args, ...roots])
  const dropRecord = options.deleteRecord
  if (dropRecord && !options.yes) {
    const question = `Delete all that is recorded of ${showText(repo.root)}?`
    if (!(await confirm(question, out, signal))) {
      out.talk('Nothing was changed.')
      return 1
    }
  }
  await withWriter(home, { signal }, (writer) => writer.forget({ name: repo.name, dropRecord }))
  await tellForgotten(home, repo, dropRecord, out)
  return 0
}
