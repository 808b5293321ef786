import { FlightrecError } from '../../../model/errors.ts'
import { withSessions } from '../../../review/answers/session-reading.ts'
import { readStep, readStepParts } from '../../../review/answers/step-detail.ts'
import { repoAround } from '../../../review/repo/repo-choice.ts'
import { now } from '../../../system/clock.ts'
import { ROUTES } from '../../api/routes.ts'
import { answering, wholeNumber } from '../answer.ts'
import { callsMeanwhile } from '../calls-meanwhile.ts'
import { withRoot } from '../open-root.ts'

export const step = answering(ROUTES.step, ({ home }, asked) =>
  withSessions(home, async (reading) => {
    const session = await reading.find(asked.session)
    const seq = wholeNumber('seq', asked.seq, 1)!
    const isWhole = asked.whole === 'yes'
    const { events, facts } = await readStep(home, reading, { session, seq, isWhole })
    const { event, end } = events.step
    const startMs = Date.parse(event.time)
    const isOpen = event.phase === 'before' && !end && session.ended === undefined
    const endMs = end ? Date.parse(end.time) : isOpen ? now() : startMs
    const repo = session.root === undefined ? undefined : repoAround(home, session.root)
    const unreadable: string[] = []
    const parts = repo
      ? await withRoot(home, repo.name, (root) => readStepParts(root, session, events)).catch(
          (error: unknown) => {
            if (!(error instanceof FlightrecError)) throw error
            unreadable.push(error.message)
          },
        )
      : undefined
    return {
      type: 'step-detail' as const,
      seq: event.seq,
      ...facts,
      ...(parts ?? { parts: [], nobodys: [] }),
      calls_meanwhile: await callsMeanwhile(home, reading, session, { startMs, endMs }),
      unreadable,
    }
  }),
)
