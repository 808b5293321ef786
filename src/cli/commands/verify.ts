import { command } from '../command.ts'

export const verifyCommand = command({
  name: 'verify',
  group: 'maintain',
  summary: 'Check every byte of what is recorded',
  description: `
    Re-hashes every object, follows the timeline from its newest snapshot to its oldest, and checks the
    files git and flightrec rely on. Names each damage and what it costs: which paths of which snapshots
    cannot be given back, and whether the watched folder still has them. Changes nothing, and may run
    while flightrec records. Without --root it checks every repo of the home.`,
  examples: [
    ['flightrec verify', 'Check all that is recorded'],
    ['flightrec verify --json', 'The same for a program, one object a repo'],
  ],
  errors: ['no-store', 'corrupt-store'],
  async run({ roots, home, out, signal }) {
    const { surveyRepos } = await import('../../store/repo-survey.ts')
    const { verify } = await import('../../review/verify.ts')
    const { showVerification, verificationJson } = await import('../verification.ts')
    let isSound = true
    for (const repo of surveyRepos(home, roots)) {
      const onProgress = (stage: string, done: number, total: number) =>
        out.progress(`${repo.name}: ${stage} ${done}${total > 0 ? ` of ${total}` : ''}`)
      const result = await verify(repo, { signal, onProgress })
      out.progress(undefined)
      if (result.damages.length > 0) isSound = false
      if (out.isJson) out.json(verificationJson(result))
      else showVerification(result, out)
    }
    return isSound ? 0 : 1
  },
})
