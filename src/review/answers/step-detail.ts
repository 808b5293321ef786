/** All there is of one step of a session: what was called and came of it, what it changed, and why we think so. */
import { FlightrecError } from '../../model/errors.ts'
import type { Finding } from '../../model/finding.ts'
import type { RiskLevel } from '../../model/risk.ts'
import type { Session } from '../../model/session.ts'
import { rulesInForce } from '../../rules/in-force.ts'
import { judge } from '../../rules/judge.ts'
import { occurrenceOf } from '../../rules/occurrence.ts'
import type { Rule } from '../../rules/rule.ts'
import { loadConfig } from '../../store/config/config-file.ts'
import type { Home } from '../../store/home/home.ts'
import { listShadowRepos } from '../../store/home/shadow-repos.ts'
import { userHome } from '../../system/environment.ts'
import { snapshotJson } from '../json/snapshot.ts'
import { stepFactsJson } from '../json/step-detail.ts'
import { eventsOf, findingsOf, type JoinedStep } from '../sessions/joined-steps.ts'
import { readStepChanges, type StepChanges } from '../sessions/step-changes.ts'
import { promptText, readStepEvents, type StepEvents } from '../sessions/step-events.ts'
import { changesBetween } from './changes.ts'
import type { Reading } from './reading.ts'
import type { SessionReading } from './session-reading.ts'

interface StepAsked {
  session: Session
  seq: number
  /** Also what is too long to be looked at. */
  isWhole: boolean
}

const CHANGES_MAX = 500
const PROMPT_MAX = 400

/**
 * Returns what is known of a step without what it changed.
 * @throws {FlightrecError} usage, when there is no such step.
 */
export async function readStep(
  home: Home,
  reading: SessionReading,
  { session, seq, isWhole }: StepAsked,
): Promise<{ events: StepEvents; facts: ReturnType<typeof stepFactsJson> }> {
  const events = await readStepEvents(reading.events(session), seq)
  if (!events) throw new FlightrecError('usage', `${session.id} has no step ${seq}`)
  const { step, prompt } = events
  const facts = stepFactsJson({
    session,
    step,
    prompt: prompt && { event: prompt, text: promptText(prompt, PROMPT_MAX) },
    findings: await findingsIn(home, step),
    isWhole,
  })
  return { events, facts }
}

/** What was reported when it was recorded, in the words that the rules have for it now. */
async function findingsIn(home: Home, step: JoinedStep): Promise<Finding[]> {
  const reported = findingsOf(step)
  if (reported.length === 0) return []
  const rules = rulesInForce((await loadConfig(home)).rules)
  const setting = {
    userHome: userHome(),
    flightrecHome: home.path,
    roots: listShadowRepos(home).map(({ root }) => root),
  }
  const found = eventsOf(step).flatMap((event) => judge(rules, occurrenceOf(event), setting))
  return reported.map(
    (rule) => found.find((finding) => finding.rule === rule) ?? unworded(rule, rules, step),
  )
}

/** A rule that is not there any more, or does not see it any more. */
function unworded(id: string, rules: readonly Rule[], { event }: JoinedStep): Finding {
  const rule = rules.find((one) => one.id === id)
  const isRisk = (level: RiskLevel) => level !== 'none'
  const risk = rule?.risk ?? (isRisk(event.risk_level) ? event.risk_level : 'info')
  return { rule: id, risk: risk as Finding['risk'], message: rule?.summary ?? id }
}

/** Returns what it changed in one root, snapshot by snapshot, and what was found meanwhile and is nobody's. */
export async function readStepParts(reading: Reading, session: Session, events: StepEvents) {
  const found = await readStepChanges(reading, session.id, events, reading.nowMs)
  return {
    parts: await Promise.all(found.parts.map((part) => partJson(reading, part))),
    nobodys: await Promise.all(
      found.nobodys.map((snapshot) => partJson(reading, { snapshot, paths: undefined })),
    ),
  }
}

async function partJson(reading: Reading, { snapshot, paths }: StepChanges['parts'][number]) {
  const from = await reading.view.parentOf(snapshot)
  const some = { paths, start: 0, count: CHANGES_MAX }
  const { type: _, ...changes } = await changesBetween(reading, { from, to: snapshot }, some)
  return { ...changes, snapshot: snapshotJson(snapshot) }
}
