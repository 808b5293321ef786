/** Of the calls of a session, by their keys: which step each is, and the worst that was reported of it. */
import { RISKS, type RiskLevel, worstRisk } from '../../model/risk.ts'
import { callKey } from '../../store/sessions/call-key.ts'
import type { StoredEvent } from '../../store/sessions/journal-line.ts'

interface CallRisk {
  /** Number of its first event. */
  seq: number
  risk: RiskLevel
}

export interface CallRisks {
  byKey: ReadonlyMap<string, CallRisk>
  /** By the number of any event of the call. */
  bySeq: ReadonlyMap<number, CallRisk>
}

export async function readCallRisks(events: AsyncIterable<StoredEvent>): Promise<CallRisks> {
  const byKey = new Map<string, CallRisk>()
  const bySeq = new Map<number, CallRisk>()
  for await (const event of events) {
    const { seq, call_id, intake, risk_level } = event
    const isCall = call_id !== undefined || intake !== undefined
    const key = isCall ? callKey(event) : `#${seq}`
    const call = byKey.get(key) ?? { seq, risk: 'none' }
    const worst = worstRisk([call.risk, risk_level].filter((risk) => risk !== 'none'))
    call.risk = RISKS.find((risk) => risk === worst) ?? 'none'
    byKey.set(key, call)
    bySeq.set(seq, call)
  }
  return { byKey, bySeq }
}
