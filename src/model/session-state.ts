/** How a session is doing: each state, with what it says. */
export const SESSION_STATES = {
  working: 'at work',
  waiting: 'waits for a person to allow something',
  idle: 'its turn is over',
  stale: 'silent for long, and nobody said that it ended',
  ended: 'ended',
  unclean: 'its process ended without a word',
} as const

export type SessionState = keyof typeof SESSION_STATES
