import { expect, test } from 'vitest'
import type { RecordedNowAnswer } from '../../../src/web/api/live.ts'
import { bandOf, lightOf } from '../../../src/web/client/state/recording-light.ts'
import { isUtc } from '../../../src/web/client/state/time-text.ts'

type RootAnswer = RecordedNowAnswer['roots'][number]

const NOW = Date.parse('2026-11-27T14:45:00Z')

const root = (name: string, more: Partial<RootAnswer> = {}): RootAnswer => ({
  name,
  root: `/w/${name}`,
  state: 'recording',
  since: '2026-11-27T14:41:09.000Z',
  reason: null,
  is_wanted: false,
  always: false,
  ...more,
})

function shown(roots: RootAnswer[], unrecorded: RecordedNowAnswer['unrecorded'] = []) {
  isUtc.value = true
  const now: RecordedNowAnswer = { type: 'recorded-now', pid: null, roots, unrecorded }
  const { tone, text } = lightOf(now)
  const band = bandOf(now, NOW)
  return [tone, text, band && `${band.title} ${band.text}`, band?.command]
}

const killed = { state: 'killed', is_wanted: true, reason: 'process 7 ended' } as const

test('what is recorded, or was by hand only, has a quiet light and no band', () => {
  expect(shown([])).toEqual(['idle', 'nothing to record', undefined, undefined])
  expect(shown([root('a'), root('b')]).slice(0, 3)).toEqual(['on', 'recording 2 roots', undefined])
  expect(shown([root('a', { state: 'first-look' })]).slice(0, 2)).toEqual([
    'half',
    'first look at 1 root',
  ])
  expect(shown([root('a'), root('b', { state: 'never' })]).slice(0, 3)).toEqual([
    'on',
    'recording 1 root',
    undefined,
  ])
})

test('what somebody counts on and is not recorded is told with its time, its cause and the command', () => {
  expect(shown([root('a b', killed)])).toEqual([
    'out',
    'not recording',
    'Recording stopped at 14:41:09. What happens now in /w/a b is not recorded. Process 7 ended.',
    "flightrec daemon start '/w/a b'",
  ])
  const always = { ...killed, always: true }
  expect(shown([root('a', always), root('b', always), root('c')])).toEqual([
    'out',
    '2 roots not recorded',
    'Recording stopped at 14:41:09. What happens now in /w/a and 1 more root is not recorded. Process 7 ended.',
    'flightrec daemon start',
  ])
})

test('a watch that cannot write, and an agent where nobody records, are told as what they are', () => {
  const failing = { state: 'failing', is_wanted: true, reason: 'no space is left' } as const
  expect(shown([root('a', failing)]).slice(2)).toEqual([
    '/w/a is not recorded since 14:41:09. No space is left.',
    'flightrec doctor',
  ])
  expect(shown([root('a')], [{ folder: '/w/x', agent: 'codex' }])).toEqual([
    'out',
    '1 root not recorded',
    'Nobody records /w/x. codex is at work there; of what it does on disk, nothing is kept.',
    'flightrec daemon start /w/x',
  ])
})
