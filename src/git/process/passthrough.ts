/** Runs git on a shadow repo for the user: its own output, its own exit code, the usual isolation. */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { environment } from '../../system/environment.ts'
import { gitBinary, gitVersion } from './binary.ts'
import { gitEnvironment, PINNED } from './isolation.ts'

interface Passthrough {
  gitDir: string
  /** The root; the shadow repo itself when the root is gone. */
  workTree: string
  /** Where git starts, so that relative paths mean what the user sees. */
  folder: string
}

/** Returns git's exit code, or 128 and the number of the signal that ended it. */
export async function passToGit(
  { gitDir, workTree, folder }: Passthrough,
  args: readonly string[],
): Promise<number> {
  gitVersion()
  const { GIT_LITERAL_PATHSPECS: _, ...isolated } = gitEnvironment(gitDir, workTree)
  const terminal = ['TERM', 'COLORTERM', 'NO_COLOR', 'COLUMNS'].flatMap((name) => {
    const value = environment(name)
    return value === undefined ? [] : [[name, value] as const]
  })
  const child = spawn(gitBinary(), [...PINNED.flatMap((setting) => ['-c', setting]), ...args], {
    cwd: folder,
    env: { ...isolated, ...Object.fromEntries(terminal) },
    stdio: 'inherit',
  })
  return await new Promise<number>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => {
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })
}
