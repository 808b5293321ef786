/** Starts a program that is spoken to through pipes. */
import { type ChildProcessWithoutNullStreams, type SpawnOptions, spawn } from 'node:child_process'

/**
 * Where the system has no room for the pipes, Node returns a process that has none and tells why afterwards: then this
 * throws.
 */
export function spawnPiped(
  program: string,
  args: readonly string[],
  options: Omit<SpawnOptions, 'stdio'>,
): ChildProcessWithoutNullStreams {
  const child = spawn(program, args, { ...options, stdio: ['pipe', 'pipe', 'pipe'] })
  child.on('error', () => {
    // 'close' follows; who wants to know more listens too.
  })
  if (child.stdin as unknown) {
    child.stdin.on('error', () => {
      // It may stop reading early; its exit code says whether that was a failure.
    })
    return child
  }
  throw Object.assign(new Error(`cannot start ${program}: too many open files`), {
    code: 'EMFILE',
    syscall: 'spawn',
  })
}
