/** Whether the terminal of what is run is recorded. */
import { isInFolder } from '../../model/absolute-path.ts'
import type { Config } from '../../model/config.ts'
import { environment, expandTilde } from '../../system/environment.ts'
import { standardTerminals } from '../../system/own-terminal.ts'
import { realPath } from '../../system/real-path.ts'

interface TerminalChoice {
  isRecorded: boolean
  /** Why not, where the user may not know. */
  why?: string
}

/** What is asked for on the command line wins over the environment, and that over config.toml. */
export function terminalChoice(asked: string, config: Config, folder: string): TerminalChoice {
  if (asked === 'never') return { isRecorded: false }
  if (asked === 'always') return { isRecorded: true }
  if (environment('FLIGHTREC_TERMINAL') === '0' || !config['terminal.record']) {
    return { isRecorded: false }
  }
  const excluded = config['terminal.exclude_roots'].map((root) => realPath(expandTilde(root)))
  if (excluded.some((root) => isInFolder(root, realPath(folder)))) return { isRecorded: false }
  // On a terminal of its own, the program would not find what the others are.
  const { input, output, errors } = standardTerminals()
  if (input && output && errors) return { isRecorded: true }
  return { isRecorded: false, why: 'no terminal here, so none is recorded' }
}
