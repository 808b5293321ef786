/** What the player knows of the session that was recorded: its steps, and the screens of what they changed. */

import { FlightrecError } from '../../model/errors.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { diffSnapshots } from '../../review/changes/snapshot-diff.ts'
import type { Marker } from '../../review/playback/playback.ts'
import type { SessionStep } from '../../review/playback/session-steps.ts'
import type { RepoView } from '../../review/repo/repo-view.ts'
import { type DeskRequest, openDesk } from '../open-desk.ts'
import type { Compared } from '../openers.ts'
import { Records } from '../records.ts'
import { StepScreen } from '../screens/step.ts'
import { undoScreen } from '../snapshot-actions.ts'
import type { Deeds } from './deeds.ts'
import type { Pane } from './scene.ts'
import { stepPane } from './step-pane.ts'

export class SessionDeeds implements Deeds {
  readonly openedFrom: string | undefined
  readonly nameOf: Deeds['nameOf']
  readonly #request: DeskRequest
  readonly #steps: ReadonlyMap<Marker, SessionStep>

  constructor(
    request: DeskRequest,
    steps: readonly SessionStep[],
    { openedFrom, nameOf }: Pick<Deeds, 'openedFrom' | 'nameOf'>,
  ) {
    this.#request = request
    this.#steps = new Map(steps.map((step) => [step.marker, step]))
    this.openedFrom = openedFrom
    this.nameOf = nameOf
  }

  get hasSteps(): boolean {
    return this.#steps.size > 0
  }

  async pane(marker: Marker): Promise<Pane> {
    const step = this.#step(marker)
    const records = new Records(this.#request.home)
    try {
      const view = records.viewAround(step.root)
      const compared = view && (await comparedOf(records, view, step))
      const changes = compared
        ? (await diffSnapshots(view, compared.before, compared.after)).changes
        : []
      // They bring a parser of shell commands along, which nothing else here has a use for.
      const { RULES } = await import('../../rules/catalogue.ts')
      return stepPane({ step, changes, rules: RULES })
    } finally {
      records.close()
    }
  }

  async open(what: 'diff' | 'open' | 'undo', marker: Marker): Promise<void> {
    const step = this.#step(marker)
    const { event } = step.step
    await openDesk(
      this.#request,
      async (desk) => {
        const view = desk.records.viewAround(step.root)
        if (what === 'open') return new StepScreen(desk, view, event, step.snapshots)
        if (!view)
          throw new FlightrecError('failed', 'nothing is recorded where this session worked')
        if (what === 'undo') return undoScreen(desk, view, `${step.session}#${event.seq}`)
        const compared = await comparedOf(desk.records, view, step)
        if (compared) return desk.openers.changes(view, compared)
        throw new FlightrecError('failed', 'nothing is known to have changed in this step')
      },
      true,
    )
  }

  async findAll(text: string): Promise<void> {
    const { FoundScreen } = await import('../screens/found.ts')
    await openDesk(this.#request, (desk) => new FoundScreen(desk, text), true)
  }

  #step(marker: Marker): SessionStep {
    const step = this.#steps.get(marker)
    if (step) return step
    throw new FlightrecError('failed', 'this mark is one of the recording, and no step')
  }
}

async function comparedOf(
  records: Records,
  view: RepoView,
  { snapshots: { before, taken } }: SessionStep,
): Promise<Compared | undefined> {
  const last = taken.at(-1)
  if (last === undefined) return undefined
  const snapshot = (id: string): Promise<Snapshot> => records.snapshots(view).get(id)
  const from = before === undefined ? undefined : await snapshot(before)
  return { before: from, after: await snapshot(last) }
}
