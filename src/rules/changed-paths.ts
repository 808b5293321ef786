/**
 * The paths that a command changes, and how far that goes: to all below them or not, and whether they are there
 * afterwards. What another does to the same paths meanwhile must not pass for the command's doing.
 */
import { operandsOf } from './operands.ts'
import { baseName, type ShellCommand } from './shell/command.ts'
import { hasLong, hasShort } from './shell/flags.ts'
import { wordSet } from './word-set.ts'

/** How a changed path is left behind. */
export type Leaves = 'gone' | 'there'

export interface ChangedPath {
  path: string
  /** Whether all below it may be changed as well. */
  isDeep: boolean
  /** Absent where it may be either. */
  leaves?: Leaves
}

/** Commands that make or change the very files and folders they name. */
const MAKES = wordSet('touch tee mkdir truncate ln mkfifo sed gsed')
/** Commands that go down into folders only when they are told to. */
const RECURSIVE = wordSet('rm cp chmod chown chgrp')

/** Returns the paths as they are named; what they are relative to is the folder of the command. */
export function changedPaths(command: ShellCommand): ChangedPath[] {
  const written = command.redirects.filter(({ direction }) => direction !== 'read')
  return [...written.map(({ target }) => made(target)), ...changedOperands(command)]
}

/** Whether it names the folder it writes into by an option, so that its operands are not in their usual places. */
export function hasTargetOption({ name, ownArgs }: ShellCommand): boolean {
  if (!/^(?:cp|mv|ln|install)$/.test(name)) return false
  return hasShort(ownArgs, 't') || ownArgs.some((arg) => /^--target-d|^-\w*t./.test(arg))
}

function made(path: string): ChangedPath {
  return { path, isDeep: false, leaves: 'there' }
}

function changedOperands(command: ShellCommand): ChangedPath[] {
  const { name, ownArgs } = command
  // What `find` deletes lies below the folders it reads.
  const isFind = name === 'find' && command.args.includes('-delete')
  const operands = operandsOf(command)
  if (name === 'cp' || name === 'mv')
    return moved(
      command,
      operands.map(({ path }) => path),
    )
  const changed = operands.filter(({ kind }) => kind !== 'read' || isFind)
  if (MAKES.has(name)) return changed.map(({ path }) => made(path))
  const isDeep = RECURSIVE.has(name) ? isRecursive(ownArgs) : name !== 'unlink' && name !== 'rmdir'
  return changed.map(({ path, kind }): ChangedPath => {
    if (kind === 'delete' || isFind) return { path, isDeep, leaves: 'gone' }
    return kind === 'change' ? { path, isDeep, leaves: 'there' } : { path, isDeep }
  })
}

/** The last of `paths` may be the new name of the only source, or the folder that all go into. */
function moved({ name, ownArgs }: ShellCommand, paths: readonly string[]): ChangedPath[] {
  const target = paths.at(-1)
  const sources = paths.slice(0, -1)
  if (target === undefined) return []
  const goesDown = name === 'mv' || isRecursive(ownArgs)
  const isFolder = sources.length > 1 || /(?:^|\/)\.{0,2}$/.test(target)
  const into = sources.map((source) => `${target}/${baseName(source.replace(/\/+$/, ''))}`)
  return [
    ...(name === 'mv'
      ? sources.map((path): ChangedPath => ({ path, isDeep: true, leaves: 'gone' }))
      : []),
    { path: target, isDeep: goesDown && !isFolder, leaves: 'there' },
    ...into.map((path): ChangedPath => ({ path, isDeep: goesDown, leaves: 'there' })),
  ]
}

function isRecursive(args: readonly string[]): boolean {
  return hasShort(args, 'rRa') || hasLong(args, 'recursive', 1) || hasLong(args, 'archive', 2)
}
