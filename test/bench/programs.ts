/** Runs whole programs, one after another, and fails when one of them does. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { REPOSITORY } from '../source-files.ts'
import type { Workspace } from './workspace.ts'

export const PROGRAM = join(REPOSITORY, 'dist/main.js')

const OUTPUT_MAX_BYTES = 1 << 30

export interface Launch {
  cwd?: string
  env?: Record<string, string>
  input?: string | Uint8Array
}

/** Runs a program to its end and returns what it wrote. */
export function run(
  workspace: Workspace,
  [program, ...args]: readonly string[],
  { cwd, env, input }: Launch = {},
): Buffer {
  const { error, status, stdout, stderr } = spawnSync(program!, args, {
    cwd: cwd ?? workspace.path,
    env: { ...workspace.env, ...env },
    input: input ?? '',
    maxBuffer: OUTPUT_MAX_BYTES,
  })
  if (error) throw error
  if (status !== 0) {
    throw new Error(
      `${program} ${args.join(' ')} ended with ${status}: ${stderr.toString().trim()}`,
    )
  }
  return stdout
}

export function runText(workspace: Workspace, argv: readonly string[], launch?: Launch): string {
  return run(workspace, argv, launch).toString('utf8').trim()
}

/** Runs the built flightrec with a home of its own. */
export function flightrec(
  workspace: Workspace,
  home: string,
  args: string[],
  cwd?: string,
): string {
  const env = { FLIGHTREC_HOME: home }
  return runText(workspace, [process.execPath, PROGRAM, ...args], cwd ? { cwd, env } : { env })
}

/** Starts Node to do nothing: what every command of flightrec costs before its first line. */
export function startNode(workspace: Workspace): void {
  run(workspace, [process.execPath, '-e', '0'])
}

/** Lets what was written before reach the disk, so that the next program does not wait for it. */
export function settleDisk(workspace: Workspace): void {
  run(workspace, ['sync'])
}
