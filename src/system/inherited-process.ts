/** Starts a program on the streams of this process. */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { errnoOf } from '../model/errors.ts'
import { NOT_EXECUTABLE, NOT_FOUND } from './find-program.ts'

interface InheritedProcess {
  pid: number | undefined
  /** Resolves with its exit code, or 128 and the number of the signal that ended it. */
  ended: Promise<number>
}

export function startInherited(
  [program = '', ...args]: readonly string[],
  variables: Readonly<Record<string, string>>,
  folder: string,
): InheritedProcess {
  const child = spawn(program, args, { cwd: folder, env: variables, stdio: 'inherit' })
  const ended = new Promise<number>((resolve) => {
    child.on('error', (error) => {
      resolve(errnoOf(error) === 'ENOENT' ? NOT_FOUND : NOT_EXECUTABLE)
    })
    child.on('exit', (code, signal) => {
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })
  return { pid: child.pid, ended }
}
