/** What an agent says of a session, held against the record. */
import type { auditJson } from '../../review/json/audit.ts'
import { reads } from './route.ts'

export type AuditAnswer = ReturnType<typeof auditJson>

export const AUDIT_ROUTES = {
  audit: reads<{ session: string }, AuditAnswer>(
    '/api/sessions/:session/audit',
    'What the agent and its subagents said of a session, held against the record: one `audit`.',
    { session: 'As on the command line: an id, or the only beginning of one' },
  ),
} as const
