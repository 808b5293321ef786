/** What an agent said beside what happened, in one order of time. */
import type { AuditAnswer } from '../../api/audit-routes.ts'

/** `=` borne out, `≠` not, `?` words that do not fit; blank: not checked. */
export type LedgerSign = '=' | '≠' | '?' | ''

export interface LedgerFile {
  change: AuditAnswer['undeclared'][number]['change_type']
  name: string
}

export interface LedgerRow {
  timeMs: number
  sign: LedgerSign
  /** A claim that the record contradicts. */
  isContradicted: boolean
  /** The number of the step, and whose it is when not the session's own. */
  seq: number | undefined
  session: string | undefined
  /** What was said; undefined: nothing of it. */
  said: { text: string; isQuote: boolean } | undefined
  happened: string
  files: readonly LedgerFile[]
  /** What else is to be known: the evidence, why it was not checked. */
  note: string
}

const VERBS = { write: 'Write', delete: 'Delete', rename: 'Rename', chmod: 'Change the mode of' }

export function ledgerOf(audit: AuditAnswer): LedgerRow[] {
  const rows = [
    ...audit.borne_out.map((claim) => claimRow(audit, claim, '=', 'borne out', 'seen on disk')),
    ...audit.not_borne_out.map((claim) => ({
      ...claimRow(audit, claim, '≠', 'no change of it is in the record', ''),
      isContradicted: true,
    })),
    ...audit.unchecked.map((claim) =>
      claimRow(audit, claim, '', 'not checked', `${claim.why}: ${claim.meaning}`),
    ),
    ...unnamedRows(audit),
    ...audit.hints.map((hint) => hintRow(audit, hint)),
  ]
  return rows.sort((a, b) => a.timeMs - b.timeMs)
}

type SaidClaim = AuditAnswer['not_borne_out'][number]

function claimRow(
  audit: AuditAnswer,
  { change, path, tool, seq, session, time }: SaidClaim,
  sign: LedgerSign,
  happened: string,
  note: string,
): LedgerRow {
  const name = nameIn(audit, path)
  return {
    ...placeOf(audit, { session, seq, time }),
    sign,
    isContradicted: false,
    said: { text: `${tool ?? VERBS[change]} ${name}`, isQuote: false },
    happened,
    files: [],
    note,
  }
}

/** Changes that no call named, those of one step together. */
function unnamedRows(audit: AuditAnswer): LedgerRow[] {
  const bySteps = new Map<string, AuditAnswer['undeclared']>()
  for (const change of audit.undeclared) {
    const key = `${change.session} ${change.seq ?? change.snapshot_id}`
    bySteps.set(key, [...(bySteps.get(key) ?? []), change])
  }
  return [...bySteps.values()].map((changes) => {
    const [first] = changes
    const { session, seq, time, evidence } = first!
    return {
      ...placeOf(audit, { session: session ?? audit.session.id, seq: seq ?? undefined, time }),
      sign: '≠',
      isContradicted: false,
      said: undefined,
      happened: '',
      files: changes.map((change) => ({
        change: change.change_type,
        name:
          change.renamed_from === null
            ? nameIn(audit, change.path)
            : `${nameIn(audit, change.renamed_from)} → ${nameIn(audit, change.path)}`,
      })),
      note: evidence ?? '',
    }
  })
}

type SaidHint = AuditAnswer['hints'][number]

function hintRow(audit: AuditAnswer, hint: SaidHint): LedgerRow {
  return {
    ...placeOf(audit, hint),
    sign: '?',
    isContradicted: false,
    said: { text: hint.sentence, isQuote: true },
    ...hintText(audit, hint),
    note: 'a hint, no proof',
  }
}

function hintText(
  audit: AuditAnswer,
  hint: SaidHint,
): { happened: string; files: readonly LedgerFile[] } {
  if (hint.kind === 'success') {
    const { seq, summary, exit_code: code } = hint.failed
    const how = code === undefined ? 'failed' : `ended with exit ${code}`
    return { happened: `#${seq} ${summary} ${how}, and nothing has mended it since`, files: [] }
  }
  if (hint.kind === 'only') {
    const { paths } = hint
    const names = paths.slice(0, 12).map((path) => nameIn(audit, path))
    const rest = paths.length - names.length
    const what = `${paths.length} other ${paths.length === 1 ? 'file' : 'files'} changed`
    const more = rest > 0 ? `, and ${rest} more` : ''
    return { happened: `${what}: ${names.join(', ')}${more}`, files: [] }
  }
  if (hint.kind === 'run')
    return { happened: 'no command was seen that could have been run for it', files: [] }
  const name = nameIn(audit, hint.path)
  return {
    happened: hint.kind === 'changed' ? `nothing has changed ${name}` : `${name} was changed`,
    files: [],
  }
}

function placeOf(
  audit: AuditAnswer,
  { session, seq, time }: { session: string; seq: number | undefined; time: string },
) {
  return {
    timeMs: Date.parse(time),
    seq,
    session: session === audit.session.id ? undefined : session,
  }
}

function nameIn({ session: { root } }: AuditAnswer, path: string): string {
  return root !== null && path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path
}

/** Returns how many rows do not fit: what the tab and the head of the session count. */
export function unfitting(audit: AuditAnswer): number {
  return audit.not_borne_out.length + audit.undeclared.length + audit.hints.length
}
