import { SESSION_STATES, type SessionState } from '../../../../model/session-state.ts'

/** How a session is doing: full, half, a ring, dashed, a point, a cross. */
export function StateDot({ state }: { state: SessionState | undefined }) {
  if (state === undefined) return <i class="dot" />
  const words = SESSION_STATES[state]
  return <i class={`dot ${state}`} role="img" aria-label={words} title={words} />
}
