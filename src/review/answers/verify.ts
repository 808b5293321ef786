/** `verify`: re-hashes everything that is recorded, root by root, then what sessions told. */
import type { Home } from '../../store/home/home.ts'
import { surveyRepos, surveyReposIfAny } from '../../store/home/repo-survey.ts'
import { hasAnySession } from '../../store/sessions/sessions-repo.ts'
import { sessionsVerificationJson, verificationJson } from '../json/verification.ts'
import { type Verification, verify } from '../verify/verify.ts'
import { type SessionsVerification, verifySessions } from '../verify/verify-sessions.ts'

interface VerifyRequest {
  /** All, and the sessions besides, when there are none. */
  roots: readonly string[]
  signal: AbortSignal
  /** `name` is that of the repo, or `sessions`. */
  onProgress(name: string, stage: string, done: number, total: number): void
}

type Verified =
  | { of: 'repo'; result: Verification }
  | { of: 'sessions'; result: SessionsVerification }

/** Yields the result of each repo, then that of the sessions. */
export async function* verifyAll(
  home: Home,
  { roots, signal, onProgress }: VerifyRequest,
): AsyncGenerator<Verified> {
  const withSessions = roots.length === 0 && hasAnySession(home)
  const repos = withSessions ? surveyReposIfAny(home, roots) : surveyRepos(home, roots)
  const options = (name: string) => ({ signal, onProgress: onProgress.bind(undefined, name) })
  for (const repo of repos) yield { of: 'repo', result: await verify(repo, options(repo.name)) }
  if (withSessions)
    yield { of: 'sessions', result: await verifySessions(home, options('sessions')) }
}

/** Returns a `verification` or a `sessions-verification`. */
export function answerVerified(verified: Verified) {
  return verified.of === 'repo'
    ? verificationJson(verified.result)
    : sessionsVerificationJson(verified.result)
}
