/**
 * One restore or undo, from before its safety snapshot until its result is recorded. Meanwhile nobody else acts in
 * the root, and whoever records it leaves alone what this writes, even should this process or that one be killed.
 */
import { errnoOf, FlightrecError } from '../../model/errors.ts'
import { parentRaw, type RawPath } from '../../model/raw-path.ts'
import { showText } from '../../model/show.ts'
import type { ShadowRepo } from '../../store/home/shadow-repos.ts'
import {
  type ActHeader,
  type ActPath,
  ActReader,
  beginAct,
  declareActPaths,
  endActWriting,
  isLeftBehind,
  noteActOpens,
  removeAct,
  touchAct,
} from '../../store/timeline/act.ts'
import { monotonicNow, now, sleep } from '../../system/clock.ts'
import { ownIdentity } from '../../system/process-identity.ts'
import { removeLeftovers } from './leftovers.ts'
import type { Applied } from './restore-apply.ts'
import type { Step } from './restore-plan.ts'
import { type ActRecorder, type ActSnapshots, takeAfter, takeSafety } from './safety.ts'

interface ActRequest {
  repo: ShadowRepo
  /** As the snapshot of the result says it: `restore 20260612T140322-123`. */
  what: string
  /** The command line that goes on with it, should it be killed. */
  command: string
  recording: ActRecorder
  /** Goes on also where the store cannot be written to, and then nobody knows of it. */
  force: boolean
  signal?: AbortSignal | undefined
}

const WAIT_MS = 30_000
const RETRY_MS = 100
const TOUCH_MS = 60_000

/**
 * Does `work` as the one act of the root, after another that is under way.
 * @throws {FlightrecError} locked, when that one takes too long; interrupted; failed, when the store cannot be
 * written to and nothing is forced; what `work` throws.
 */
export async function asOneAct<Report>(
  request: ActRequest,
  work: (act: OwnAct) => Promise<Report>,
): Promise<Report> {
  const act = new OwnAct(request)
  await act.begin()
  try {
    return await work(act)
  } finally {
    act.leave()
  }
}

export class OwnAct {
  readonly #request: ActRequest
  readonly #header: ActHeader
  /** How far the store knows of it; not at all, where it cannot be written to. */
  #state: 'unknown' | 'begun' | 'declared' = 'unknown'
  #touchedMs = monotonicNow()

  constructor(request: ActRequest) {
    const { what, command } = request
    this.#request = request
    this.#header = { owner: ownIdentity(), since: now(), what, command }
  }

  async begin(): Promise<void> {
    const { repo, signal, force } = this.#request
    const others = new ActReader(repo.gitDir)
    const deadline = monotonicNow() + WAIT_MS
    try {
      while (!this.#write(() => beginAct(repo.gitDir, this.#header))) {
        const other = others.read()
        if (!other) continue
        if (isLeftBehind(repo.gitDir, other)) await this.#finishDeadAct()
        else if (monotonicNow() >= deadline) throw underWay(other)
        else await sleep(RETRY_MS, signal)
      }
      this.#state = 'begun'
    } catch (error) {
      const isStoreAtFault = error instanceof FlightrecError && error.code === 'failed'
      if (!force || !isStoreAtFault) throw error
    }
  }

  /** To be called before anything is written: says what will be, and has the recording stand still there. */
  async declare(steps: readonly Step[]): Promise<void> {
    if (this.#state === 'unknown') return
    const { repo } = this.#request
    const paths = steps.map(pathOf)
    this.#write(() => declareActPaths(repo.gitDir, this.#header, paths))
    this.#state = 'declared'
    removeLeftovers(repo.root, new Set(paths.map(({ path }) => parentRaw(path))))
    await this.#request.recording.standStill()
  }

  /** To be called before a folder is opened that shuts us out. */
  readonly noteOpens = (path: RawPath, mode: number): void => {
    if (this.#state === 'declared') noteActOpens(this.#request.repo.gitDir, path, mode)
  }

  /** To be called now and then while it writes. */
  showLife(): void {
    if (this.#state !== 'declared' || monotonicNow() - this.#touchedMs < TOUCH_MS) return
    this.#touchedMs = monotonicNow()
    touchAct(this.#request.repo.gitDir)
  }

  /** Has what was written recorded. */
  async finish({
    restored,
    removed,
  }: Applied): Promise<Pick<ActSnapshots, 'after' | 'afterFailure'>> {
    const { repo, recording, what } = this.#request
    if (restored.length + removed.length === 0) {
      if (this.#state === 'declared') this.#state = 'begun'
      return {}
    }
    if (this.#state === 'declared') endActWriting(repo.gitDir)
    return await takeAfter(recording.takeSnapshot, what)
  }

  /** What is not recorded yet stays declared: the next snapshot, whoever takes it, records it as this act's. */
  leave(): void {
    if (this.#state === 'begun') removeAct(this.#request.repo.gitDir)
  }

  #write<Result>(work: () => Result): Result {
    try {
      return work()
    } catch (cause) {
      if (errnoOf(cause) === undefined) throw cause
      throw new FlightrecError('failed', `the store cannot be written to: ${errnoOf(cause)}`, {
        hint: 'Nothing was changed. Run `flightrec doctor` to look for the cause.',
        cause,
      })
    }
  }

  /** Whoever takes a snapshot records what a dead one left. */
  async #finishDeadAct(): Promise<void> {
    const { recording, what, signal } = this.#request
    await takeSafety(recording.takeSnapshot, `before ${what}`, signal, 'Run `flightrec doctor`.')
  }
}

function underWay({ what, owner }: ActHeader): FlightrecError {
  return new FlightrecError(
    'locked',
    `process ${owner.pid} is writing into this folder: ${showText(what)}`,
    { hint: `Wait for it to end, or run \`kill ${owner.pid}\`.` },
  )
}

function pathOf(step: Step): ActPath {
  const { path, act } = step
  if (!('node' in step)) return { path, becomes: 'gone' }
  const { kind, mode, oid } = step.node
  return {
    path,
    becomes: act === 'folder' ? 'folder' : act === 'mode' ? 'mode' : 'content',
    oid,
    ...(kind !== 'link' && { mode }),
  }
}
