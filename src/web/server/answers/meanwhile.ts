import { withSessions } from '../../../review/answers/session-reading.ts'
import { changeMeanwhileJson } from '../../../review/json/change-meanwhile.ts'
import { gapJson } from '../../../review/json/snapshot.ts'
import { readSurroundings } from '../../../review/sessions/session-surroundings.ts'
import { now } from '../../../system/clock.ts'
import { ROUTES } from '../../api/routes.ts'
import { answering } from '../answer.ts'

const CHANGES_MAX = 5_000

export const meanwhile = answering(ROUTES.meanwhile, ({ home }, asked) =>
  withSessions(home, async (reading) => {
    const session = await reading.find(asked.session)
    const around = await readSurroundings(home, session, now())
    const others = around.snapshots.filter(
      (one) => one.session !== session.id && one.parent !== undefined,
    )
    return {
      type: 'meanwhile' as const,
      root: around.root ?? null,
      changes: others.slice(-CHANGES_MAX).map(changeMeanwhileJson),
      gaps: around.gaps.map(gapJson),
      omitted_changes: Math.max(0, others.length - CHANGES_MAX),
      unreadable: around.unreadable,
    }
  }),
)
