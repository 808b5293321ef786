/**
 * git's housekeeping of a shadow repo, run through simple-git: fsck, repack, prune, count-objects. It is given
 * the same isolation as every other git process, and runs at low priority.
 */
import { type SimpleGit, type SimpleGitProgressEvent, simpleGit } from 'simple-git'
import { FlightrecError } from '../../model/errors.ts'
import { isProgram } from '../../system/programs.ts'
import { gitBinary, gitVersion } from './binary.ts'
import { FRUGAL, gitEnvironment, PINNED } from './isolation.ts'
import { gitFailure } from './run.ts'

export interface HousekeepingOptions {
  signal?: AbortSignal | undefined
  onProgress?: ((stage: string, done: number, total: number) => void) | undefined
}

interface MaintenanceResult {
  exitCode: number
  stdout: string
  stderr: string
}

/** Memory and processors a repack may take: the recorder and the agent come first. */
const MODEST = ['pack.threads=1', 'pack.windowMemory=256m', 'pack.deltaCacheSize=64m']

/** So that versions of what the default size cap lets in are stored as differences. */
const DELTAS = ['core.bigFileThreshold=128m']

/**
 * Runs one housekeeping command of git and returns what it said.
 * @throws {FlightrecError} git-failed for an exit code that is not in `accept`; interrupted.
 */
export async function maintain(
  gitDir: string,
  args: readonly string[],
  options: HousekeepingOptions & { accept?: (exitCode: number) => boolean } = {},
): Promise<MaintenanceResult> {
  const result: MaintenanceResult = { exitCode: 0, stdout: '', stderr: '' }
  const runner = isolatedSimpleGit(gitDir, options, result, args[0] === 'repack' ? DELTAS : [])
  try {
    await runner.raw([...args])
  } catch (cause) {
    if (options.signal?.aborted) throw new FlightrecError('interrupted', 'interrupted', { cause })
    throw new FlightrecError('git-failed', `cannot run git ${args[0]}`, {
      hint: 'Run `flightrec doctor` to look for the cause.',
      cause,
    })
  }
  if (result.exitCode !== 0 && !options.accept?.(result.exitCode)) {
    throw gitFailure(args, result.exitCode, result.stderr)
  }
  return result
}

function isolatedSimpleGit(
  gitDir: string,
  options: HousekeepingOptions,
  result: MaintenanceResult,
  more: readonly string[],
): SimpleGit {
  gitVersion()
  const environment = gitEnvironment(gitDir)
  return simpleGit({
    baseDir: gitDir,
    binary: lowPriorityGit(),
    config: [...PINNED, ...FRUGAL, ...MODEST, ...more],
    trimmed: false,
    maxConcurrentProcesses: 1,
    allowEnvironment: Object.keys(environment).filter((name) => name.startsWith('GIT_')),
    // What these guard against is a caller who passes on a stranger's settings. Ours are constants, and each
    // of them turns something off.
    unsafe: {
      allowUnsafeCustomBinary: true,
      allowUnsafeFsMonitor: true,
      allowUnsafeHooksPath: true,
      allowUnsafePager: true,
      allowUnsafeProtocolOverride: true,
      allowUnsafeConfigPaths: true,
    },
    ...(options.signal && { abort: options.signal }),
    ...(options.onProgress && { progress: relay(options.onProgress) }),
    // Exit codes are judged by the caller: fsck's say what kind of damage it found.
    errors(error, { exitCode, stdOut, stdErr }) {
      result.exitCode = exitCode
      result.stdout = Buffer.concat(stdOut).toString('latin1')
      result.stderr = Buffer.concat(stdErr).toString('latin1')
      return exitCode > 0 ? undefined : error
    },
  }).env(environment)
}

function relay(onProgress: NonNullable<HousekeepingOptions['onProgress']>) {
  return (event: SimpleGitProgressEvent) => onProgress(event.stage, event.processed, event.total)
}

let niceBinary: string | undefined

/** `nice git`, where there is a `nice`: it replaces itself with git, so a signal reaches git. */
function lowPriorityGit(): [string] | [string, string] {
  niceBinary ??= ['/usr/bin/nice', '/bin/nice'].find(isProgram) ?? ''
  return niceBinary === '' ? [gitBinary()] : [niceBinary, gitBinary()]
}
