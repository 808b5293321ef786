/** Finds the git program once, by absolute path, and checks that it is new enough. */
import { execFileSync } from 'node:child_process'
import { realpathSync } from 'node:fs'
import { FlightrecError } from '../../model/errors.ts'
import { findOnPath } from '../../system/programs.ts'

const GIT_VERSION_MIN = [2, 34] as const

let found: string | undefined

/**
 * Returns the absolute path of git.
 * @throws {FlightrecError} git-missing
 */
export function gitBinary(): string {
  found ??= findGit()
  return found
}

function findGit(): string {
  const path = findOnPath('git')
  if (path !== undefined) return realpathSync(path)
  throw new FlightrecError('git-missing', 'cannot find git on PATH', {
    hint: `Install git ${GIT_VERSION_MIN.join('.')} or newer, e.g. \`apt-get install git\`.`,
  })
}

let version: readonly [number, number, number] | undefined

/**
 * Returns major, minor and patch level.
 * @throws {FlightrecError} git-missing, when git is older than 2.34.
 */
export function gitVersion(): readonly [number, number, number] {
  version ??= readVersion()
  return version
}

function readVersion(): readonly [number, number, number] {
  const said = execFileSync(gitBinary(), ['--version'], {
    encoding: 'utf8',
    env: {},
    timeout: 10_000,
  })
  const parts = /git version (\d+)\.(\d+)(?:\.(\d+))?/.exec(said)
  const [major, minor, patch] = (parts ?? []).slice(1).map((part) => Number(part ?? 0))
  if (major === undefined || minor === undefined || isOlder(major, minor)) {
    throw new FlightrecError('git-missing', `${gitBinary()} is too old: '${said.trim()}'`, {
      hint: `Install git ${GIT_VERSION_MIN.join('.')} or newer.`,
    })
  }
  return [major, minor, patch ?? 0]
}

function isOlder(major: number, minor: number): boolean {
  return major < GIT_VERSION_MIN[0] || (major === GIT_VERSION_MIN[0] && minor < GIT_VERSION_MIN[1])
}

/** Whether this git is at least `major.minor.patch`. */
export function gitIsAtLeast(major: number, minor: number, patch = 0): boolean {
  const [a, b, c] = gitVersion()
  return a !== major ? a > major : b !== minor ? b > minor : c >= patch
}
