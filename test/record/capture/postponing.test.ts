import { expect, test } from 'vitest'
import { type RawPath, rawFromText } from '../../../src/model/raw-path.ts'
import { type PostponeRequest, Postponing } from '../../../src/record/capture/postponing.ts'
import type { Candidate } from '../../../src/record/scan/scan-scope.ts'

const found = (...names: string[]) =>
  new Map(
    names.map((name) => {
      const path = rawFromText(name)
      return [path, { name: path, path, sizeBytes: 1 } as Candidate]
    }),
  )

const request = (more: Partial<PostponeRequest> = {}): PostponeRequest => ({
  ...{ mayPostpone: true, limits: { maxFileSizeBytes: 1 << 20 }, youngMs: 60_000 },
  ...{ isNew: () => true, isPassing: undefined },
  ...{ noticed: () => ({ first: Date.now(), last: Date.now() }) },
  ...more,
})

test('a new file that was heard of just now waits for the next look, one that was there before does not', () => {
  const postponing = new Postponing()
  const candidates = found('new', 'old')
  const isNew = ({ path }: Candidate) => path === ('new' as RawPath)
  const left = postponing.take(candidates, request({ isNew }))
  expect(left?.paths).toEqual(['new'])
  expect([...candidates.keys()]).toEqual(['old'])
  expect(left!.waitMs).toBeGreaterThan(0)
})

test('a new file that was heard of a while ago, or of which nobody tells when, is recorded', () => {
  const long = () => ({ first: Date.now() - 60_001, last: Date.now() })
  for (const noticed of [long, () => undefined]) {
    const candidates = found('new')
    expect(new Postponing().take(candidates, request({ noticed }))).toBeUndefined()
    expect(candidates.size).toBe(1)
  }
})

test('a file that keeps being heard of is recorded all the same, within a few looks', async () => {
  const postponing = new Postponing()
  let looks = 0
  const isLeft = () => {
    looks += 1
    return postponing.take(found('new'), request({ isPassing: () => true })) !== undefined
  }
  while (isLeft()) await new Promise((resolve) => setTimeout(resolve, 100))
  expect(looks).toBeGreaterThan(2)
})
