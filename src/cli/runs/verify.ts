import { verify } from '../../review/verify/verify.ts'
import type { VerifyOptions } from '../../review/verify/verify-options.ts'
import { verifySessions } from '../../review/verify/verify-sessions.ts'
import type { Home } from '../../store/home/home.ts'
import { surveyRepos, surveyReposIfAny } from '../../store/home/repo-survey.ts'
import { hasAnySession } from '../../store/sessions/sessions-repo.ts'
import type { verifyCommand } from '../commands/verify.ts'
import type { ContextOf } from '../framework/command.ts'
import type { Output } from '../terminal/output.ts'
import {
  sessionsVerificationJson,
  showSessionsVerification,
  showVerification,
  verificationJson,
} from '../upkeep/verification.ts'

export async function run({
  roots,
  home,
  out,
  signal,
}: ContextOf<typeof verifyCommand>): Promise<number> {
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
}

async function verifyAllSessions(
  home: Home,
  options: VerifyOptions,
  out: Output,
): Promise<boolean> {
  const result = await verifySessions(home, options)
  out.progress(undefined)
  if (out.isJson) out.json(sessionsVerificationJson(result))
  else showSessionsVerification(result, out)
  return result.damages.length === 0
}
