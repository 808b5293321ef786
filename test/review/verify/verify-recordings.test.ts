import {
  appendFileSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeObjects } from '../../../src/git/objects/loose-objects.ts'
import { type Diagnosis, doctor } from '../../../src/record/doctor/doctor.ts'
import { sealRecordings } from '../../../src/record/terminal/seal-recordings.ts'
import { verifyRecordings } from '../../../src/review/verify/verify-recordings.ts'
import type { Home } from '../../../src/store/home/home.ts'
import { openRecordingSource } from '../../../src/store/recordings/recording-source.ts'
import { listRecordings } from '../../../src/store/recordings/recordings-reader.ts'
import { sessionsGitDir } from '../../../src/store/sessions/sessions-repo.ts'
import { runPlainGit } from '../../helpers/plain-git.ts'
import {
  castOf,
  emptyHome,
  leaveRecording,
  recordingId,
  SESSION,
} from '../../helpers/recordings.ts'
import { openSessionsOf } from '../../helpers/session-store.ts'

const BLOB = `refs/sessions/${SESSION}:recordings/${recordingId(1)}/1.cast.br`

async function seal(home: Home): Promise<void> {
  const sessions = await openSessionsOf(home)
  await sealRecordings(home, sessions, () => {})
  await sessions.close()
}

function fileOf(home: Home, name: string): string {
  const oid = runPlainGit(['rev-parse', name], sessionsGitDir(home)).trim()
  return join(sessionsGitDir(home), 'objects', oid.slice(0, 2), oid.slice(2))
}

async function fix(home: Home): Promise<string[]> {
  const found: Diagnosis[] = []
  await doctor(home, { isFixing: true, roots: [], onDiagnosis: (one) => found.push(one) })
  return found
    .filter(({ check }) => check === 'recordings')
    .map(({ state, problem }) => `${state}: ${problem}`)
}

const damages = async (home: Home) => (await verifyRecordings(home)).damages

test('every flipped byte of a recording at rest is found, and the stretch that it costs is named', async () => {
  const home = emptyHome()
  await leaveRecording(home, 'ended', castOf(['one', 'two', 'three']))
  await seal(home)
  expect(await verifyRecordings(home)).toEqual({ recordings: 1, damages: [] })
  const path = fileOf(home, BLOB)
  const sound = readFileSync(path)
  for (let at = 0; at < sound.length; at += 7) {
    const bytes = Buffer.from(sound)
    bytes[at]! ^= 0x10
    rmSync(path)
    writeFileSync(path, bytes)
    const found = await damages(home)
    expect(found, `byte ${at}`).toHaveLength(1)
    expect(found[0]!.problem).toMatch(/; what was shown from 0\.0s to 3s is lost$/)
  }
})

test('a segment that git holds whole and that is no cast is found, too', async () => {
  const home = emptyHome()
  const { id } = await leaveRecording(home, 'ended', castOf(['one']))
  await seal(home)
  const path = fileOf(home, BLOB)
  rmSync(path)
  await writeObjects(sessionsGitDir(home), (batch) => batch.write('blob', Buffer.from('no brotli')))
  expect((await damages(home))[0]?.problem).toMatch(/is missing|damaged/)
  await expect(async () => {
    const source = await openRecordingSource(home, id)
    await source.parts[0]!.read().finally(() => source.close())
  }).rejects.toThrow(/is missing|damaged/)
})

test('a cast that is being written is sound at any moment, and one that has lost its end is not', async () => {
  const home = emptyHome()
  const cast = castOf(['one', 'two'])
  const { folder } = await leaveRecording(home, 'running', cast.slice(0, -4))
  expect(await damages(home)).toEqual([])
  await leaveRecording(home, 'ended', cast, { bytes: cast.length })
  expect(await damages(home)).toEqual([])
  truncateSync(join(folder, `${recordingId(1)}.cast`), cast.length - 4)
  expect((await damages(home))[0]).toMatchObject({
    kind: 'recording',
    problem: 'its end is missing',
  })
  appendFileSync(join(folder, `${recordingId(1)}.cast`), 'x\nnonsense\n')
  expect((await damages(home))[0]?.problem).toContain('of its lines are no events')
})

test('doctor goes on with a cast whose description is damaged, and moves away what is no cast', async () => {
  const home = emptyHome()
  const { folder } = await leaveRecording(home, 'ended', castOf(['one']))
  await leaveRecording(home, 'ended', 'no cast\n', { id: recordingId(2) })
  const path = join(folder, `${recordingId(1)}.json`)
  writeFileSync(path, readFileSync(path, 'utf8').replace('"columns":80', '"columns":81'))
  expect((await damages(home)).map(({ problem }) => problem)).toEqual([
    'nothing says what recording it is, or not as it was written',
    expect.stringContaining('it is no asciicast'),
  ])
  makeOld(folder)
  expect((await fix(home)).sort()).toEqual([
    expect.stringMatching(/^mended: cannot read .*: it is no asciicast$/),
    'mended: nothing says what recording it is, or not as it was written',
  ])
  expect(await damages(home)).toEqual([])
  expect((await listRecordings(home)).map(({ id, columns }) => [id, columns])).toEqual([
    [recordingId(1), 80],
  ])
})

function makeOld(folder: string): void {
  const hourAgo = Date.now() / 1000 - 3600
  for (const name of readdirSync(folder)) utimesSync(join(folder, name), hourAgo, hourAgo)
}
