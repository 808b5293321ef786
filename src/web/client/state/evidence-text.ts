/** Why a change is put down to a step, in words. */
import type { StepDetail } from '../../api/step-detail.ts'
import { lengthText } from './time-text.ts'

/** Strongest first. */
export const EVIDENCE_WORDS = ['traced', 'declared', 'window', 'contended', 'none'] as const

export type EvidenceWord = (typeof EVIDENCE_WORDS)[number]

const UNNAMED = 'No trace was taken; the call names no path that changed.'

type Detail = Pick<StepDetail, 'event' | 'end' | 'parts' | 'nobodys' | 'calls_meanwhile'>

/** Returns the weakest word that holds for anything put down to it; undefined when nothing was changed. */
export function evidenceOf({
  parts,
  nobodys,
}: Pick<Detail, 'parts' | 'nobodys'>): EvidenceWord | undefined {
  const words = parts.map(({ snapshot }) => wordOf(snapshot.evidence ?? 'declared'))
  const weakest = EVIDENCE_WORDS.findLast((word) => words.includes(word))
  if (weakest !== undefined) return weakest
  if (nobodys.length === 0) return undefined
  return nobodys.some(({ snapshot }) => snapshot.evidence === 'contended') ? 'contended' : 'none'
}

function wordOf(text: string): EvidenceWord {
  return EVIDENCE_WORDS.find((word) => word === text) ?? 'none'
}

/** Returns one or two sentences. */
export function whyText(detail: Detail): string {
  const word = evidenceOf(detail)
  const count = detail.parts.reduce((sum, { total }) => sum + total, 0)
  const changes = count === 1 ? 'the change lies' : `all ${count} changes lie`
  if (word === 'traced') return 'The system was watched doing it.'
  if (word === 'declared')
    return `The call named what it changed, and ${changes} within it. No trace was taken.`
  if (word === 'window')
    return `Only this call was open, and ${changes} in it. ${nearestText(detail)}${UNNAMED}`
  if (word === 'contended') return `${openText(detail)}Which of them made the change is not known.`
  if (word === 'none')
    return 'Something changed while the call was open, and nothing that is known made it.'
  return 'Nothing changed on disk that is put down to this step.'
}

function nearestText({ event, calls_meanwhile: calls }: Detail): string {
  const startMs = Date.parse(event.time)
  const ended = calls
    .flatMap((call) =>
      call.ended_at === null ? [] : [{ ...call, endMs: Date.parse(call.ended_at) }],
    )
    .filter(({ endMs }) => endMs <= startMs)
    .sort((a, b) => b.endMs - a.endMs)[0]
  if (!ended) return ''
  return `${ended.agent} #${ended.seq} had ended ${lengthText(startMs - ended.endMs)} before. `
}

function openText({ event, end, calls_meanwhile: calls }: Detail): string {
  const [startMs, endMs] = [Date.parse(event.time), end ? Date.parse(end.time) : Infinity]
  const open = calls.filter(
    ({ time, ended_at }) =>
      Date.parse(time) <= endMs && (ended_at === null || Date.parse(ended_at) >= startMs),
  )
  const names = open.slice(0, 3).map(({ agent, seq }) => `${agent} #${seq}`)
  return names.length > 0 ? `Also open then: ${names.join(', ')}. ` : 'Several calls were open. '
}
