/** What the light in the bar says, and the band below it: whether what is to be recorded is recorded. */
import { shellWord } from '../../../model/shell-word.ts'
import type { RecordedNowAnswer } from '../../api/live.ts'
import { homelyPath } from './homely-path.ts'
import { momentText } from './time-text.ts'

type RootAnswer = RecordedNowAnswer['roots'][number]

/** `on`: all is recorded. `half`: somewhere it is the first look. `out`: something is not. `idle`: nothing is to be. */
export type LightTone = 'on' | 'half' | 'out' | 'idle'

export interface RecordingLight {
  tone: LightTone
  text: string
}

/** What to say, and the command that mends it. */
export interface StoppedBand {
  title: string
  text: string
  command: string
}

const isFine = ({ state }: RootAnswer) => state === 'recording' || state === 'first-look'

export function lightOf({ roots, unrecorded }: RecordedNowAnswer): RecordingLight {
  const fine = roots.filter(isFine)
  const missed = roots.filter((root) => root.is_wanted && !isFine(root)).length + unrecorded.length
  if (missed > 0) {
    const text = fine.length > 0 ? `${showRoots(missed)} not recorded` : 'not recording'
    return { tone: 'out', text }
  }
  if (fine.length === 0) return { tone: 'idle', text: 'nothing to record' }
  const isFirst = fine.some(({ state }) => state === 'first-look')
  if (isFirst) return { tone: 'half', text: `first look at ${showRoots(fine.length)}` }
  return { tone: 'on', text: `recording ${showRoots(fine.length)}` }
}

function showRoots(count: number): string {
  return `${count} ${count === 1 ? 'root' : 'roots'}`
}

/** Returns what one root says of itself. */
export function rootStateText(root: RootAnswer, nowMs: number): RecordingLight {
  const { state, since } = root
  const at = since === null ? '' : ` ${momentText(Date.parse(since), nowMs)}`
  const isMissed = root.is_wanted && !isFine(root)
  const tone = isMissed ? 'out' : state === 'first-look' ? 'half' : isFine(root) ? 'on' : 'idle'
  const texts: Readonly<Record<RootAnswer['state'], string>> = {
    recording: `since${at}`,
    'first-look': `first look, since${at}`,
    failing: `not since${at}: ${root.reason ?? ''}`,
    ended: `ended${at}`,
    killed: `killed, last seen${at}`,
    never: root.reason ?? 'by hand only',
  }
  return { tone, text: texts[state] }
}

/** Returns the band; undefined while there is nothing to say. */
export function bandOf(now: RecordedNowAnswer, nowMs: number): StoppedBand | undefined {
  const missed = now.roots.filter((root) => root.is_wanted && !isFine(root))
  const [first] = missed
  if (!first) return unrecordedBand(now)
  if (first.state === 'failing') return failingBand(first, nowMs)
  const since = first.since === null ? '' : ` at ${momentText(Date.parse(first.since), nowMs)}`
  const what = listPlaces(missed.map(({ root }) => root))
  const why = missed.find(({ reason }) => reason !== null)?.reason
  return {
    title: first.state === 'never' ? 'Not recorded.' : `Recording stopped${since}.`,
    text: `What happens now in ${what} is not recorded.${why == null ? '' : ` ${sentence(why)}`}`,
    command: startCommand(missed),
  }
}

/** Names the roots that no daemon would take up by itself. */
function startCommand(missed: readonly RootAnswer[]): string {
  const named = missed.filter(({ always }) => !always).map(({ root }) => ` ${shellWord(root)}`)
  return `flightrec daemon start${named.join('')}`
}

function failingBand({ root, since, reason }: RootAnswer, nowMs: number): StoppedBand {
  const from = since === null ? '' : ` since ${momentText(Date.parse(since), nowMs)}`
  return {
    title: `${homelyPath(root)} is not recorded${from}.`,
    text: sentence(reason ?? 'it cannot be written'),
    command: 'flightrec doctor',
  }
}

function unrecordedBand({ unrecorded: [first] }: RecordedNowAnswer): StoppedBand | undefined {
  if (!first) return undefined
  return {
    title: `Nobody records ${homelyPath(first.folder)}.`,
    text: `${first.agent} is at work there; of what it does on disk, nothing is kept.`,
    command: `flightrec daemon start ${shellWord(first.folder)}`,
  }
}

/** Returns `~/shop`, or `~/shop and 3 more roots`. */
function listPlaces([first = '', ...others]: readonly string[]): string {
  const more =
    others.length === 0
      ? ''
      : ` and ${others.length} more ${others.length === 1 ? 'root' : 'roots'}`
  return `${homelyPath(first)}${more}`
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
