/** Runs git: argument arrays, no shell, bytes in and out, failure is an exception. */
import { FlightrecError } from '../../model/errors.ts'
import { spawnPiped } from '../../system/piped-process.ts'
import { gitBinary, gitVersion } from './binary.ts'
import { FRUGAL, gitEnvironment, PINNED } from './isolation.ts'

interface GitOptions {
  input?: string | Uint8Array
  /** Where git looks for the user's files; the shadow repo itself unless given. */
  workTree?: string
  /** The index to use; the shadow repo's own unless given. */
  indexFile?: string
  /** Exit codes that are answers, not failures. */
  accept?: readonly number[]
  signal?: AbortSignal
  /** Kills git after so long; no limit unless given, since a large store may take its time. */
  timeoutMs?: number
}

interface GitResult {
  stdout: Buffer
  stderr: string
  exitCode: number
}

/**
 * Runs git on a shadow repo and returns its standard output.
 * @throws {FlightrecError} git-failed (with git's last line), git-missing, interrupted.
 */
export async function git(
  gitDir: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<Buffer> {
  return (await gitResult(gitDir, args, options)).stdout
}

/** As `git`, with the output as UTF-8 text. */
export async function gitText(
  gitDir: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<string> {
  return (await git(gitDir, args, options)).toString('utf8')
}

/** As `git`, with what it wrote to standard error and its exit code, for those that `accept` some other than 0. */
export async function gitResult(
  gitDir: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<GitResult> {
  const child = spawnGit(gitDir, args, options.workTree, options.indexFile)
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
  child.stdin.end(options.input ?? '')
  const stop = () => child.kill('SIGTERM')
  options.signal?.addEventListener('abort', stop)
  const timer = options.timeoutMs === undefined ? undefined : setTimeout(stop, options.timeoutMs)
  try {
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code, signal) => resolve(code ?? (signal === null ? 1 : 128)))
    })
    const said = Buffer.concat(stderr).toString('utf8')
    if (options.signal?.aborted) throw new FlightrecError('interrupted', 'interrupted')
    if (exitCode !== 0 && !options.accept?.includes(exitCode))
      throw gitFailure(args, exitCode, said)
    return { stdout: Buffer.concat(stdout), stderr: said, exitCode }
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', stop)
  }
}

/** Starts git with pinned settings and an environment of its own; for long-lived or streaming use. */
export function spawnGit(
  gitDir: string,
  args: readonly string[],
  workTree?: string,
  indexFile?: string,
) {
  gitVersion()
  const pinned = [...PINNED, ...FRUGAL].flatMap((setting) => ['-c', setting])
  return spawnPiped(gitBinary(), [...pinned, ...args], {
    cwd: gitDir,
    // A list of names comes in blocks; into a pipe git would write each line by itself.
    env: {
      ...gitEnvironment(gitDir, workTree, indexFile),
      ...(args[0] === 'rev-list' && { GIT_FLUSH: '0' }),
    },
  })
}

/** Returns the error for a git that ended with `exitCode`: its last line, and what to do next. */
export function gitFailure(
  args: readonly string[],
  exitCode: number,
  stderr: string,
): FlightrecError {
  const last = stderr.trim().split('\n').at(-1) ?? ''
  const damaged = /corrupt|bad object|missing|unable to read|not a \w+ object|loose object/i.test(
    stderr,
  )
  return new FlightrecError('git-failed', `git ${args[0]} failed (exit ${exitCode}): ${last}`, {
    hint: damaged
      ? 'Run `flightrec verify` to see what is damaged, then `flightrec doctor`.'
      : 'Run `flightrec doctor` to look for the cause.',
  })
}
