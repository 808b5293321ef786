/** Narratives in the background: one question at a time, beside the recording, which never waits for it. */
import { ObjectReader } from '../git/objects/object-reader.ts'
import type { Config } from '../model/config.ts'
import { FlightrecError } from '../model/errors.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { mayBeSent } from '../record/narrate/allowed-roots.ts'
import { AskFailure } from '../record/narrate/language-model.ts'
import { Narrator } from '../record/narrate/narrator.ts'
import { forgetPending, PendingSnapshots } from '../record/narrate/pending-snapshots.ts'
import { waitAfter } from '../record/narrate/retry.ts'
import type { Home } from '../store/home/home.ts'
import { findShadowRepo } from '../store/home/shadow-repos.ts'
import { keepNarrative, NarrativeReader } from '../store/timeline/narratives.ts'
import { readSnapshot } from '../store/timeline/timeline.ts'
import { sleep } from '../system/clock.ts'
import type { RecordingService } from './recording/recording-service.ts'

/** A key that is missing, or a model that is not there, needs somebody. */
const SETUP_WAIT_MS = 10 * 60_000
/** Answers that are none, to one question. */
const BAD_ANSWERS_MAX = 3
const FAILURES_MAX = 12

interface NarratingOptions {
  home: Home
  config: Config
  service: Pick<RecordingService, 'besides' | 'warn'>
}

/** What waits in one root, and how it goes with the first of it. */
interface RootQueue {
  pending: PendingSnapshots
  reader: ObjectReader
  failures: Failures
}

interface Failures {
  inRow: number
  badAnswers: number
  /** What the user was told last. */
  said: string
}

const NO_FAILURES: Failures = { inRow: 0, badAnswers: 0, said: '' }

export class Narrating {
  readonly #options: NarratingOptions
  readonly #narrator: Narrator
  readonly #lines = new Map<string, RootQueue>()
  readonly #untold = new Set<string>()
  readonly #stopped = new AbortController()
  #work: Promise<void> | undefined
  #wake = () => {}

  constructor(options: NarratingOptions) {
    this.#options = options
    this.#narrator = new Narrator(options.home, options.config)
  }

  /** There may be a new snapshot of `root`. Returns at once, and never fails. */
  note(root: string): void {
    if (this.#stopped.signal.aborted || this.#untold.has(root)) return
    try {
      if (!this.#lines.has(root) && !this.#addLine(root)) return
      this.#work ??= this.#run()
      this.#wake()
    } catch (error) {
      this.#untold.add(root)
      const message = `no narratives: ${(error as Error).message}`
      this.#options.service.warn({ root, code: 'failed', message })
    }
  }

  /** Gives up the question under way; it is asked again by the next process. */
  async stop(): Promise<void> {
    this.#stopped.abort()
    this.#wake()
    await this.#work
    for (const { reader } of this.#lines.values()) reader.close()
  }

  #addLine(root: string): boolean {
    const { home, config } = this.#options
    const repo = findShadowRepo(home, root)
    if (!repo) return false
    if (!mayBeSent(config, root)) {
      this.#untold.add(root)
      forgetPending(repo.gitDir)
      return false
    }
    const reader = new ObjectReader(repo.gitDir)
    const pending = new PendingSnapshots(repo, reader)
    this.#lines.set(root, { pending, reader, failures: { ...NO_FAILURES } })
    return true
  }

  async #run(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      const woken = new Promise<void>((resolve) => {
        this.#wake = resolve
      })
      let isBusy = false
      for (const [root, line] of this.#lines) {
        if (this.#stopped.signal.aborted) return
        try {
          isBusy = (await this.#step(root, line)) || isBusy
        } catch (error) {
          if (this.#stopped.signal.aborted) return
          await this.#pauseAfter(root, line.failures, error)
          isBusy = true
        }
      }
      if (isBusy) continue
      for (const { reader } of this.#lines.values()) reader.close()
      await woken
    }
  }

  /** Tells of one snapshot. Returns whether there may be more. */
  async #step(root: string, line: RootQueue): Promise<boolean> {
    const { pending, reader } = line
    const { gitDir } = pending.repo
    if ((await pending.lookForNew()) > 0) this.#warnOfExcess(root)
    const snapshot = pending.first
    if (!snapshot) return false
    const isKept = await new NarrativeReader(gitDir, reader).find(snapshot.commit)
    if (!isKept && snapshot.parent !== undefined) await this.#narrate(line, snapshot)
    pending.finishFirst()
    line.failures = { ...NO_FAILURES }
    return true
  }

  async #narrate({ pending, reader, failures }: RootQueue, snapshot: Snapshot): Promise<void> {
    const { signal } = this.#stopped
    const { repo } = pending
    try {
      const from = await readSnapshot(reader, snapshot.parent!)
      const sides = { from, to: snapshot }
      const narrative = await this.#narrator.narrateChange(repo, reader, sides, signal)
      if (!narrative || signal.aborted) return
      await this.#options.service.besides(() =>
        keepNarrative(repo.gitDir, snapshot.commit, narrative),
      )
    } catch (error) {
      if (signal.aborted || !isHopeless(failures, error)) throw error
      this.#options.service.warn({
        root: repo.root,
        code: 'failed',
        message: `snapshot ${snapshot.id} gets no narrative: ${(error as Error).message}`,
        hint: `Run \`flightrec report ${snapshot.id} --regenerate\` to try again.`,
      })
    }
  }

  /** Says what is wrong, once, and waits. */
  async #pauseAfter(root: string, failures: Failures, error: unknown): Promise<void> {
    const { kind, waitMs } =
      error instanceof AskFailure ? error : { kind: 'busy', waitMs: undefined }
    const message = (error as Error).message
    failures.inRow += 1
    if (failures.said !== message && kind !== 'answer') {
      failures.said = message
      this.#options.service.warn({
        root,
        code: 'failed',
        message: `no narrative yet: ${message}; recording goes on, and it is tried again`,
        ...(kind === 'setup' && { hint: 'Run `flightrec config` to see the settings of [llm].' }),
      })
    }
    const ms = kind === 'setup' ? SETUP_WAIT_MS : waitAfter(failures.inRow, waitMs)
    await sleep(ms, this.#stopped.signal)
  }

  #warnOfExcess(root: string): void {
    this.#options.service.warn({
      root,
      code: 'failed',
      message: 'snapshots come faster than they are told of; the oldest that wait get no narrative',
      hint: 'Run `flightrec report SNAPSHOT --regenerate` for those that matter.',
    })
  }
}

/** Whether asking once more would be in vain, or too dear. */
function isHopeless(failures: Failures, error: unknown): boolean {
  if (error instanceof AskFailure && (error.kind === 'answer' || error.kind === 'refused')) {
    failures.badAnswers += 1
  }
  const isDamaged = error instanceof FlightrecError && error.code === 'corrupt-store'
  return isDamaged || failures.badAnswers >= BAD_ANSWERS_MAX || failures.inRow + 1 >= FAILURES_MAX
}
