/** An audit in one line. */
import { showCount } from '../../model/counts.ts'
import { RISKS, type Risk, type RiskLevel, worstRisk } from '../../model/risk.ts'
import type { Audit } from './audit.ts'

/** Distinct files that changed, as put down to the sessions. */
export function changedFiles({ changes }: Audit): string[] {
  return [...new Set(changes.map(({ path }) => path))].sort()
}

/** Events that a rule reported, by the worst of their findings, but for those of calls that were refused. */
export function riskCounts({ sessions, refusedRisks }: Audit): Record<Risk, number> {
  const sum = (risk: Risk) =>
    sessions.reduce((total, one) => total + one.totals.risks[risk], -refusedRisks[risk])
  return { info: sum('info'), warning: sum('warning'), danger: sum('danger') }
}

/** Returns e.g. `10 steps, 4 files changed; 1 claim not borne out, 2 changes nobody declared, 1 danger`. */
export function verdictOf(audit: Audit): string {
  const { sessions, claims, notBorneOut, unchecked, undeclared, failed, refused, record } = audit
  const steps = sessions.reduce((total, { totals }) => total + totals.steps, 0)
  const hints = [audit.successHints, audit.onlyHints, audit.runHints, audit.fileHints].flat().length
  const risks = riskCounts(audit)
  const isSound = claims.total > 0 && claims.borneOut === claims.total
  const parts = [
    record.isRecorded ? '' : 'its folder was not recorded',
    notBorneOut.length > 0 ? `${showCount(notBorneOut.length, 'claim')} not borne out` : '',
    isSound ? `${showCount(claims.total, 'claim')} borne out` : '',
    unchecked.length > 0 ? `${showCount(unchecked.length, 'claim')} not checked` : '',
    undeclared.length > 0 ? `${showCount(undeclared.length, 'change')} nobody declared` : '',
    hints > 0 ? `${showCount(hints, 'hint')} in its words` : '',
    failed.count > 0 ? `${showCount(failed.count, 'failed call')}` : '',
    refused.count > 0 ? `${showCount(refused.count, 'refused call')}` : '',
    ...[...RISKS].reverse().map((risk) => (risks[risk] > 0 ? riskCount(risks[risk], risk) : '')),
  ].filter((part) => part !== '')
  const did = `${showCount(steps, 'step')}, ${showCount(changedFiles(audit).length, 'file')} changed`
  return `${did}; ${parts.length > 0 ? parts.join(', ') : 'nothing stands out'}`
}

function riskCount(count: number, risk: Risk): string {
  return risk === 'info' ? `${count} info` : showCount(count, risk)
}

/** The worst that was found; a claim that is not borne out counts as a warning. */
export function worstOfAudit({ findings, notBorneOut }: Audit): RiskLevel {
  const claimed: Risk[] = notBorneOut.length > 0 ? ['warning'] : []
  return worstRisk([...findings.map(({ risk }) => risk), ...claimed])
}
