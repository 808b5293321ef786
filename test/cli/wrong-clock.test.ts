import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { jsonLines } from '../helpers/json-lines.ts'
import { testEnv } from '../helpers/test-env.ts'

const DAY_MS = 86_400_000
const YEARS_MS = 70 * 365 * DAY_MS

/** A place whose programs have a clock that is off by `offsetMs`. */
function placeWithClock() {
  const env = testEnv()
  const preload = join(env.base, 'clock.mjs')
  writeFileSync(
    preload,
    `const real = Date.now
    Date.now = () => real() + Number(process.env.CLOCK_OFFSET_MS)`,
  )
  const at = (offsetMs: number, ...args: string[]) =>
    env.runWith(
      {
        env: { NODE_OPTIONS: `--import ${preload}`, CLOCK_OFFSET_MS: String(offsetMs) },
        stdin: '',
      },
      ...args,
    )
  const record = async (offsetMs: number, content: string) => {
    env.write('a', content)
    expect((await at(offsetMs, 'snapshot')).exitCode).toBe(0)
  }
  const logged = async (offsetMs: number, ...args: string[]) =>
    jsonLines<{ type: string; id?: string }>(await at(offsetMs, 'log', '--json', ...args)).filter(
      ({ type }) => type === 'snapshot',
    )
  return { env, at, record, logged }
}

describe('a snapshot under a clock that was far ahead', () => {
  test('dates no later ones: they are found by their own time, and the step is in the record', async () => {
    const { env, at, record, logged } = placeWithClock()
    await record(0, 'one')
    await record(YEARS_MS, 'wrong')
    const doctor = await at(0, 'doctor')
    expect(doctor.exitCode).toBe(1)
    expect(doctor.stdout).toContain('which is to come')
    await record(0, 'two')
    await record(3_600_000, 'three')
    expect(await logged(3_600_000)).toHaveLength(4)
    expect(await logged(3_600_000, '--since', '2 hours ago', '--until', 'now')).toHaveLength(3)
    expect(await logged(3_600_000, '--since', '10 minutes ago', '--until', 'now')).toHaveLength(1)
    expect((await at(3_600_000, 'show', '10m ago:a')).stdout).toBe('two')
    expect((await at(YEARS_MS + DAY_MS, 'show', '30m ago:a')).stdout).toBe('three')
    const { stdout } = await at(0, 'status', '--json')
    expect(JSON.parse(stdout).repos[0].last_gap.reason).toBe('clock-step')
    expect((await env.git('show', '-s', '--format=%s', 'main@{now}')).trim()).toContain('~1  a')
    expect((await at(3_600_000, 'doctor')).exitCode).toBe(0)
    expect((await at(3_600_000, 'verify')).exitCode).toBe(0)
  })

  test('does not keep what is old from being dropped, nor is anything dropped for it', async () => {
    const { at, record, logged } = placeWithClock()
    await record(-40 * DAY_MS, 'old')
    await record(-35 * DAY_MS, 'older than the limit')
    await record(YEARS_MS, 'wrong')
    await record(-20 * DAY_MS, 'kept')
    await record(0, 'now')
    expect((await at(0, 'gc', '--keep-days', '60')).exitCode).toBe(0)
    expect(await logged(0)).toHaveLength(5)
    expect((await at(0, 'gc', '--keep-days', '30')).exitCode).toBe(0)
    expect(await logged(0)).toHaveLength(4)
    expect((await at(30 * DAY_MS, 'gc', '--keep-days', '45')).exitCode).toBe(0)
    expect(await logged(30 * DAY_MS)).toHaveLength(2)
  })
})

test('a clock that says 1970 dates nothing: ids go on, and by them nothing is dropped', async () => {
  const { at, record, logged } = placeWithClock()
  await record(-DAY_MS, 'yesterday')
  await record(-Date.now() + 1000, 'without a battery')
  await record(0, 'today')
  expect((await at(0, 'gc', '--keep-days', '7')).exitCode).toBe(0)
  expect(await logged(0)).toHaveLength(3)
  expect(await logged(0, '--since', '2 days ago')).toHaveLength(3)
  expect((await at(0, 'show', '1 hour ago:a')).stdout).toBe('without a battery')
  expect((await at(-Date.now() + 1000, 'doctor')).stdout).toContain('the clock: it says')
})

test('a clock set back by an hour and forward again, as by a wrong time zone, loses no state between', async () => {
  const { record, logged, at } = placeWithClock()
  await record(0, 'one')
  await record(-3_600_000, 'an hour back')
  await record(-3_600_000, 'still')
  await record(60_000, 'right again')
  expect(await logged(60_000)).toHaveLength(4)
  expect(await logged(60_000, '--since', '30 minutes ago')).toHaveLength(2)
  expect(await logged(60_000, '--since', '2 hours ago', '--until', '30 minutes ago')).toHaveLength(
    2,
  )
  expect((await at(60_000, 'show', '20s ago:a')).stdout).toBe('still')
})
