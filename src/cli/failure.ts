/** What is said, and with which exit code, when something goes wrong. */
import { getSystemErrorMap } from 'node:util'
import { errnoOf, FlightrecError } from '../model/errors.ts'
import { showBlock, showText } from '../model/show.ts'

/** System errors that can only be our own mistake. */
const OUR_FAULT = ['EBADF', 'EFAULT', 'EINVAL', 'ENOSYS', 'ENOTTY', 'ESPIPE']

const HINTS: Record<string, string> = {
  ENOSPC:
    'Free some space, or run `flightrec gc --keep-days 30 --dry-run` to see what gc would free.',
  EDQUOT: 'Your disk quota is used up: free some space, or run `flightrec gc --keep-days 30`.',
  EROFS: 'The file system is read-only: set FLIGHTREC_HOME to a folder you can write to.',
  EACCES: 'Check who may read and write it with `ls -ld`.',
  EPERM: 'Check who may read and write it with `ls -ld`.',
  EMFILE: 'Raise the limit of open files with `ulimit -n 65536`.',
  ENFILE: 'The system has too many open files; close some programs.',
  EIO: 'The disk reports an error; look at `dmesg`.',
}

/** Returns `error` as something a user can be told; anything unforeseen is a bug of ours. */
export function toFlightrecError(error: unknown): FlightrecError {
  if (error instanceof FlightrecError) return error
  if (error instanceof Error && error.name === 'AbortError') {
    return new FlightrecError('interrupted', 'interrupted', { cause: error })
  }
  return (
    systemFailure(error) ??
    new FlightrecError('bug', `internal error: ${error instanceof Error ? error.message : error}`, {
      hint: 'Report this with the lines above and what `flightrec --version` prints.',
      cause: error,
    })
  )
}

function systemFailure(error: unknown): FlightrecError | undefined {
  const errno = errnoOf(error)
  if (errno === undefined || OUR_FAULT.includes(errno)) return undefined
  const { syscall, path, message } = error as NodeJS.ErrnoException
  if (syscall === undefined) return undefined
  const known = [...getSystemErrorMap().values()].find(([name]) => name === errno)
  const where = path === undefined ? '' : ` '${showText(String(path))}'`
  const isFull = errno === 'ENOSPC' || errno === 'EDQUOT'
  const text = `cannot ${syscall}${where}: ${known?.[1] ?? message} (${errno})`
  const hint = HINTS[errno]
  return new FlightrecError(isFull ? 'disk-full' : 'failed', text, {
    ...(hint !== undefined && { hint }),
    cause: error,
  })
}

/** Returns the lines that tell a failure on stderr; as JSON the last one is the error as an object. */
export function failureLines(failure: FlightrecError, isJson: boolean): string[] {
  const message = showText(failure.message)
  const hint = failure.hint === undefined ? undefined : showText(failure.hint)
  const stack = failure.code === 'bug' ? stackLines(failure.cause) : []
  if (isJson) {
    const { code, exitCode: exit_code } = failure
    const object = {
      type: 'error',
      code,
      exit_code,
      message,
      ...(hint && { hint }),
    }
    return [...stack, JSON.stringify(object)]
  }
  return [...stack, `flightrec: ${message}`, ...(hint === undefined ? [] : [`hint: ${hint}`])]
}

function stackLines(cause: unknown): string[] {
  return cause instanceof Error && cause.stack ? [showBlock(cause.stack)] : []
}
