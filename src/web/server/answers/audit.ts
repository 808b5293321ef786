import { readAudit } from '../../../review/answers/audit.ts'
import { auditJson } from '../../../review/json/audit.ts'
import { ROUTES } from '../../api/routes.ts'
import { answering } from '../answer.ts'

export const audit = answering(ROUTES.audit, async ({ home }, { session }, signal) =>
  auditJson(await readAudit(home, { session, withChildren: true, onDamaged: () => {}, signal })),
)
