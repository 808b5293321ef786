import { expect, test } from 'vitest'
import type { SessionId } from '../../../src/model/session.ts'
import type { Claim } from '../../../src/review/audit/account.ts'
import { type ClaimContext, judgeClaim } from '../../../src/review/audit/judge-claims.ts'
import {
  ChangesByPath,
  type SeenChange,
  type SeenRoot,
} from '../../../src/review/audit/seen-changes.ts'
import { growth } from '../../helpers/growth.ts'

const OWN = 'sess_00000000000000aa' as SessionId
const OTHER = 'sess_00000000000000bb' as SessionId
const AT = 1_780_000_000_000

const claim = (change: Claim['change'], path: string, more: Partial<Claim> = {}): Claim => ({
  ...{ session: OWN, seq: 1, time: '', tool: 'Edit', call: 'c', change, path: `/r/${path}` },
  ...{ startMs: AT, endMs: AT + 1_000, isWatched: true, ...more },
})

const seen = (change: SeenChange['change'], path: string, more: Partial<SeenChange> = {}) => ({
  ...{ change, path: `/r/${path}`, timeMs: AT + 500, snapshot: 's', ...more },
})

function context(changes: SeenChange[], more: Partial<ClaimContext & SeenRoot> = {}): ClaimContext {
  const root: SeenRoot = {
    ...{ root: '/r', changes, snapshots: new Set(), incomplete: [], gaps: [] },
    ...{ known: { fromMs: AT - 60_000, untilMs: AT + 60_000 }, ...more },
  }
  return {
    sessions: new Set([OWN]),
    changes: new ChangesByPath(changes),
    rootOf: (path) => (path.startsWith('/r/') ? root : undefined),
    isRecorded: (_, path) => !path.includes('node_modules'),
    respectsGitignore: false,
    ...more,
  }
}

test.each<[string, Claim, SeenChange[]]>([
  ['a write by a change of the file', claim('write', 'a'), [seen('modified', 'a')]],
  ['a write by a new file', claim('write', 'a'), [seen('added', 'a')]],
  ['a deletion by its end', claim('delete', 'a'), [seen('removed', 'a')]],
  ['a deletion by a move', claim('delete', 'a'), [seen('renamed', 'b', { from: '/r/a' })]],
  ['the deletion of a folder by what was in it', claim('delete', 'd'), [seen('removed', 'd/e/f')]],
  ['a rename by the new name', claim('rename', 'b'), [seen('renamed', 'b', { from: '/r/a' })]],
  [
    'a write by a change put down to the call, however late it was recorded',
    claim('write', 'a'),
    [seen('modified', 'a', { timeMs: AT + 999_000, session: OWN, call: 'c' })],
  ],
])('the record bears out %s', (_, told, changes) => {
  expect(judgeClaim(told, context(changes))).toBe('borne-out')
})

test.each<[string, Claim, SeenChange[]]>([
  ['nothing changed', claim('write', 'a'), []],
  ['another file changed', claim('write', 'a'), [seen('modified', 'b')]],
  ['only its mode changed', claim('write', 'a'), [seen('mode', 'a')]],
  ['it was written, not deleted', claim('delete', 'a'), [seen('modified', 'a')]],
  ['a file in it was deleted', claim('write', 'd'), [seen('removed', 'd/e')]],
  ['it changed before', claim('write', 'a'), [seen('modified', 'a', { timeMs: AT - 900 })]],
  ['it changed much later', claim('write', 'a'), [seen('modified', 'a', { timeMs: AT + 60_000 })]],
  ['another session changed it', claim('write', 'a'), [seen('modified', 'a', { session: OTHER })]],
])('a claim is not borne out when %s', (_, told, changes) => {
  expect(judgeClaim(told, context(changes))).toBe('not-borne-out')
})

test('what the record cannot know is not judged', () => {
  const told = claim('write', 'a')
  const gap = { reason: 'overflow' as const, from: AT + 900, to: AT + 2_000 }
  const judge = (more: Partial<ClaimContext & SeenRoot>, one = told) =>
    judgeClaim(one, context([], more))
  expect(judge({}, { ...told, path: '/elsewhere/a' })).toBe('elsewhere')
  expect(judge({}, claim('write', 'node_modules/a'))).toBe('filtered')
  expect(judge({ gaps: [gap] })).toBe('gap')
  expect(judge({ known: { fromMs: AT + 9_000, untilMs: AT + 60_000 } })).toBe('before')
  const until = { known: { fromMs: AT - 60_000, untilMs: AT - 30_000 } }
  expect(judge(until, { ...told, isWatched: false })).toBe('after')
  expect(judge(until)).toBe('not-borne-out')
  expect(judge({ incomplete: [{ snapshot: 's', timeMs: AT + 500, skipped: 1 }] })).toBe(
    'incomplete',
  )
  expect(judge({}, { ...told, isOvertaken: true })).toBe('overtaken')
  expect(judge({ respectsGitignore: true })).toBe('ignored')
})

test('many claims on one file are judged in time in proportion to their number', () => {
  const judgeMany = (size: number) => {
    const times = Array.from({ length: size }, (_, index) => AT + index * 10_000)
    const everything = context(times.map((timeMs) => seen('modified', 'a', { timeMs })))
    for (const timeMs of times) {
      const told = claim('write', 'a', { startMs: timeMs - 100, endMs: timeMs, call: undefined })
      expect(judgeClaim(told, everything)).toBe('borne-out')
    }
  }
  expect(growth(20_000, judgeMany)).toBeLessThan(3)
})
