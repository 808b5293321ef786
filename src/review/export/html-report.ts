/** A session as one HTML file: it needs no network and runs no script, and all that agents said in it is escaped. */
import type { Event } from '../../model/event.ts'
import type { RiskLevel } from '../../model/risk.ts'
import type { Session } from '../../model/session.ts'
import { formatDuration } from '../../model/units.ts'
import { argumentsOf, resultOf, wordsOf } from '../sessions/event-content.ts'
import {
  eventsOf,
  hasFailed,
  type JoinedStep,
  joinSteps,
  wasRefused,
} from '../sessions/joined-steps.ts'
import { promptTokens, UsageSum } from '../sessions/usage-sum.ts'
import type { ExportedSession } from './exported-session.ts'
import { htmlText } from './html-text.ts'
import { REPORT_POLICY, REPORT_STYLE } from './report-style.ts'

/** More than anyone reads; the record has it all. */
const FINDINGS_MAX = 500
const NUMBER = new Intl.NumberFormat('en-US')

export async function* htmlReport(
  { session, recordings, events }: ExportedSession,
  version: string,
): AsyncGenerator<string> {
  const sum = new UsageSum()
  const findings: Event[] = []
  for await (const event of events()) {
    if (event.usage) sum.add(event.usage)
    if (event.findings && findings.length < FINDINGS_MAX) findings.push(event)
  }
  yield head(session)
  yield `<dl>${[...facts(session), ...screenFacts(recordings), ...usageFacts(sum)].map(factRow).join('')}</dl>\n`
  yield findingsBlock(session, findings)
  yield '<h2>Steps</h2>\n<ol>\n'
  for await (const step of joinSteps(events())) yield stepItem(step)
  yield `</ol>\n<footer>Recorded by flightrec ${htmlText(version)}. What an agent says of itself is its own account; `
  yield 'steps of the source “watch” were seen on disk. Secrets were replaced before they were written.</footer>\n'
  yield '</body>\n</html>\n'
}

function head({ id, agent }: Session): string {
  const title = htmlText(`${agent} · ${id}`)
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${REPORT_POLICY}">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${title}</title>\n<style>${REPORT_STYLE}</style>\n</head>\n<body>\n<h1>${title}</h1>\n`,
  ].join('\n')
}

type Fact = readonly [name: string, value: string | undefined]

function facts(session: Session): Fact[] {
  const { totals, started, ended, end_reason: reason } = session
  const until = ended ?? session.last
  const end =
    ended === undefined ? `runs; last event ${until}` : `${ended} (${reason ?? 'unknown'})`
  return [
    ['Agent', session.agent],
    ['Folder', session.root],
    ['Parent', session.parent],
    ['Message', session.message],
    ['Started', started],
    ['Ended', end],
    ['Took', formatDuration(Math.max(0, Date.parse(until) - Date.parse(started)))],
    ['Steps', NUMBER.format(totals.steps)],
    ['Files changed on disk', NUMBER.format(totals.files)],
    ['Reported by rules', NUMBER.format(totals.anomalies)],
  ]
}

function screenFacts(recordings: ExportedSession['recordings']): Fact[] {
  return recordings.map(({ recording: { id }, startedMs, endedMs, gaps }): Fact => {
    const missing = gaps.map(({ fromMs, toMs, reason }) => {
      return `; not recorded for ${formatDuration(toMs - fromMs)}: ${reason}`
    })
    return ['On screen', `${id}, ${formatDuration(endedMs - startedMs)}${missing.join('')}`]
  })
}

function usageFacts({ total }: UsageSum): Fact[] {
  const { output_tokens: output, cache_read_tokens: cached, cost_usd: cost } = total
  const input = promptTokens(total)
  const ofCache = cached === undefined ? '' : `, ${NUMBER.format(cached)} of them from a cache`
  return [
    ['Tokens in', input === undefined ? undefined : `${NUMBER.format(input)}${ofCache}`],
    ['Tokens out', output === undefined ? undefined : NUMBER.format(output)],
    ['Cost', cost === undefined ? undefined : `${cost.toFixed(4)} USD`],
  ]
}

function factRow([name, value]: Fact): string {
  return value === undefined ? '' : `<dt>${htmlText(name)}</dt><dd>${htmlText(value)}</dd>`
}

function findingsBlock({ totals }: Session, findings: readonly Event[]): string {
  if (findings.length === 0) return '<h2>Findings</h2>\n<p>None.</p>\n'
  const items = findings.map(
    (event) => `<li><a href="#e${event.seq}">${headOf(event)}</a>${rulesOf([event])}</li>\n`,
  )
  const left = totals.anomalies - findings.length
  const more = left > 0 ? `<p>${NUMBER.format(left)} more stand among the steps.</p>\n` : ''
  return `<h2>Findings</h2>\n<ol>\n${items.join('')}</ol>\n${more}`
}

function stepItem(step: JoinedStep): string {
  const { event, end } = step
  const all = eventsOf(step)
  const { exit_code: code } = end ?? event
  const how = wasRefused(step) ? 'refused' : 'failed'
  const failed = hasFailed(step)
    ? `<span class="failed">${how}${code === undefined ? '' : `, exit ${code}`}</span>`
    : ''
  // Findings that stand at another event of the step are linked to as well.
  const marks = all.map(({ seq }) => `<a id="e${seq}"></a>`).join('')
  const line = `${marks}${headOf(event)}${failed}${rulesOf(all)}`
  const details = detailsOf(step)
  if (details.length === 0) return `<li>${line}</li>\n`
  const blocks = details.map((text) => `<pre>${htmlText(text)}</pre>`).join('')
  return `<li><details><summary>${line}</summary>${blocks}</details></li>\n`
}

function headOf({ seq, time, event_type: type, summary }: Event): string {
  const clock = `<time datetime="${htmlText(time)}">${htmlText(time.slice(11, 19))}</time>`
  const kind = `<span class="type">${htmlText(type)}</span>`
  return `<span class="n">${seq}</span>${clock}${kind}<span>${htmlText(summary)}</span>`
}

function rulesOf(events: readonly Event[]): string {
  const risks = new Map<string, RiskLevel>()
  for (const { findings = [], risk_level: risk } of events) {
    for (const rule of findings) if (!risks.has(rule)) risks.set(rule, risk)
  }
  return [...risks]
    .map(([rule, risk]) => `<span class="rule ${htmlText(risk)}">${htmlText(rule)}</span>`)
    .join('')
}

/** Whatever a step says beyond its summary. */
function detailsOf(step: JoinedStep): string[] {
  const { event } = step
  if (event.source === 'watch')
    return (event.paths ?? []).length > 1 ? [event.paths!.join('\n')] : []
  if (event.phase === undefined) {
    const words = wordsOf(event)
    return words.trim() === event.summary.trim() ? [] : [words]
  }
  const told = event.command ?? JSON.stringify(argumentsOf(event), null, 2)
  const whole = event.phase === 'after' && !step.end ? { ...step, end: event } : step
  const result = resultOf(whole)
  const shown = told === event.summary || told === '{}' ? [] : [told]
  return result === undefined || result.trim() === '' ? shown : [...shown, result]
}
