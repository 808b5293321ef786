/** Waiting for what another process does: by looking again and again, and never for a set time. */
import { setTimeout as pause } from 'node:timers/promises'

/** Tells that something hangs, on a machine however slow; a test that passes never comes near. */
const HANGS_MS = 240_000

/** Looks until `isSo`; fails with what was waited for, and what `state` says in its place. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  state: () => unknown = () => '',
): Promise<void> {
  const end = Date.now() + HANGS_MS
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`it never came to this: ${what}\n${state()}`)
    await pause(20)
  }
}
