import { command } from '../framework/command.ts'

export const reposCommand = command({
  name: 'repos',
  group: 'read',
  summary: 'List what is recorded: name, root and git folder of each',
  examples: [['flightrec repos', 'See what is recorded, and where its history lies']],
  errors: ['no-store'],
  async run({ home, out }) {
    const { surveyRepos } = await import('../../store/repo-survey.ts')
    const { repoJson } = await import('../../review/status/status.ts')
    const { showText } = await import('../../model/show.ts')
    const repos = surveyRepos(home, [])
    if (out.isJson) {
      for (const repo of repos) out.json(repoJson(repo))
      return 0
    }
    for (const { problem } of repos) if (problem) out.warn(problem.message)
    const width = (texts: string[]) => Math.max(...texts.map((text) => text.length))
    const nameWidth = width(repos.map(({ name }) => showText(name)))
    const rootWidth = width(repos.map(({ root }) => showText(root)))
    for (const { name, root, gitDir } of repos) {
      const columns = [showText(name).padEnd(nameWidth), showText(root).padEnd(rootWidth)]
      out.line(`${columns.join('  ')}  ${out.style('dim', showText(gitDir))}`)
    }
    return 0
  },
})
