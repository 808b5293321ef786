/**
 * Every failure a user can meet, with its exit code and what it means.
 * docs/errors.md is generated from this table.
 */
export const ERRORS = {
  failed: { exitCode: 1, meaning: 'The operation failed; the message says where.' },
  usage: { exitCode: 2, meaning: 'The command line or an argument is wrong.' },
  'bad-config': { exitCode: 2, meaning: 'config.toml cannot be used; file and line are named.' },
  'bad-root': { exitCode: 2, meaning: 'A folder to watch is missing, unreadable or refused.' },
  'unknown-snapshot': { exitCode: 2, meaning: 'A snapshot name matches nothing.' },
  'ambiguous-snapshot': { exitCode: 2, meaning: 'A snapshot name matches more than one snapshot.' },
  'unknown-session': { exitCode: 2, meaning: 'A session name matches nothing.' },
  'ambiguous-session': { exitCode: 2, meaning: 'A session name matches more than one session.' },
  'unknown-recording': { exitCode: 2, meaning: 'A recording name matches nothing.' },
  'ambiguous-recording': {
    exitCode: 2,
    meaning: 'A recording name matches more than one recording.',
  },
  incomplete: { exitCode: 3, meaning: 'Done, but not everything could be read or written.' },
  findings: { exitCode: 4, meaning: 'Findings at or above the level given to --fail-on.' },
  'no-store': { exitCode: 10, meaning: 'Nothing has been recorded here yet.' },
  locked: { exitCode: 11, meaning: 'Another process is writing to this flightrec home.' },
  'plan-changed': {
    exitCode: 1,
    meaning: 'What was to be done is not what its plan has shown any more; nothing was done.',
  },
  'daemon-unreachable': { exitCode: 12, meaning: 'The daemon does not answer.' },
  'unsafe-home': { exitCode: 1, meaning: 'The flightrec home is not private to this user.' },
  'git-missing': { exitCode: 1, meaning: 'git is missing or older than 2.34.' },
  'git-failed': { exitCode: 1, meaning: 'git refused; its last line is quoted.' },
  'corrupt-store': {
    exitCode: 1,
    meaning: 'A shadow repo is damaged; `flightrec verify` says how far.',
  },
  'newer-format': {
    exitCode: 1,
    meaning: 'A newer flightrec has written this; this one neither reads nor writes it.',
  },
  'disk-full': { exitCode: 1, meaning: 'No space is left where the flightrec home is.' },
  bug: { exitCode: 70, meaning: 'A defect of flightrec itself.' },
  interrupted: { exitCode: 130, meaning: 'Stopped by Ctrl-C or SIGTERM.' },
} as const satisfies Record<string, { exitCode: number; meaning: string }>

export type ErrorCode = keyof typeof ERRORS

/** A failure with a message for people, a stable code, and, where there is one, the next step. */
export class FlightrecError extends Error {
  readonly code: ErrorCode
  /** One imperative sentence, with a command that can be run. */
  readonly hint: string | undefined

  constructor(
    code: ErrorCode,
    message: string,
    more: { hint?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause })
    this.name = 'FlightrecError'
    this.code = code
    this.hint = more.hint
  }

  get exitCode(): number {
    return ERRORS[this.code].exitCode
  }
}

/** Returns the failure to read what was recorded. */
export function corruptStore(message: string, cause?: unknown): FlightrecError {
  const hint = 'Run `flightrec verify` to see what the damage costs, then `flightrec doctor`.'
  return new FlightrecError('corrupt-store', message, { hint, cause })
}

/** Returns the failure to write to a home that was removed or moved, so that another may stand in its place. */
export function homeLost(): FlightrecError {
  return new FlightrecError('failed', 'the flightrec home was removed or moved', {
    hint: 'Move it back, or go on with a new one: run `flightrec daemon start`.',
  })
}

/** Returns the errno name (`ENOENT`, …) of a failed system call, if `error` is one. */
export function errnoOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code
  return typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : undefined
}

/** Whether an errno says that we may not, as against that it did not work. */
export function isDenied(errno: string | undefined): boolean {
  return errno === 'EACCES' || errno === 'EPERM'
}
