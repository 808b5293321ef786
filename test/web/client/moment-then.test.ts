import { expect, test } from 'vitest'
import type { SnapshotId } from '../../../src/model/snapshot-id.ts'
import { filesThen } from '../../../src/web/client/state/files-then.ts'
import { recordingThen } from '../../../src/web/client/state/terminal/recording-then.ts'

const iso = (second: number) => new Date(second * 1000).toISOString()

function version(second: number, sign: string, session: string | null = null) {
  return {
    snapshot_id: `s${second}` as SnapshotId,
    created_at: iso(second),
    sign,
    actor: 'a',
    session,
  }
}

const FILES = {
  session: 'sess_own',
  files: [
    {
      path: '/r/b',
      address: 'b',
      versions_before: 3,
      versions: [version(5, '~'), version(20, '~')],
    },
    {
      path: '/r/a',
      address: 'a',
      versions_before: 0,
      versions: [version(1, '+'), version(12, '~', 'sess_own'), version(15, '-', 'sess_own')],
    },
  ],
}

const then = (second: number) => filesThen(FILES, second * 1000, 10_000)

test('a file shows the version that held at the moment, and what the session did up to then', () => {
  const [own, other] = then(13)
  expect(own).toMatchObject({ address: 'a', isOwn: true, sign: '~', version: 2, total: 3 })
  expect(own!.dots).toEqual(['past', 'now', 'later'])
  expect(other).toMatchObject({ address: 'b', isOwn: false, sign: '', version: 4, total: 5 })
})

test('a file that is gone says so, and one that is not yet there too', () => {
  expect(then(16)[0]).toMatchObject({ isGone: true, sign: '-', dots: ['past', 'past', 'gone'] })
  expect(then(0)[0]).toMatchObject({ version: 0, isGone: false, snapshot: undefined, sign: '' })
})

function recording(from: number, to: number | null, gaps: [number, number][] = []) {
  return {
    ...{ id: `rec_${from}`, session: 'sess_own', state: 'stored', exit_code: null },
    started_at: iso(from),
    ended_at: to === null ? null : iso(to),
    duration_ms: ((to ?? from) - from) * 1000,
    gaps: gaps.map(([start, end]) => ({ from: iso(start), to: iso(end), reason: 'lost' })),
  } as never
}

test('no recording is shown for a moment that it does not cover', () => {
  const recordings = [recording(10, 20, [[14, 15]]), recording(50, null)]
  const at = (second: number) => recordingThen({ recordings }, second * 1000, 60_000)
  expect(at(12)).toMatchObject({ is: 'shown', atMs: 2_000 })
  expect(at(14)).toMatchObject({ is: 'gap', reason: 'lost', fromMs: 14_000 })
  expect(at(30)).toEqual({ is: 'none', why: 'No terminal was recorded then.', nearest: 20_000 })
  expect(at(55)).toMatchObject({ is: 'shown', atMs: 5_000 })
  expect(recordingThen({ recordings: [] }, 0, 0)).toMatchObject({ is: 'none', nearest: undefined })
})
