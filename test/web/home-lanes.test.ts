import { expect, test } from 'vitest'
import type { Session } from '../../src/model/session.ts'
import { homeLanes } from '../../src/web/server/home-lanes.ts'

const session = (started: string) =>
  ({
    ...{ id: 'sess_00000000000000aa', agent: 'codex', started, last: started, ended: started },
    totals: {
      events: 0,
      steps: 0,
      files: 0,
      anomalies: 0,
      risks: { info: 0, warning: 0, danger: 0 },
    },
  }) as unknown as Session

const HOUR = 3_600_000

test('the pen is down only since something was recorded, not over days before the first snapshot', () => {
  const begun = { root: '/w', changesMs: [5 * HOUR], sinceMs: 5 * HOUR, gaps: [] }
  const facts = { fromMs: 0, nowMs: 24 * HOUR, sessions: [session('1970-01-01T03:00:00.000Z')] }
  const lanes = homeLanes({ ...facts, roots: [begun] })
  expect(lanes.map(({ name, recorded }) => [name, recorded])).toEqual([
    ['codex', [[3 * HOUR, 24 * HOUR]]],
    ['files', [[5 * HOUR, 24 * HOUR]]],
  ])
})

test('no pen is drawn where nothing has been recorded yet', () => {
  const [files] = homeLanes({ fromMs: 0, nowMs: HOUR, sessions: [], roots: [] })
  expect(files!.recorded).toEqual([])
})
