/** Which paths a command or an event touches, and how. A mention in text touches nothing. */
import type { AccessKind } from '../model/rule-settings.ts'
import { compactPath } from './compact-path.ts'
import type { Occurrence, Setting } from './occurrence.ts'
import { operandsOf } from './operands.ts'
import { type ShellCommand, UNKNOWN } from './shell/command.ts'
import { filesInOptions, type Holding, holdingOf } from './shell/secret-holders.ts'
import { filesInVariables } from './shell/variables.ts'

export interface PathAccess {
  kind: AccessKind
  /** As it was named. */
  given: string
  /** Without `.` and `..`, the user's home as `~`; relative when the folder is not known. */
  path: string
  by?: ShellCommand
  /** What it holds, where the variable or the option that names it says so. */
  holds?: Holding | undefined
}

const EVENT_KINDS: Partial<Record<Occurrence['type'], AccessKind>> = {
  FILE_READ: 'read',
  FILE_READDIR: 'read',
  FILE_WRITE: 'write',
  FILE_RENAME: 'write',
  FILE_DELETE: 'delete',
  FILE_CHMOD: 'change',
  FILE_CHOWN: 'change',
}

/** Returns the paths a file event names. */
export function pathsOfEvent({ type, paths, cwd }: Occurrence, setting: Setting): PathAccess[] {
  const kind = EVENT_KINDS[type]
  if (!kind) return []
  return (paths ?? []).map((given) => access(kind, given, cwd ?? '', setting))
}

/**
 * Returns the paths a command touches by its operands, its redirects, and its program text; when there are more
 * than `countMax`, one more than that.
 */
export function pathsTouched(
  command: ShellCommand,
  setting: Setting,
  countMax: number,
): PathAccess[] {
  const found: PathAccess[] = []
  const add = (kind: AccessKind, given: string, holds?: Holding) => {
    if (
      found.length > countMax ||
      given === '' ||
      /^[a-z][a-z0-9+.-]*:\/\//i.test(given.replace(/^file:\/\//, ''))
    )
      return
    const touched = access(kind, given, command.cwd, setting)
    found.push({ ...touched, by: command, holds })
  }
  const addNamed = (kind: AccessKind, path: string, spelling: string | undefined) => {
    const holds = spelling === undefined ? undefined : holdingOfSpelling(spelling)
    add(kind, holds && path.includes(UNKNOWN) ? spelling! : path, holds)
  }
  for (const { direction, target, named } of command.redirects) {
    addNamed(direction === 'read' ? 'read' : 'write', target, named)
  }
  const spellings = spellingsOf(command)
  for (const [n, { kind, path }] of operandsOf(command).entries()) {
    addNamed(kind, path, spellings[n])
  }
  const named = [...filesInVariables(command), ...filesInOptions(command.name, command.ownArgs)]
  for (const { path, holds } of named) add('read', path, holds)
  for (const literal of command.literals) {
    if (/^[~./\w-][^\s'"()<>|;]*$/.test(literal)) add('read', literal)
  }
  return found
}

/** Returns the operands as variables name them; none where no variable does that says what its file holds. */
function spellingsOf(command: ShellCommand): string[] {
  const { words, args, ownArgs } = command
  // What is wrapped is a command of its own.
  if (ownArgs !== args || !words.some(({ named }) => named !== undefined)) return []
  const spelled = args.map((arg, n) => words[n]?.named ?? arg)
  const found = operandsOf({ ...command, args: spelled, ownArgs: spelled })
  return found.length === operandsOf(command).length ? found.map(({ path }) => path) : []
}

function holdingOfSpelling(spelling: string): Holding | undefined {
  const variable = /^\$(\w+)(?:\/|$)/.exec(spelling)?.[1]
  return variable === undefined ? undefined : holdingOf(variable)
}

function access(kind: AccessKind, given: string, cwd: string, setting: Setting): PathAccess {
  return { kind, given, path: compactPath(given.replace(/^file:\/\//, ''), cwd, setting.userHome) }
}
