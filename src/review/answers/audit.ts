/** `audit`: gathers a session, those of its subagents, and the folders they worked in. */
import type { Filter } from '../../model/filter.ts'
import { rulesInForce } from '../../rules/in-force.ts'
import { loadConfig } from '../../store/config/config-file.ts'
import type { Home } from '../../store/home/home.ts'
import { recordingScope } from '../../store/home/recording-scope.ts'
import { listShadowRepos } from '../../store/home/shadow-repos.ts'
import { now } from '../../system/clock.ts'
import { type Audit, auditSessions } from '../audit/audit.ts'
import { readSessionRecordings } from '../recordings/session-recordings.ts'
import { sessionFamily } from '../sessions/session-family.ts'
import { withSessions } from './session-reading.ts'

interface AuditAsked {
  /** The session, as it is named. */
  session: string
  /** Whether the sessions of its subagents are part of it. */
  withChildren: boolean
  /** Told of each session, or recording, that cannot be read, which is left out. */
  onDamaged(error: Error): void
  signal: AbortSignal
}

/** Audits the session that is named; `auditJson` makes one `audit` of it. */
export async function readAudit(
  home: Home,
  { session: name, withChildren, onDamaged, signal }: AuditAsked,
): Promise<Audit> {
  const { config, rules } = await loadConfig(home)
  const risks = new Map(rulesInForce(rules).map(({ id, risk }) => [id, risk]))
  const filters = new Map<string, Filter>()
  const filterOf = (root: string) => {
    const filter = filters.get(root) ?? recordingScope(home, config, root).filter
    filters.set(root, filter)
    return filter
  }
  return await withSessions(home, async (reading) => {
    const session = await reading.find(name)
    const sessions = withChildren
      ? await sessionFamily(session, reading.list({ onDamaged }))
      : [session]
    return await auditSessions({
      sessions,
      events: (one) => reading.events(one),
      repos: listShadowRepos(home),
      recordings: await readSessionRecordings(home, sessions, onDamaged),
      riskOf: (rule) => risks.get(rule),
      isRecorded: (root, path) => filterOf(root).isRecorded(path),
      respectsGitignore: config['filter.respect_gitignore'],
      nowMs: now(),
      signal,
    })
  })
}
