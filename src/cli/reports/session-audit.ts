/** `flightrec audit`: gathers a session, those of its subagents, and the folders they worked in. */
import { filterOf } from '../../model/filter.ts'
import { type Audit, auditSessions } from '../../review/audit/audit.ts'
import { sessionFamily } from '../../review/sessions/session-family.ts'
import { rulesInForce } from '../../rules/in-force.ts'
import { loadConfig } from '../../store/config/config-file.ts'
import type { Home } from '../../store/home/home.ts'
import { listShadowRepos } from '../../store/home/shadow-repos.ts'
import { now } from '../../system/clock.ts'
import { withSessions } from '../sessions/session-reading.ts'
import type { Output } from '../terminal/output.ts'

interface AuditContext {
  home: Home
  out: Output
  signal: AbortSignal
}

/** Audits the session that `name` names. */
export async function gatherAudit(
  { home, out, signal }: AuditContext,
  name: string,
  isWithChildren: boolean,
): Promise<Audit> {
  const { config, rules } = await loadConfig(home)
  const risks = new Map(rulesInForce(rules).map(({ id, risk }) => [id, risk]))
  const filter = filterOf(config)
  return await withSessions(home, async (reading) => {
    const session = await reading.find(name)
    const onDamaged = (error: Error) => out.warn(`a session is left out: ${error.message}`)
    const sessions = isWithChildren
      ? await sessionFamily(session, reading.list({ onDamaged }))
      : [session]
    return await auditSessions({
      sessions,
      events: (one) => reading.events(one),
      repos: listShadowRepos(home),
      riskOf: (rule) => risks.get(rule),
      isRecorded: (path) => filter.isRecorded(path),
      respectsGitignore: config['filter.respect_gitignore'],
      nowMs: now(),
      signal,
    })
  })
}
