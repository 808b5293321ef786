/** The sum of a ledger in sentences, and what the record cannot say. */
import type { AuditAnswer } from '../../api/audit-routes.ts'
import { clockText, lengthText } from './time-text.ts'

export interface VerdictPart {
  text: string
  isBad?: boolean
}

const are = (count: number) => (count === 1 ? 'is' : 'are')
const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`

export function verdictParts({ claims, undeclared, hints }: AuditAnswer): VerdictPart[] {
  const { total, borne_out: upheld, not_borne_out: not, unchecked } = claims
  const parts: VerdictPart[] = []
  if (total === 0) parts.push({ text: 'No call claims to have changed a file. ' })
  else {
    parts.push({
      text: `Of ${plural(total, 'claim', 'claims')}, ${upheld} ${are(upheld)} borne out`,
    })
    if (unchecked > 0) parts.push({ text: `, ${unchecked} not checked` })
    if (not > 0) parts.push({ text: ' and ' }, { text: `${not} ${are(not)} not`, isBad: true })
    parts.push({ text: '. ' })
  }
  if (undeclared.length > 0) {
    const gone = undeclared.filter(({ change_type }) => change_type === 'removed').length
    const of = gone === 0 ? '' : `, ${gone} of them ${gone === 1 ? 'a deletion' : 'deletions'}`
    const changes = plural(undeclared.length, 'change', 'changes')
    parts.push(
      { text: changes, isBad: true },
      { text: ` ${undeclared.length === 1 ? 'was' : 'were'} named by no call${of}. ` },
    )
  }
  if (hints.length > 0)
    parts.push({
      text: `${plural(hints.length, 'sentence does', 'sentences do')} not fit.`,
    })
  return parts
}

/** What is not known, sentence by sentence. */
export function unknownTexts({ record, without_screen: dark, omitted }: AuditAnswer): string[] {
  const span = (from: string, to: string) =>
    `${clockText(Date.parse(from))} – ${clockText(Date.parse(to))}`
  const texts = record.is_recorded ? [] : ['The folder of the session is not recorded.']
  if (record.begins_at !== null)
    texts.push(`The record of the folder begins at ${clockText(Date.parse(record.begins_at))}.`)
  for (const { from, to, reason } of record.gaps.slice(0, 10)) {
    const length = lengthText(Date.parse(to) - Date.parse(from))
    texts.push(`Files were not recorded for ${length}, ${span(from, to)} (${reason}).`)
  }
  if (record.incomplete.length > 0)
    texts.push(`${plural(record.incomplete.length, 'snapshot does', 'snapshots do')} not hold all.`)
  if (dark.length > 0) texts.push('For some of the time no terminal was recorded.')
  const cut = Object.values(omitted).reduce((sum, count) => sum + count, 0)
  if (cut > 0) texts.push(`${cut.toLocaleString('en')} more are left out here.`)
  return texts
}
