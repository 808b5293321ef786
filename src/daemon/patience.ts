/** Tells a daemon that is at work from one that was stopped or hangs: the first answers yet, and is waited for. */
import { monotonicNow, sleep } from '../system/clock.ts'
import { processorTime } from '../system/processor-time.ts'

const LOOK_MS = 5_000
const BUSY_MS_MAX = 60_000

/** How whoever waits for a daemon takes it. */
export interface WaitingOptions {
  signal?: AbortSignal | undefined
  /** Told once, when it does not answer since it is at work. */
  onBusy?: ((pid: number) => void) | undefined
}

/** Returns once no answer is to be hoped for: the process did nothing between two looks, or took too long. */
export async function outOfPatience(
  pid: number | undefined,
  { signal, onBusy }: WaitingOptions,
  lookMs = LOOK_MS,
): Promise<void> {
  const deadline = monotonicNow() + BUSY_MS_MAX
  for (let before = processorTime(pid), isTold = false; ; isTold = true) {
    await sleep(lookMs, signal)
    const after = processorTime(pid)
    const isAtWork = after !== undefined && after !== before
    if (!isAtWork || signal?.aborted || monotonicNow() > deadline) return
    if (!isTold) onBusy?.(pid!)
    before = after
  }
}
