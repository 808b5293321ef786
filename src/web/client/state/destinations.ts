/** Where the palette can lead: a moment, a step, a session, a page, a search, or what a key does. */
import { findTimeExpression } from '../../../model/time-expression.ts'
import type { ListedSession, SessionOutlineAnswer } from '../../api/session-lists.ts'
import type { PageName, ViewParameters } from './address-text.ts'
import { clockText, dayText } from './time-text.ts'

export interface PaletteEntry {
  /** Unique in its list. */
  id: string
  kind: string
  /** May be recorded text. */
  text: string
  note: string
  leads: { page: PageName; parameters: ViewParameters } | { run(): void }
}

export interface DestinationFacts {
  page: PageName
  parameters: ViewParameters
  nowMs: number
  sessions: readonly ListedSession[]
  outlines: ReadonlyMap<string, SessionOutlineAnswer>
  /** What keys do here. */
  actions: readonly { key: string; does: string; run(): void }[]
}

const PAGES: readonly (readonly [page: PageName, name: string])[] = [
  ['sessions', 'Sessions'],
  ['timeline', 'Timeline'],
  ['file', 'Files'],
  ['search', 'Search'],
  ['status', 'Status'],
  ['settings', 'Settings'],
]

const SESSIONS_SHOWN = 6

export function destinationsOf(typed: string, facts: DestinationFacts): PaletteEntry[] {
  const text = typed.trim()
  const holds = (one: string) => one.toLowerCase().includes(text.toLowerCase())
  return [
    ...momentOf(text, facts),
    ...stepOf(text, facts),
    ...sessionsOf(text, facts),
    ...PAGES.filter(([, name]) => holds(name)).map(([page, name]) => ({
      ...{ id: `page ${page}`, kind: 'page', text: name, note: '' },
      leads: { page, parameters: {} },
    })),
    ...facts.actions
      .filter(({ does }) => holds(does))
      .map(({ key, does, run }) => ({
        ...{ id: `key ${key}`, kind: 'do', text: does, note: key },
        leads: { run },
      })),
    ...(text === ''
      ? []
      : [
          {
            ...{ id: 'search', kind: 'search', text, note: 'everywhere' },
            leads: { page: 'search' as const, parameters: { q: text } },
          },
        ]),
  ]
}

/** A clock time is of the day of the session that is shown, else of today. */
function momentOf(text: string, { page, parameters, nowMs, sessions }: DestinationFacts) {
  if (!/\d/.test(text) || /^#?\d+$/.test(text)) return []
  const session =
    page === 'session' ? sessions.find(({ id }) => id === parameters.session) : undefined
  const baseMs = session ? Date.parse(session.ended_at ?? session.last_event_at) : nowMs
  const timeMs = findTimeExpression(text, baseMs)
  if (timeMs === undefined) return []
  const at = new Date(timeMs).toISOString()
  const root = page === 'timeline' ? parameters.root : undefined
  return [
    {
      ...{ id: 'moment', kind: 'moment', note: session ? 'in this session' : 'of the timeline' },
      text: `${dayText(timeMs, nowMs)} ${clockText(timeMs)}`,
      leads: session
        ? { page: 'session' as const, parameters: { session: session.id, at } }
        : { page: 'timeline' as const, parameters: { root, at } },
    },
  ]
}

function stepOf(text: string, { page, parameters: { session } }: DestinationFacts): PaletteEntry[] {
  const step = /^#?(\d{1,9})$/.exec(text)?.[1]
  if (step === undefined || page !== 'session') return []
  return [
    {
      ...{ id: 'step', kind: 'step', text: `#${step}`, note: 'in this session' },
      leads: { page: 'session', parameters: { session, step } },
    },
  ]
}

function sessionsOf(text: string, { sessions, outlines }: DestinationFacts): PaletteEntry[] {
  const plain = text.toLowerCase()
  if (plain.length < 2) return []
  const found = sessions.filter(({ id, message, agent }) => {
    const handle = id.replace('sess_', '')
    const words = `${message ?? ''} ${outlines.get(id)?.prompt ?? ''} ${agent}`.toLowerCase()
    return id.startsWith(plain) || handle.startsWith(plain) || words.includes(plain)
  })
  return found.slice(0, SESSIONS_SHOWN).map(({ id, agent, message }) => ({
    ...{ id, kind: 'session', note: agent },
    text: message ?? outlines.get(id)?.prompt ?? id,
    leads: { page: 'session' as const, parameters: { session: id } },
  }))
}
