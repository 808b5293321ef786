/** Which paths a command or an event touches, and how. A mention in text touches nothing. */
import type { AccessKind } from '../model/rule-settings.ts'
import { compactPath } from './compact-path.ts'
import type { Occurrence, Setting } from './occurrence.ts'
import { operandsOf } from './operands.ts'
import type { ShellCommand } from './shell/command.ts'
import { filesInOptions, type Holding } from './shell/secret-holders.ts'
import { filesInVariables } from './shell/variables.ts'

/** One path touched. */
export interface PathAccess {
  kind: AccessKind
  /** As it was named. */
  given: string
  /** Without `.` and `..`, the user's home as `~`; relative when the folder is not known. */
  path: string
  by?: ShellCommand
  /** What it holds, where the variable or the option that names it says so. */
  holds?: Holding
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
    found.push({ ...touched, by: command, ...(holds && { holds }) })
  }
  for (const { direction, target } of command.redirects) {
    add(direction === 'read' ? 'read' : 'write', target)
  }
  for (const { kind, path } of operandsOf(command)) add(kind, path)
  const named = [...filesInVariables(command), ...filesInOptions(command.name, command.ownArgs)]
  for (const { path, holds } of named) add('read', path, holds)
  for (const literal of command.literals) {
    if (/^[~./\w-][^\s'"()<>|;]*$/.test(literal)) add('read', literal)
  }
  return found
}

function access(kind: AccessKind, given: string, cwd: string, setting: Setting): PathAccess {
  return { kind, given, path: compactPath(given.replace(/^file:\/\//, ''), cwd, setting.userHome) }
}
