import { ERRORS } from '../../model/errors.ts'
import { isAtLeast, RISKS } from '../../model/risk.ts'
import { showJson } from '../../model/show.ts'
import { readAudit } from '../../review/answers/audit.ts'
import { worstOfAudit } from '../../review/audit/verdict.ts'
import { auditJson } from '../../review/json/audit.ts'
import type { auditCommand } from '../commands/audit.ts'
import type { ContextOf } from '../framework/command.ts'
import { auditLines } from '../reports/audit-markdown.ts'

export async function run({
  args,
  options,
  home,
  out,
  signal,
}: ContextOf<typeof auditCommand>): Promise<number> {
  const audit = await readAudit(home, {
    session: args[0]!,
    withChildren: !options.noChildren,
    onDamaged: (error) => out.warn(`something is left out: ${error.message}`),
    signal,
  })
  if (out.isJson) out.json(auditJson(audit))
  else {
    out.page()
    const isJson = options.format === 'json'
    for (const line of isJson ? [showJson(auditJson(audit), 2)] : auditLines(audit)) out.line(line)
  }
  const failOn = RISKS.find((risk) => risk === options.failOn)
  const hasFailed = failOn !== undefined && isAtLeast(worstOfAudit(audit), failOn)
  return hasFailed ? ERRORS.findings.exitCode : 0
}
