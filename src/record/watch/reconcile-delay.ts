/** A scan every 1000 times its own duration costs 0.1 % of one processor; in need, up to 5 %. */
const IDLE_PACE = 1_000
const INEXACT_PACE = 20

/** Returns when to look at everything again, after a scan that took `lastScanMs`. */
export function reconcileDelayMs(
  intervalMs: number,
  lastScanMs = 0,
  isWatcherExact = false,
): number {
  return Math.max(intervalMs, (isWatcherExact ? IDLE_PACE : INEXACT_PACE) * lastScanMs)
}
