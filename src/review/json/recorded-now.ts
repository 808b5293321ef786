import type { RecordedNow, RootNow } from '../status/recorded-now.ts'

/** Whether what is to be recorded is recorded now; see docs/json.md. */
export function recordedNowJson({ pid, roots, unrecorded }: RecordedNow) {
  return {
    type: 'recorded-now' as const,
    pid: pid ?? null,
    roots: roots.map(rootNowJson),
    unrecorded,
  }
}

function rootNowJson({ name, root, state, since, reason, isWanted, isAlways }: RootNow) {
  return {
    name,
    root,
    state,
    since: since === undefined ? null : new Date(since).toISOString(),
    reason: reason ?? null,
    is_wanted: isWanted,
    always: isAlways,
  }
}
