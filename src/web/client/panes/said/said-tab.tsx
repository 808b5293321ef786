/** Said and happened: left the agent's words, right the record. */
import type { AuditAnswer } from '../../../api/audit-routes.ts'
import { type LedgerRow, ledgerOf } from '../../state/ledger.ts'
import { unknownTexts, verdictParts } from '../../state/ledger-text.ts'
import { saidQuestion } from '../../state/said.ts'
import { chooseStep, stepOf } from '../../state/steps.ts'
import { clockText } from '../../state/time-text.ts'
import { CHANGE_SIGNS } from '../change-signs.ts'
import { Failure } from '../failure.tsx'
import { RecordedText } from '../recorded-text.tsx'

export function SaidTab() {
  const asked = saidQuestion.value
  if (!asked) return null
  const { answer, failure } = asked
  if (failure.value) return <Failure failure={failure.value} onRetry={() => asked.retry()} />
  const audit = answer.value
  return audit ? <Ledger audit={audit} /> : null
}

function Ledger({ audit }: { audit: AuditAnswer }) {
  const rows = ledgerOf(audit)
  const unknown = unknownTexts(audit)
  return (
    <>
      <p class="verdict">
        {verdictParts(audit).map(({ text, isBad }) =>
          isBad ? (
            <b key={text} class="removed">
              {text}
            </b>
          ) : (
            text
          ),
        )}
      </p>
      <table class="ledger">
        <thead>
          <tr class="caption">
            <th scope="col">What it said</th>
            <th scope="col">
              <span class="unseen">fits</span>
            </th>
            <th scope="col">What happened</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={keyOf(row)} row={row} />
          ))}
        </tbody>
      </table>
      {unknown.length > 0 && (
        <section class="section">
          <h3 class="caption">What the record cannot say</h3>
          {unknown.map((text) => (
            <p key={text} class="dim">
              {text}
            </p>
          ))}
        </section>
      )}
    </>
  )
}

function keyOf({ timeMs, seq, session, sign, said, happened }: LedgerRow): string {
  return JSON.stringify([timeMs, seq, session, sign, said, happened])
}

const SIGN_NAMES = { '=': 'borne out', '≠': 'does not fit', '?': 'a hint', '': 'not checked' }

function Row({ row }: { row: LedgerRow }) {
  const { sign, isContradicted, said, happened, files, note } = row
  return (
    <tr data-is={isContradicted ? 'contradicted' : SIGN_NAMES[sign]}>
      <td>
        {said ? (
          <p class={said.isQuote ? 'quote' : undefined}>
            <RecordedText text={said.isQuote ? `“${said.text}”` : said.text} />
          </p>
        ) : (
          <p class="faint">
            {files.length === 1 ? 'nothing of this' : `nothing of these ${files.length}`}
          </p>
        )}
        <Place row={row} />
      </td>
      <td class="ledger-sign" aria-label={SIGN_NAMES[sign]}>
        {sign}
      </td>
      <td>
        {happened !== '' && (
          <p>
            <RecordedText text={happened} />
          </p>
        )}
        {files.map(({ change, name }) => (
          <p key={`${change} ${name}`} class="ledger-file mono">
            <span class={CHANGE_SIGNS[change][1]}>{CHANGE_SIGNS[change][0]}</span>
            <RecordedText class="cut" text={name} />
          </p>
        ))}
        {note !== '' && <small>{note}</small>}
      </td>
    </tr>
  )
}

function Place({ row: { seq, session, timeMs } }: { row: LedgerRow }) {
  const step = seq === undefined || session !== undefined ? undefined : stepOf(seq)
  const text = `${seq === undefined ? '' : `#${seq} `}${clockText(timeMs)}`
  if (!step) return <small>{text}</small>
  return (
    <button type="button" class="place" onClick={() => chooseStep(step)}>
      {text}
    </button>
  )
}
