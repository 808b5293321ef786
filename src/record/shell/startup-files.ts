/** Puts the block into a shell's start-up file, takes it out, and tells how it is. */
import { findOnPath } from '../../system/programs.ts'
import { checkUnchanged, readUserFile, replaceUserFile } from '../../system/user-file.ts'
import { blockIn, withBlock, withoutBlock } from './rc-block.ts'
import { type ShellName, startupFile } from './shells.ts'
import { agentsIn, startFunctions } from './start-functions.ts'

/** What would be done to a start-up file, read as latin1 so that every byte stays. `undefined` is none. */
export interface StartupChange {
  shell: ShellName
  /** The real file, links followed. */
  path: string
  /** The link that leads there. */
  link?: string
  before: string | undefined
  after: string | undefined
  agents: readonly string[]
}

/** Returns what installing would change. Touches nothing. */
export function planShellInstall(
  shell: ShellName,
  program: string,
  agents: string[],
): StartupChange {
  const place = locate(shell)
  return {
    ...place,
    after: withBlock(place.before, startFunctions(shell, program, agents)),
    agents,
  }
}

/** Returns what removing would change. */
export function planShellRemove(shell: ShellName): StartupChange {
  const place = locate(shell)
  const { before } = place
  const agents = agentsIn((before !== undefined && blockIn(before)) || [])
  return { ...place, after: before === undefined ? undefined : withoutBlock(before), agents }
}

export function applyShellChange({ path, before, after }: StartupChange): void {
  checkUnchanged(path, bytesOf(before))
  replaceUserFile(path, bytesOf(after), 0o644)
}

/** How the start-up file of one shell is. */
export interface ShellStatus {
  shell: ShellName
  file: string
  state: 'installed' | 'outdated' | 'missing' | 'unreadable'
  /** The programs that are started through flightrec. */
  agents: readonly string[]
  warnings: readonly string[]
}

/** Returns how a shell is set up; a file that cannot be read is a state, no error. */
export function shellStatus(shell: ShellName, program: string): ShellStatus {
  const facts = { shell, file: startupFile(shell), agents: [], warnings: [] }
  try {
    const { before } = locate(shell)
    const lines = before === undefined ? undefined : blockIn(before)
    if (!lines) return { ...facts, state: 'missing' }
    const agents = agentsIn(lines)
    const isCurrent = lines.join('\n') === startFunctions(shell, program, agents).join('\n')
    const gone = agents.filter((agent) => findOnPath(agent) === undefined)
    const warnings = gone.map((agent) => `${agent} is not on the PATH`)
    return { ...facts, state: isCurrent ? 'installed' : 'outdated', agents, warnings }
  } catch (error) {
    return { ...facts, state: 'unreadable', warnings: [(error as Error).message] }
  }
}

function locate(shell: ShellName): Pick<StartupChange, 'shell' | 'path' | 'link' | 'before'> {
  const { content, ...place } = readUserFile(startupFile(shell), {
    noFile: 'A shell reads a plain file, or a link to one.',
    danglingLink: 'Make that file or remove the link, then run the command again.',
  })
  return { shell, ...place, before: content?.toString('latin1') }
}

function bytesOf(latin1: string | undefined): Buffer | undefined {
  return latin1 === undefined ? undefined : Buffer.from(latin1, 'latin1')
}
