import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { gitText } from '../../../src/git/process/run.ts'
import { type Diagnosis, doctor } from '../../../src/record/doctor/doctor.ts'
import { verifySessions } from '../../../src/review/verify/verify-sessions.ts'
import type { Home } from '../../../src/store/home/home.ts'
import { homeLockPath } from '../../../src/store/home/home-lock.ts'
import {
  listLive,
  liveFolder,
  readLiveSession,
  sealSession,
  sessionFile,
} from '../../../src/store/sessions/live-folder.ts'
import { readEvents } from '../../../src/store/sessions/session-events.ts'
import { SessionsReader, sessionsGitDir } from '../../../src/store/sessions/sessions-repo.ts'
import { prepareSpool, putInSpool } from '../../../src/store/spool/spool.ts'
import { SpoolTaker } from '../../../src/store/spool/take-spool.ts'
import { ownIdentity, processStart } from '../../../src/system/process-identity.ts'
import { flip } from '../../helpers/damaged-store.ts'
import { removeTree } from '../../helpers/remove-tree.ts'
import { ENDED, homeWithSessions, RUNNING } from '../../helpers/session-store.ts'

let home: Home

beforeEach(async () => {
  home = await homeWithSessions()
})
afterEach(() => removeTree(home.path))

async function diagnose(isFixing = false): Promise<Diagnosis[]> {
  const found: Diagnosis[] = []
  await doctor(home, { isFixing, roots: [], onDiagnosis: (diagnosis) => found.push(diagnosis) })
  return found
}

/** Sees that it is found, mended, and then no more found, and that the sessions are sound. */
async function mend(check: string): Promise<Diagnosis[]> {
  const found = await diagnose()
  expect(found).toMatchObject([{ check, state: 'mendable' }])
  expect(await diagnose(true)).toMatchObject([{ check, state: 'mended' }])
  expect(await diagnose(true)).toEqual([])
  expect((await verifySessions(home)).damages).toEqual([])
  return found
}

function changeLive(change: (session: Record<string, unknown>) => void): void {
  const path = sessionFile(liveFolder(home, RUNNING))
  const { crc32: _, ...session } = JSON.parse(readFileSync(path, 'utf8'))
  change(session)
  writeFileSync(path, sealSession(session))
}

async function eventsOf(id: typeof RUNNING) {
  const reader = new SessionsReader(home)
  try {
    const events = []
    for await (const event of readEvents(home, reader, id)) events.push(event)
    return events
  } finally {
    reader.close()
  }
}

function objectPaths(): string[] {
  const objects = join(sessionsGitDir(home), 'objects')
  const fans = readdirSync(objects).filter((name) => name.length === 2)
  return fans.flatMap((fan) =>
    readdirSync(join(objects, fan)).map((name) => join(objects, fan, name)),
  )
}

/** The file of a loose object, made writable. */
function objectPath(oid: string): string {
  const path = objectPaths().find((it) => it.replaceAll('/', '').endsWith(oid))!
  chmodSync(path, 0o600)
  return path
}

function quarantined(): string[] {
  return readdirSync(join(sessionsGitDir(home), 'flightrec/quarantine'))
}

async function sessionsGit(...args: string[]): Promise<string> {
  return (await gitText(sessionsGitDir(home), args)).trim()
}

test('sessions that are sound, one of them running, give nothing to do', async () => {
  expect(await diagnose()).toEqual([])
})

describe('a running session', () => {
  test('whose agent is gone ends, with a last event that says so', async () => {
    changeLive((session) => {
      session.process = { pid: process.pid, birth: 'another' }
    })
    await mend('live-sessions')
    expect(listLive(home)).toEqual([])
    expect((await eventsOf(RUNNING)).at(-1)).toMatchObject({
      seq: 5,
      event_type: 'SESSION_END',
      raw: { end_reason: 'process-gone' },
    })
  })

  test('whose journal a crash tore goes on, and the torn end is put aside', async () => {
    const journal = join(liveFolder(home, RUNNING), '1.jsonl')
    appendFileSync(journal, '01234567 {"seq":5')
    await mend('live-sessions')
    expect(readdirSync(liveFolder(home, RUNNING)).sort()).toEqual([
      '1.jsonl',
      '1.jsonl.torn-1',
      'session.json',
    ])
    expect(await eventsOf(RUNNING)).toHaveLength(4)
  })

  test('that nothing describes any more goes on with what its events say', async () => {
    rmSync(sessionFile(liveFolder(home, RUNNING)))
    await mend('live-sessions')
    expect(await eventsOf(RUNNING)).toHaveLength(4)
  })

  test('of whose description any bit has flipped is named as damaged, and known again by its events', async () => {
    const path = sessionFile(liveFolder(home, RUNNING))
    const sound = readFileSync(path)
    const { agent, root } = JSON.parse(sound.toString())
    for (let at = 0; at < sound.length; at += 1) {
      writeFileSync(path, flip(at)(Buffer.from(sound)))
      const { damages } = await verifySessions(home)
      expect([at, damages[0]?.subject]).toEqual([at, `${RUNNING}/session.json`])
    }
    writeFileSync(path, sound.toString().replace(agent, 'another'))
    await mend('live-sessions')
    expect(readLiveSession(home, RUNNING)).toMatchObject({ agent, ...(root && { root }) })
  }, 60_000)

  test('described by an earlier flightrec, without a checksum, is known', async () => {
    const path = sessionFile(liveFolder(home, RUNNING))
    const { crc32: _, ...session } = JSON.parse(readFileSync(path, 'utf8'))
    writeFileSync(path, `${JSON.stringify(session)}\n`)
    expect((await verifySessions(home)).damages).toEqual([])
    expect(await diagnose()).toEqual([])
  })

  test('that a recorder at work holds is left to it', async () => {
    changeLive((session) => {
      session.process = { pid: process.pid, birth: 'another' }
    })
    const pid = process.ppid
    const started = processStart(pid)
    const owner = { ...ownIdentity(), pid, started, command: 'a daemon', since: Date.now() }
    writeFileSync(homeLockPath(home), JSON.stringify(owner), { mode: 0o600 })
    expect(await diagnose()).toEqual([])
  })
})

test('a folder in live/ that is no session is named, and stays', async () => {
  mkdirSync(join(home.path, 'live/what'), { mode: 0o700 })
  expect(await diagnose(true)).toMatchObject([{ check: 'live-sessions', state: 'left' }])
})

describe('of the sessions repo', () => {
  test('a ref that is gone is taken back from its reflog', async () => {
    rmSync(join(sessionsGitDir(home), `refs/sessions/${ENDED}`))
    await mend('refs')
    expect(await eventsOf(ENDED)).toHaveLength(6)
  })

  test('an altered config is written anew', async () => {
    appendFileSync(join(sessionsGitDir(home), 'config'), '[alias]\n\tx = !true\n')
    await mend('pinned-files')
  })

  test('drafts of dead processes are removed', async () => {
    const drafts = join(sessionsGitDir(home), 'flightrec/drafts')
    writeFileSync(join(drafts, 'lock-abc.tmp-999999999-0123456789ab'), '', { mode: 0o600 })
    await mend('temporary-files')
    expect(readdirSync(drafts)).toEqual([])
  })

  test('files open to others are closed', async () => {
    chmodSync(join(sessionsGitDir(home), 'config'), 0o644)
    await mend('permissions')
  })

  test('whichever object is damaged, it goes to quarantine, and what is lost is known afterwards', async () => {
    const before = await eventsOf(ENDED)
    const pristine = `${home.path}-pristine`
    cpSync(home.path, pristine, { recursive: true })
    for (const path of objectPaths()) {
      chmodSync(path, 0o600)
      truncateSync(path, 0)
      expect((await diagnose(true)).map(({ state }) => state)).toContain('mended')
      expect(quarantined()).toContain(
        path.slice(sessionsGitDir(home).length + 1).replaceAll('/', '-'),
      )
      const { damages } = await verifySessions(home)
      if (damages.length === 0) {
        const events = await eventsOf(ENDED)
        if (events.at(-1)?.event_type !== 'GAP') expect(events).toEqual(before)
      }
      removeTree(home.path)
      cpSync(pristine, home.path, { recursive: true })
    }
    removeTree(pristine)
  })

  test('a newest commit that is damaged is made anew, to the byte, from the tree it named', async () => {
    const commit = await sessionsGit('rev-parse', `refs/sessions/${ENDED}`)
    const events = await eventsOf(ENDED)
    truncateSync(objectPath(commit), 0)
    expect(await diagnose(true)).toMatchObject([{ check: 'refs', state: 'mended' }])
    expect(await diagnose()).toEqual([])
    expect((await verifySessions(home)).damages).toEqual([])
    expect(await sessionsGit('rev-parse', `refs/sessions/${ENDED}`)).toBe(commit)
    expect(await eventsOf(ENDED)).toEqual(events)
  })

  test('where the newest commit is lost with its tree, the session says so, and keeps what came before', async () => {
    const newest = `refs/sessions/${ENDED}`
    const [commit, tree, segment] = await Promise.all(
      ['', '^{tree}', ':events/2.jsonl'].map((part) =>
        sessionsGit('rev-parse', `${newest}${part}`),
      ),
    )
    const events = await eventsOf(ENDED)
    for (const oid of [commit!, tree!]) truncateSync(objectPath(oid), 0)
    await diagnose(true)
    expect(await diagnose(true)).toEqual([])
    expect((await verifySessions(home)).damages).toEqual([])
    const left = await eventsOf(ENDED)
    expect(left.slice(0, -1)).toEqual(events.slice(0, 3))
    expect(left.at(-1)).toMatchObject({
      event_type: 'GAP',
      summary: 'what was recorded after event 3 was damaged on disk',
      time: events[2]!.time,
    })
    await sessionsGit('prune', '--expire=now')
    await sessionsGit('cat-file', '-e', segment!)
  })
})

describe('of the spool', () => {
  test('what is open to others is closed', async () => {
    prepareSpool(home)
    chmodSync(join(home.path, 'spool/bad'), 0o755)
    await mend('home-permissions')
  })

  test('payloads that nobody takes in, and those refused with their reasons, are named', async () => {
    putInSpool(home, 'generic', Buffer.from('not JSON'))
    putInSpool(home, 'generic', Buffer.from('nor this'))
    expect([...new SpoolTaker(home, (payload) => payload).take()]).toEqual([])
    putInSpool(home, 'generic', Buffer.from('{}'))
    expect(await diagnose(true)).toMatchObject([
      { check: 'spool', problem: expect.stringContaining('1 payload of hooks wait') },
      { check: 'spool', problem: 'refused: it is not JSON', state: 'left' },
    ])
    expect(readdirSync(join(home.path, 'spool/bad'))).toHaveLength(4)
  })
})
