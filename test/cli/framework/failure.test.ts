import { mkdirSync } from 'node:fs'
import { constants } from 'node:os'
import { expect, test } from 'vitest'
import { failureLines } from '../../../src/cli/framework/failure.ts'
import { FlightrecError } from '../../../src/model/errors.ts'
import { toFlightrecError } from '../../../src/system/failure.ts'

function systemError(code: string, syscall = 'write', path?: string): Error {
  return Object.assign(new Error(`${code}: it failed`), { code, syscall, path })
}

test('a full disk, a read-only one and missing rights are failures with a next step', () => {
  const told = ['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EMFILE', 'EIO'].map((code) => {
    const failure = toFlightrecError(systemError(code, 'open', '/x\n/y'))
    return `${failure.exitCode} ${failure.code}: ${failureLines(failure, false).join(' | ')}`
  })
  expect(told.join('\n')).toMatchInlineSnapshot(`
    "1 disk-full: flightrec: cannot open '/x\\n/y': no space left on device (ENOSPC) | hint: Free some space, or run \`flightrec gc --keep-days 30 --dry-run\` to see what gc would free.
    1 disk-full: flightrec: cannot open '/x\\n/y': disk quota exceeded (EDQUOT) | hint: Free some space, or run \`flightrec gc --keep-days 30 --dry-run\` to see what gc would free.
    1 failed: flightrec: cannot open '/x\\n/y': read-only file system (EROFS) | hint: The file system is read-only: set FLIGHTREC_HOME to a folder you can write to.
    1 failed: flightrec: cannot open '/x\\n/y': permission denied (EACCES) | hint: Check who may read and write it with \`ls -ld\`.
    1 failed: flightrec: cannot open '/x\\n/y': too many open files (EMFILE) | hint: Raise the limit of open files with \`ulimit -n 65536\`.
    1 failed: flightrec: cannot open '/x\\n/y': i/o error (EIO) | hint: The disk reports an error; look at \`dmesg\`."
  `)
})

test('a used-up quota, which Node has no name for, is a full disk', () => {
  const error = Object.assign(new Error('Unknown system error -122: write'), {
    code: 'Unknown system error -122',
    errno: -constants.errno.EDQUOT,
    syscall: 'write',
  })
  const failure = toFlightrecError(error)
  expect(`${failure.code}: ${failure.message}`).toBe(
    'disk-full: cannot write: disk quota exceeded (EDQUOT)',
  )
})

test('a real system error is told with its path', () => {
  let failure: FlightrecError | undefined
  try {
    mkdirSync('/dev/null/below')
  } catch (error) {
    failure = toFlightrecError(error)
  }
  expect(failure?.code).toBe('failed')
  expect(failure?.message).toBe("cannot mkdir '/dev/null/below': not a directory (ENOTDIR)")
})

test('what no system call failed with is a bug, told with its stack and a way to report it', () => {
  const failure = toFlightrecError(new TypeError('x is not a function'))
  expect(failure.exitCode).toBe(70)
  const lines = failureLines(failure, false)
  expect(lines[0]).toMatch(/^TypeError: x is not a function\n {4}at /)
  expect(lines.slice(1)).toEqual([
    'flightrec: internal error: x is not a function',
    'hint: Report this with the lines above and what `flightrec --version` prints.',
  ])
  expect(toFlightrecError('thrown text').message).toBe('internal error: thrown text')
  expect(toFlightrecError(systemError('EBADF')).code).toBe('bug')
})

test('an abort is an interruption', () => {
  expect(toFlightrecError(AbortSignal.abort().reason).exitCode).toBe(130)
})

test('nothing in a message can move the cursor or forge a line', () => {
  const failure = new FlightrecError('failed', 'a\u001b[2J\nflightrec: b', { hint: 'c\r' })
  expect(failureLines(failure, false)).toEqual(['flightrec: a\\e[2J\\nflightrec: b', 'hint: c\\r'])
  expect(failureLines(failure, true)).toHaveLength(1)
})
