/** A home with one session that ended, went on and ended again, and one that runs. */

import { mkdirSync } from 'node:fs'
import { onTestFinished } from 'vitest'
import type { SessionId } from '../../src/model/session.ts'
import { EventPreparer, type NewEvent } from '../../src/record/sessions/prepare-event.ts'
import { Sessions } from '../../src/record/sessions/sessions.ts'
import { type Home, locateHome } from '../../src/store/home/home.ts'

export const ENDED = 'sess_00000000000000ee' as SessionId
export const RUNNING = 'sess_00000000000000ff' as SessionId

export function openSessionsOf(home: Home): Promise<Sessions> {
  return Sessions.open({ home, preparer: new EventPreparer(home, []) })
}

/** As `openSessionsOf`, within a test, at whose end they are closed. */
export async function sessionsOf(home: Home): Promise<Sessions> {
  const sessions = await openSessionsOf(home)
  onTestFinished(() => sessions.close())
  return sessions
}

/** Four events in two segments, and a journal of four events. Nobody has the home open. */
export async function homeWithSessions(): Promise<Home> {
  mkdirSync(process.env.FLIGHTREC_HOME!, { recursive: true, mode: 0o700 })
  const home = locateHome()
  for (const folder of [home.runPath, home.reposPath]) mkdirSync(folder, { mode: 0o700 })
  const sessions = await openSessionsOf(home)
  const say = (id: SessionId, type: NewEvent['event_type'], summary: string) => {
    const time = new Date().toISOString()
    const event: NewEvent = { time, event_type: type, summary, source: 'hook' }
    return sessions.record({ id, agent: 'bot' }, [event])
  }
  for (const summary of ['one', 'two']) {
    await say(ENDED, 'USER_INPUT', summary)
    await sessions.end(ENDED, 'stop')
  }
  for (const summary of ['a', 'b', 'c']) await say(RUNNING, 'USER_INPUT', summary)
  await sessions.close()
  return home
}
