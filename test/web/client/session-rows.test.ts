import { describe, expect, test } from 'vitest'
import type { MeanwhileAnswer } from '../../../src/web/api/meanwhile.ts'
import { type SessionRow, sessionRows } from '../../../src/web/client/state/session-rows.ts'
import type { ListedStep } from '../../../src/web/client/state/steps.ts'

const START = Date.parse('2026-11-27T14:00:00Z')
const at = (seconds: number) => START + seconds * 1_000
const iso = (seconds: number) => new Date(at(seconds)).toISOString()

function step(seq: number, from: number, to?: number, more: Partial<ListedStep> = {}): ListedStep {
  const endMs = to === undefined ? undefined : at(to)
  const told = { type: 'step', seq, last_seq: seq, time: iso(from), kind: 'shell', what: 'ls' }
  return { ...told, startMs: at(from), endMs, ...more } as ListedStep
}

function meanwhile(gaps: readonly [number, number][], changes: readonly number[] = []) {
  return {
    gaps: gaps.map(([from, to]) => ({ from: iso(from), to: iso(to), meaning: 'nothing watched' })),
    changes: changes.map((when) => ({ snapshot_id: `s${when}`, created_at: iso(when) })),
  } as unknown as MeanwhileAnswer
}

const told = (rows: readonly SessionRow[]) =>
  rows.map((row) => (row.kind === 'step' ? `#${row.step.seq}` : row.kind))

describe('rows of a session', () => {
  test('stand in order of time: what others did and what was not recorded where it happened', () => {
    const rows = sessionRows([step(1, 0, 5), step(2, 20, 21)], meanwhile([[8, 12]], [3]), 'all')
    expect(told(rows)).toEqual(['#1', 'change', 'gap', '#2'])
  })

  test('tell a silence from 30 seconds on, but none while a call goes on or nobody recorded', () => {
    const quiet = sessionRows([step(1, 0, 1), step(2, 31, 32)], undefined, 'all')
    expect(told(quiet)).toEqual(['#1', 'silence', '#2'])
    const short = sessionRows([step(1, 0, 1), step(2, 30, 32)], undefined, 'all')
    expect(told(short)).toEqual(['#1', '#2'])
    const within = sessionRows([step(1, 0, 100), step(2, 60, 61), step(3, 110)], undefined, 'all')
    expect(told(within)).toEqual(['#1', '#2', '#3'])
    const lost = sessionRows([step(1, 0, 1), step(2, 61, 62)], meanwhile([[2, 60]]), 'all')
    expect(told(lost)).toEqual(['#1', 'gap', '#2'])
  })

  test('keep a gap in every filter, since what is not there may lie in it', () => {
    const steps = [
      step(1, 0, 1, { kind: 'read' }),
      step(2, 2, 3),
      step(3, 4, 5, { state: 'refused' }),
    ]
    const around = meanwhile([[6, 7]], [1])
    expect(told(sessionRows(steps, around, 'commands'))).toEqual(['#2', '#3', 'gap'])
    expect(told(sessionRows(steps, around, 'findings'))).toEqual(['#3', 'gap'])
    expect(told(sessionRows(steps, around, 'changes'))).toEqual(['change', 'gap'])
  })

  test('tell a gap once that session and folder both tell', () => {
    const gap = step(2, 10, 20, { kind: 'gap', what: 'not recorded for 10s' })
    expect(told(sessionRows([step(1, 0, 1), gap], meanwhile([[9, 20]]), 'all'))).toEqual([
      '#1',
      'gap',
    ])
    expect(told(sessionRows([step(1, 0, 1), gap], undefined, 'all'))).toEqual(['#1', 'gap'])
  })

  test('bracket the calls that ran side by side, and no others', () => {
    const steps = [step(1, 0, 10), step(2, 1, 3), step(3, 2, 4), step(4, 10, 11), step(5, 12)]
    const rows = sessionRows(steps, undefined, 'all')
    const brackets = rows.map((row) => (row.kind === 'step' ? row.bracket : ''))
    expect(brackets).toEqual(['first', 'middle', 'last', 'none', 'none'])
  })
})
