import type { VerifyOptions } from '../../review/verify/verify-options.ts'
import type { Home } from '../../store/home.ts'
import { command } from '../framework/command.ts'
import type { Output } from '../terminal/output.ts'

export const verifyCommand = command({
  name: 'verify',
  group: 'maintain',
  summary: 'Check every byte of what is recorded',
  description: `
    Re-hashes every object, follows the timeline from its newest snapshot to its oldest, and checks the
    files git and flightrec rely on. Names each damage and what it costs: which paths of which snapshots
    cannot be given back, and whether the watched folder still has them; which events of which sessions
    are lost. Changes nothing, and may run while flightrec records. Without --root it checks every repo of
    the home, and the sessions.`,
  examples: [
    ['flightrec verify', 'Check all that is recorded'],
    ['flightrec verify --json', 'The same for a program, one object a repo'],
  ],
  errors: ['no-store', 'corrupt-store'],
  async run({ roots, home, out, signal }) {
    const { surveyRepos, surveyReposIfAny } = await import('../../store/repo-survey.ts')
    const { hasAnySession } = await import('../../store/sessions-repo.ts')
    const { verify } = await import('../../review/verify/verify.ts')
    const { showVerification, verificationJson } = await import('../upkeep/verification.ts')
    let isSound = true
    const progressOf = (name: string) => (stage: string, done: number, total: number) =>
      out.progress(`${name}: ${stage} ${done}${total > 0 ? ` of ${total}` : ''}`)
    const withSessions = roots.length === 0 && hasAnySession(home)
    for (const repo of withSessions ? surveyReposIfAny(home, roots) : surveyRepos(home, roots)) {
      const result = await verify(repo, { signal, onProgress: progressOf(repo.name) })
      out.progress(undefined)
      if (result.damages.length > 0) isSound = false
      if (out.isJson) out.json(verificationJson(result))
      else showVerification(result, out)
    }
    if (
      withSessions &&
      !(await verifyAllSessions(home, { signal, onProgress: progressOf('sessions') }, out))
    )
      isSound = false
    return isSound ? 0 : 1
  },
})

async function verifyAllSessions(
  home: Home,
  options: VerifyOptions,
  out: Output,
): Promise<boolean> {
  const { verifySessions } = await import('../../review/verify/verify-sessions.ts')
  const { sessionsVerificationJson, showSessionsVerification } = await import(
    '../upkeep/verification.ts'
  )
  const result = await verifySessions(home, options)
  out.progress(undefined)
  if (out.isJson) out.json(sessionsVerificationJson(result))
  else showSessionsVerification(result, out)
  return result.damages.length === 0
}
