/**
 * Starts a program of the user's own choice, such as their pager, on this terminal. Nothing else runs a
 * shell, and nothing from a watched folder or from git's configuration is ever run.
 */
import { spawn } from 'node:child_process'
import type { Writable } from 'node:stream'
import { NOT_FOUND } from './find-program.ts'

/** A program that runs beside us and reads what we give it. */
export interface UserProgram {
  readonly stdin: Writable
  /** Resolves with its exit code; with 127 when not even the shell could be started. */
  readonly ended: Promise<number>
}

/** Starts `commandLine` as the user's shell would read it, with its standard input open to us. */
export function startUserProgram(
  commandLine: string,
  variables: Readonly<Record<string, string>>,
): UserProgram {
  const child = spawn('/bin/sh', ['-c', commandLine], {
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { ...process.env, ...variables },
  })
  const ended = new Promise<number>((resolve) => {
    child.on('error', () => resolve(NOT_FOUND))
    child.on('close', (code) => resolve(code ?? 0))
  })
  return { stdin: child.stdin, ended }
}

/**
 * Runs `commandLine` as the user's shell would read it, with `args` after it and the terminal to itself. Resolves with
 * its exit code; with 127 when not even the shell could be started.
 */
export function runUserProgram(commandLine: string, args: readonly string[]): Promise<number> {
  const child = spawn('/bin/sh', ['-c', `${commandLine} "$@"`, 'sh', ...args], { stdio: 'inherit' })
  return new Promise((resolve) => {
    child.on('error', () => resolve(NOT_FOUND))
    child.on('close', (code) => resolve(code ?? 0))
  })
}
