import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { gitText } from '../../../src/git/process/run.ts'
import { verifySessions } from '../../../src/review/verify/verify-sessions.ts'
import type { Home } from '../../../src/store/home/home.ts'
import { liveFolder } from '../../../src/store/sessions/live-folder.ts'
import { sessionsGitDir } from '../../../src/store/sessions/sessions-repo.ts'
import { filesBelow, flip, whileChanged } from '../../helpers/damaged-store.ts'
import { removeTree } from '../../helpers/remove-tree.ts'
import { ENDED, homeWithSessions, openSessionsOf, RUNNING } from '../../helpers/session-store.ts'

let home: Home
let journal: string

beforeEach(async () => {
  home = await homeWithSessions()
  journal = join(liveFolder(home, RUNNING), '1.jsonl')
})
afterEach(() => removeTree(home.path))

async function objectOf(name: string): Promise<string> {
  const oid = (await gitText(sessionsGitDir(home), ['rev-parse', name])).trim()
  const path = join(sessionsGitDir(home), 'objects', oid.slice(0, 2), oid.slice(2))
  chmodSync(path, 0o600)
  return path
}

async function costs() {
  const { damages, costs: all } = await verifySessions(home)
  expect(damages).not.toEqual([])
  return all.map(({ session, lost }) => ({ session, lost }))
}

test('sound sessions are counted, those that run among them', async () => {
  const counts = { sessions: 2, running: 1, events: 10, damages: [], costs: [], notes: [] }
  expect(await verifySessions(home)).toMatchObject(counts)
  const sessions = await openSessionsOf(home)
  expect(await verifySessions(home)).toMatchObject(counts)
  await sessions.end(RUNNING, 'stop')
  await sessions.close()
  expect(await verifySessions(home)).toMatchObject({ sessions: 2, running: 0, damages: [] })
})

test('a home that has only a running session is looked at too', async () => {
  rmSync(sessionsGitDir(home), { recursive: true })
  expect(await verifySessions(home)).toMatchObject({ sessions: 1, events: 4, damages: [] })
})

describe('what a damage costs is said', () => {
  test('of a segment that cannot be read: its events', async () => {
    rmSync(await objectOf(`refs/sessions/${ENDED}:events/1.jsonl`))
    expect(await costs()).toEqual([{ session: ENDED, lost: [{ from: 1, to: 3 }] }])
  })

  test('of the last segment: what came after the others', async () => {
    writeFileSync(await objectOf(`refs/sessions/${ENDED}:events/2.jsonl`), '')
    expect(await costs()).toEqual([{ session: ENDED, lost: [{ from: 4, to: 6 }] }])
  })

  test('of the commit: all of the session, and nothing of the others', async () => {
    rmSync(await objectOf(`refs/sessions/${ENDED}`))
    expect(await costs()).toEqual([{ session: ENDED, lost: [{ from: 1 }] }])
  })

  test('of a ref that is gone: its session, which the reflog still names', async () => {
    rmSync(join(sessionsGitDir(home), `refs/sessions/${ENDED}`))
    expect(await costs()).toEqual([{ session: ENDED, lost: [{ from: 1 }] }])
  })

  test('of a line in the middle of a journal: that event', async () => {
    const lines = readFileSync(journal, 'utf8').split('\n')
    lines[1] = lines[1]!.replace('USER', 'LOSER')
    writeFileSync(journal, lines.join('\n'))
    expect(await costs()).toEqual([{ session: RUNNING, lost: [{ from: 2, to: 2 }] }])
  })

  test('of a line that a crash tore: nothing, as it was never acknowledged', async () => {
    writeFileSync(journal, `${readFileSync(journal, 'utf8')}0123abcd {"seq":`)
    expect(await costs()).toEqual([])
    const { damages } = await verifySessions(home)
    expect(damages).toMatchObject([{ kind: 'journal', mendable: true }])
  })
})

test('every flipped bit of the journal and of the objects is found', async () => {
  const gitDir = sessionsGitDir(home)
  const objects = filesBelow(join(gitDir, 'objects')).map((path) => join(gitDir, 'objects', path))
  const bytes = readFileSync(journal).length
  const places = Array.from({ length: bytes }, (_, at) => [journal, at] as const).filter(
    ([, at]) => at % 29 === 0,
  )
  for (const path of objects) {
    chmodSync(path, 0o600)
    places.push([path, Math.floor(readFileSync(path).length / 2)])
  }
  for (const [path, at] of places) {
    const { damages } = await whileChanged(path, flip(at), () => verifySessions(home))
    expect(damages, `${path} ${at}`).not.toEqual([])
  }
})
