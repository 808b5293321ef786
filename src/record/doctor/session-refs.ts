import { hashObject } from '../../git/objects/object-name.ts'
import { ObjectReader } from '../../git/objects/object-reader.ts'
import { parseTree } from '../../git/objects/tree-format.ts'
import type { Oid } from '../../model/oid.ts'
import type { Session, SessionId } from '../../model/session.ts'
import type { Home } from '../../store/home/home.ts'
import { parseSession } from '../../store/sessions/live-folder.ts'
import {
  formatSessionCommit,
  listSessionNames,
  SessionsReader,
  sessionRef,
} from '../../store/sessions/sessions-repo.ts'
import { readSound } from '../../store/timeline/timeline-walk.ts'
import { now } from '../../system/clock.ts'
import { EventPreparer } from '../sessions/prepare-event.ts'
import { Sessions } from '../sessions/sessions.ts'
import type { RepoCheck } from './check.ts'
import type { LostTail, TailCare } from './lost-tail.ts'
import { refProblems } from './refs.ts'
import { unnamedObjects } from './salvage.ts'

/** Each session has a ref, and a reflog that says the same. */
export const sessionRefs: RepoCheck = {
  id: 'refs',
  async find({ home, repo: { gitDir } }) {
    const ids = new Map((await listSessionNames(home)).map((id) => [sessionRef(id), id]))
    return await refProblems(gitDir, [...ids.keys()], (ref) => careFor(home, ids.get(ref)!))
  },
}

function careFor(home: Home, id: SessionId): TailCare {
  return {
    rebuild: (tail) => rebuildCommits(id, tail),
    async giveUp(_, setBack) {
      await setBack()
      await noteGap(home, id)
    },
  }
}

/** A tree whose session.json makes a commit of the very name that is missed is what that commit held. */
async function rebuildCommits(id: SessionId, { gitDir, entries, at }: LostTail): Promise<Buffer[]> {
  const reader = new ObjectReader(gitDir)
  try {
    const heads = entries[at] ? [entries[at].to] : []
    const unnamed = await unnamedObjects(gitDir, heads, reader)
    const trees = unnamed.filter(({ type }) => type === 'tree').map(({ oid }) => oid)
    const sessions = new Map<Oid, Session>()
    for (const tree of trees) {
      const session = await sessionIn(reader, tree, id)
      if (session) sessions.set(tree, session)
    }
    const commits: Buffer[] = []
    for (const { from, to } of entries.slice(at + 1)) {
      const candidates = [...sessions].map(([tree, session]) =>
        formatSessionCommit(session, tree, from),
      )
      const commit = candidates.find((bytes) => hashObject('commit', bytes) === to)
      if (!commit) break
      commits.push(commit)
    }
    return commits
  } finally {
    reader.close()
  }
}

async function sessionIn(
  reader: ObjectReader,
  tree: Oid,
  id: SessionId,
): Promise<Session | undefined> {
  const bytes = await readSound(reader, tree, 'tree')
  const file = bytes && parseTree(bytes).find(({ gitName }) => gitName === 'session.json')
  const text = file && (await readSound(reader, file.oid, 'blob'))
  return text && parseSession(text.toString('utf8'), id)
}

/** Adds the event that says what is lost, at the time of the last that is not. */
async function noteGap(home: Home, id: SessionId): Promise<void> {
  const reader = new SessionsReader(home)
  const stored = await reader.find(id).finally(() => reader.close())
  if (!stored) return
  const { agent, last, totals } = stored.session
  const sessions = await Sessions.open({ home, preparer: new EventPreparer(home, []) })
  try {
    await sessions.inTurn(async () => {
      const event = {
        time: last,
        event_type: 'GAP',
        summary: `what was recorded after event ${totals.events} was damaged on disk`,
        source: 'cli',
        raw: { reason: 'damage', from: last, to: new Date(now()).toISOString() },
      } as const
      await sessions.addTo({ id, agent }, [event])
      await sessions.putAway(id)
    })
  } finally {
    await sessions.close()
  }
}
