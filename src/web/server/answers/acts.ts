/** Plans and carries out a restore or an undo, as the command line does. */
import { type ActWish, type PerformedAct, performAct } from '../../../daemon/perform-act.ts'
import { FlightrecError } from '../../../model/errors.ts'
import { parseJson } from '../../../model/json.ts'
import type { RawPath } from '../../../model/raw-path.ts'
import type { Reading } from '../../../review/answers/reading.ts'
import { pathFromAddress } from '../../../review/json/path.ts'
import { actLines } from '../../../service/acts/act-lines.ts'
import { restoreJson, undoJson } from '../../../service/json/act.ts'
import { cutShortWords } from '../../../store/timeline/act.ts'
import type { ActAnswer } from '../../api/act-routes.ts'
import type { AskedOf } from '../../api/route.ts'
import { ROUTES } from '../../api/routes.ts'
import { type Answerer, answering } from '../answer.ts'
import { withRoot } from '../open-root.ts'
import type { PageContext } from '../page-context.ts'

type AskedAct = AskedOf<typeof ROUTES.planAct>

const planAct = answering(ROUTES.planAct, (context, asked, signal) =>
  perform(context, asked, { signal }),
)

/** Who leaves in the middle of an act still gets all of it, and a record of it. */
const TO_THE_END = new AbortController().signal

const runAct = answering(ROUTES.runAct, (context, asked, signal) =>
  context.acts.add(async () => {
    if (!asked.plan) throw new FlightrecError('usage', 'an act needs the plan that was agreed to')
    try {
      return await perform(context, asked, { signal: TO_THE_END, plan: asked.plan })
    } catch (error) {
      if (!(error instanceof FlightrecError) || error.code !== 'plan-changed') throw error
      return { ...(await perform(context, asked, { signal })), is_stale: true }
    }
  }),
)

export const ACT_ANSWERS: readonly Answerer[] = [planAct, runAct]

interface Performing {
  signal: AbortSignal
  /** Absent: only to be planned. */
  plan?: string
}

function perform(
  { home }: PageContext,
  asked: AskedAct,
  { signal, plan }: Performing,
): Promise<ActAnswer> {
  return withRoot(home, asked.root, async (reading) => {
    const wish = await wishOf(reading, asked, plan)
    const listener = { signal, onProgress: () => {} }
    return answerOf(await performAct(home, reading.repo, wish, listener))
  })
}

async function wishOf(reading: Reading, asked: AskedAct, plan?: string): Promise<ActWish> {
  const { act, what } = asked
  const shared = { dryRun: plan === undefined, plan }
  const paths = pathsIn(asked.files)
  if (!what) throw new FlightrecError('usage', 'it is not said what to take back or restore')
  if (act === 'undo') {
    const options = { includeWindow: asked.window === 'yes', conflicts: asked.beside === 'yes' }
    return { act, name: what, paths, ...options, ...shared }
  }
  if (act !== 'restore') throw new FlightrecError('usage', 'an act is an undo or a restore')
  const snapshot = await reading.snapshots.get(what)
  const remove = asked.remove === 'yes'
  return { act, snapshot, paths: paths ?? [], delete: remove, force: false, ...shared }
}

function pathsIn(files: string | undefined): RawPath[] | undefined {
  if (files === undefined) return undefined
  const list = parseJson(files)
  if (!Array.isArray(list) || !list.every((one) => typeof one === 'string') || list.length === 0)
    throw new FlightrecError('usage', 'files must be a JSON list of paths')
  return list.map(pathFromAddress)
}

function answerOf({ report, cutShort, remarks, unreadable }: PerformedAct): ActAnswer {
  const lines = actLines(report)
  const texts = (wanted: string) => lines.flatMap(({ kind, text }) => (kind === wanted ? text : []))
  return {
    type: 'act-answer',
    is_done: !report.isPlan,
    is_stale: false,
    plan: report.mark,
    summary: report.summary,
    remarks: [...remarks, ...texts('remark')],
    warnings: [
      ...cutShort.map((one) => cutShortWords(one).join(' ')),
      ...texts('warning'),
      ...unreadable,
    ],
    report: report.act === 'undo' ? undoJson(report) : restoreJson(report),
  }
}
