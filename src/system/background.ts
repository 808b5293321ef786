/** Starts a process that outlives this one and its terminal. */
import { spawn } from 'node:child_process'
import { closeSync, openSync, renameSync, statSync } from 'node:fs'
import { PRIVATE_FILE } from './files.ts'
import { ownProgramFile } from './own-program.ts'

/** A log that has grown beyond this is put aside when the next process starts. */
const LOG_BYTES_MAX = 10 << 20

interface BackgroundProcess {
  pid: number
  /** Set once it has ended: its exit code, or the signal that ended it. */
  ended(): string | undefined
  /** Lets this process end before it. */
  release(): void
}

/** The process lives for days beside others: less memory matters more to it than the last bit of speed. */
const NODE_FLAGS = ['--optimize-for-size']

/** Runs this program again with other arguments, in a session of its own; its output goes to `logPath`. */
export function startInBackground(args: readonly string[], logPath: string): BackgroundProcess {
  if ((statSync(logPath, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES_MAX) {
    renameSync(logPath, `${logPath}.1`)
  }
  const log = openSync(logPath, 'a', PRIVATE_FILE)
  try {
    const child = spawn(process.execPath, [...NODE_FLAGS, ownProgramFile(), ...args], {
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log],
    })
    let ended: string | undefined
    child.on('exit', (code, signal) => {
      ended = signal ?? `exit ${code}`
    })
    child.on('error', (error) => {
      ended = error.message
    })
    return { pid: child.pid ?? 0, ended: () => ended, release: () => child.unref() }
  } finally {
    closeSync(log)
  }
}
