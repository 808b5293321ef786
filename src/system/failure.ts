/** What of the system's errors a user can be told. */
import { constants } from 'node:os'
import { getSystemErrorMap } from 'node:util'
import { errnoOf, FlightrecError } from '../model/errors.ts'
import { showText } from '../model/show.ts'

/** System errors that can only be our own mistake. */
const OUR_FAULT = ['EBADF', 'EFAULT', 'EINVAL', 'ENOSYS', 'ENOTTY', 'ESPIPE']

/** What Node has no words for. */
const REASONS: Record<string, string> = {
  EDQUOT: 'disk quota exceeded',
  ESTALE: 'the network file system has lost it',
}

const HINTS: Record<string, string> = {
  ENOSPC:
    'Free some space, or run `flightrec gc --keep-days 30 --dry-run` to see what gc would free.',
  EDQUOT:
    'Free some space, or run `flightrec gc --keep-days 30 --dry-run` to see what gc would free.',
  EROFS: 'The file system is read-only: set FLIGHTREC_HOME to a folder you can write to.',
  EACCES: 'Check who may read and write it with `ls -ld`.',
  EPERM: 'Check who may read and write it with `ls -ld`.',
  EMFILE: 'Raise the limit of open files with `ulimit -n 65536`.',
  ENFILE: 'The system has too many open files; close some programs.',
  ENOTDIR: 'A file is where a folder is looked for: see `ls -ld`, and what FLIGHTREC_HOME says.',
  EISDIR: 'A folder is where a file is looked for: see what is in it, and move it away.',
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
  const { syscall, path, errno = 0, message } = error as NodeJS.ErrnoException
  const name = errnoOf(error) ?? nameOf(-errno)
  if (syscall === undefined || name === undefined || OUR_FAULT.includes(name)) return undefined
  if (syscall === 'uv_cwd') {
    return new FlightrecError('failed', 'the current folder is gone', {
      hint: 'Change to a folder that exists, such as with `cd ~`.',
      cause: error,
    })
  }
  const known = [...getSystemErrorMap().values()].find(([code]) => code === name)
  const reason = known?.[1] ?? REASONS[name] ?? message
  const where = path === undefined ? '' : ` '${showText(String(path))}'`
  const isFull = name === 'ENOSPC' || name === 'EDQUOT'
  const hint = HINTS[name]
  return new FlightrecError(
    isFull ? 'disk-full' : 'failed',
    `cannot ${syscall}${where}: ${reason} (${name})`,
    { hint, cause: error },
  )
}

/** Node has no names for some errors, such as a used-up quota; the system has. */
function nameOf(errno: number): string | undefined {
  return Object.entries(constants.errno).find(([, number]) => number === errno)?.[0]
}
