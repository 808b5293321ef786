import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Recording, RecordingId } from '../../../src/model/recording.ts'
import type { SessionId } from '../../../src/model/session.ts'
import { homeAt } from '../../../src/store/home/home.ts'
import {
  castFile,
  makeLiveRecordingsFolder,
  saveLiveRecording,
} from '../../../src/store/recordings/live-recordings.ts'
import {
  openCastFile,
  openRecordingSource,
} from '../../../src/store/recordings/recording-source.ts'
import { birthMark } from '../../../src/system/process-identity.ts'
import { testEnv } from '../../helpers/test-env.ts'

const V3 = '{"version":3,"term":{"cols":80,"rows":24},"title":"a talk","timestamp":1504467315}\n'

function place() {
  const { base, home } = testEnv()
  mkdirSync(home)
  return { base, home: homeAt(home) }
}

const RECORDING: Recording = {
  id: 'rec_0123456789abcdef' as RecordingId,
  session: 'sess_0123456789abcdef' as SessionId,
  columns: 80,
  rows: 24,
  process: { pid: process.pid, birth: birthMark(process.pid)! },
  started: '2026-06-12T14:03:10.000Z',
}

test('a cast outside the store is read without a session', async () => {
  const { base } = place()
  const path = join(base, 'talk.cast')
  writeFileSync(path, `${V3}[1, "o", "hi"]\n`)
  const source = openCastFile(path)
  expect(source.recording).toMatchObject({
    columns: 80,
    title: 'a talk',
    started: '2017-09-03T19:35:15.000Z',
  })
  expect(source.isLive).toBe(false)
  expect((await source.parts[0]!.read()).toString()).toBe(`${V3}[1, "o", "hi"]\n`)
  source.close()
})

test('a recording that is being made grows, ends, and can be read to its end though it moved away', async () => {
  const { home } = place()
  const folder = makeLiveRecordingsFolder(home, RECORDING.session)
  const path = castFile(folder, RECORDING.id)
  writeFileSync(path, V3)
  await saveLiveRecording(folder, RECORDING)
  const source = await openRecordingSource(home, RECORDING.id)
  const [part] = source.parts
  expect(source.isLive).toBe(true)
  const before = (await part!.read()).length
  appendFileSync(path, '[1, "o", "hi"]\n')
  expect((await part!.read(before)).toString()).toBe('[1, "o", "hi"]\n')
  const { process: _, ...rest } = RECORDING
  await saveLiveRecording(folder, { ...rest, ended: '2026-06-12T14:04:10.000Z' })
  expect(source.isLive).toBe(false)
  rmSync(folder, { recursive: true })
  expect((await part!.read(before)).toString()).toBe('[1, "o", "hi"]\n')
  source.close()
  await expect(openRecordingSource(home, RECORDING.id)).rejects.toThrow(
    `no recording '${RECORDING.id}'`,
  )
})

test('a folder, a pipe and a hole of 2 GB are refused at once', () => {
  const { base } = place()
  expect(() => openCastFile(base)).toThrow('it is no file')
  expect(() => openCastFile(join(base, 'none.cast'))).toThrow('ENOENT')
  const pipe = join(base, 'pipe')
  execFileSync('mkfifo', [pipe])
  expect(() => openCastFile(pipe)).toThrow('it is no file')
  const hole = join(base, 'hole.cast')
  writeFileSync(hole, '')
  truncateSync(hole, 2 ** 31)
  expect(() => openCastFile(hole)).toThrow('it is no asciicast')
})

test('a cast with a hole of 2 GB is named with what can be done about it', async () => {
  const { base } = place()
  const path = join(base, 'hole.cast')
  writeFileSync(path, V3)
  truncateSync(path, 2 ** 31)
  const source = openCastFile(path)
  await expect(source.parts[0]!.read()).rejects.toThrow('larger than 1 GiB')
  source.close()
})
