/**
 * What a call may change: the paths it names, and whether it may change others too. Attribution rests on this,
 * so what is not known for sure counts as open.
 */
import { isInFolder } from '../model/absolute-path.ts'
import type { EventType } from '../model/event.ts'
import { compileGlobs } from '../model/glob-matcher.ts'
import { rawFromText } from '../model/raw-path.ts'
import { type ChangedPath, changedPaths, hasTargetOption, type Leaves } from './changed-paths.ts'
import { plainPath } from './compact-path.ts'
import type { Occurrence } from './occurrence.ts'
import { analyseShell } from './shell/analyse.ts'
import { type ShellCommand, UNKNOWN } from './shell/command.ts'
import { gitSubcommand } from './shell/git.ts'
import { isShell } from './shell/unwrap.ts'
import { wordSet } from './word-set.ts'

export interface Reach {
  /** Whether the call names this absolute path as something that is gone, or there, once it has changed it. */
  names(path: string, outcome: Leaves): boolean
  /** Whether it names something that is there afterwards, in the very folder this path is in. */
  isBeside(path: string): boolean
  /** It may change more than it names: a build, a script, a command that could not be read. */
  isOpen: boolean
}

const CHANGING: ReadonlySet<EventType> = new Set([
  'FILE_WRITE',
  'FILE_DELETE',
  'FILE_RENAME',
  'FILE_CHMOD',
  'FILE_CHOWN',
])

/** Commands that change what their operands and redirects name, and nothing else. */
const CONFINED = wordSet(
  `: true false test [ [[ echo printf pwd date sleep whoami id uname hostname ps which type whereis command env
  printenv seq expr basename dirname realpath readlink stat file ls ll dir tree du df wc cat tac nl head tail
  more less sort uniq cut paste column fold fmt tr diff cmp comm md5sum sha1sum sha256sum sha512sum cksum xxd
  od hexdump strings grep egrep fgrep zgrep rg ag ack jq awk gawk mawk nawk sed gsed find fd tee touch mkdir
  truncate rm unlink shred rmdir cp mv ln chmod chown chgrp cd pushd popd export unset set local declare
  readonly alias exit return wait jobs kill killall pkill xargs time nice timeout sudo doas nohup`,
)
const CONFINED_GIT = wordSet(
  `status log show diff blame grep ls-files ls-tree rev-parse rev-list cat-file describe shortlog branch remote
  config tag reflog add rm mv restore commit push fetch`,
)

/** Returns what a call may change; `userHome` stands behind `~`. */
export function reachOf(occurrence: Occurrence, userHome: string): Reach {
  const { type, command, paths = [], cwd = '' } = occurrence
  const absolute = (path: string, base: string) =>
    plainPath(path, base).replace(/^~(?=\/|$)/, userHome)
  if (type === 'SHELL_EXEC') {
    if (command === undefined) return { ...namingNothing, isOpen: true }
    const told = paths.map((path): ChangedPath => ({ path: absolute(path, cwd), isDeep: false }))
    return joinReach(reachOfShell(command, cwd, absolute), { ...naming(told), isOpen: false })
  }
  if (CHANGING.has(type)) {
    return {
      ...naming(
        toldPaths(
          type,
          paths.map((path) => absolute(path, cwd)),
        ),
      ),
      isOpen: false,
    }
  }
  return { ...namingNothing, isOpen: type === 'MCP_TOOL_CALL' || type === 'MCP_TOOL_RESULT' }
}

/** Returns what two tell together of one call. */
export function joinReach(a: Reach, b: Reach): Reach {
  const names: Reach['names'] = (path, outcome) => a.names(path, outcome) || b.names(path, outcome)
  const isBeside: Reach['isBeside'] = (path) => a.isBeside(path) || b.isBeside(path)
  return { names, isBeside, isOpen: a.isOpen || b.isOpen }
}

/** What a tool deletes or renames may be a folder. */
function toldPaths(type: EventType, paths: readonly string[]): ChangedPath[] {
  return paths.map((path, index): ChangedPath => {
    const isRename = type === 'FILE_RENAME'
    const isLeft = type === 'FILE_DELETE' || (isRename && index < paths.length - 1)
    return { path, isDeep: isLeft || isRename, leaves: isLeft ? 'gone' : 'there' }
  })
}

const namingNothing = { names: () => false, isBeside: () => false }

function reachOfShell(
  text: string | readonly string[],
  cwd: string,
  absolute: (path: string, base: string) => string,
): Reach {
  const { commands, problems } = analyseShell(text, cwd)
  const found: ChangedPath[] = []
  let isOpen = problems.length > 0 || cwd === ''
  for (const command of commands) {
    const changed = hasTargetOption(command) ? undefined : changedPaths(command)
    if (!changed || !isConfined(command)) isOpen = true
    for (const { path, ...how } of changed ?? []) {
      if (path.includes(UNKNOWN)) isOpen = true
      else found.push({ path: absolute(path, command.cwd), ...how })
    }
  }
  return { ...naming(found), isOpen }
}

function isConfinedGit([subcommand = 'status', ...rest]: readonly string[]): boolean {
  // `git checkout` of a branch may change any file, of paths only those.
  return CONFINED_GIT.has(subcommand) || (subcommand === 'checkout' && rest.includes('--'))
}

/** Whether a command changes, and runs, nothing but what it names. */
export function isConfined({ name, args, program }: ShellCommand): boolean {
  if (name === '') return true
  if (program.text.includes(UNKNOWN)) return false
  if (name === 'git') return isConfinedGit(gitSubcommand(args))
  // Programs of their own, with files of their own.
  if (/awk$/.test(name)) return !args.some((arg) => />|system\s*\(|\bclose\s*\(/.test(arg))
  if (/sed$/.test(name)) return !args.some((arg) => /(?:^|[;\s/\d$])w\s+\S|\be\b/.test(arg))
  if (name === 'find' && args.some((arg) => /^-f(?:print|ls)/.test(arg))) return false
  // What a shell is given as text is among the commands itself; a script in a file is not.
  if (isShell(name)) return args.some((arg) => /^-[a-z]*c$/.test(arg))
  return CONFINED.has(name)
}

function naming(paths: readonly ChangedPath[]): Pick<Reach, 'names' | 'isBeside'> {
  const there = paths.filter(({ leaves }) => leaves !== 'gone')
  const folders = new Set(there.map(({ path }) => folderOf(path)))
  return { names: within(paths), isBeside: (path) => folders.has(folderOf(path)) }
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}

/** A path with wildcards names what it matches. */
function within(paths: readonly ChangedPath[]): Reach['names'] {
  const tests = paths.map(({ path, isDeep, leaves }): Reach['names'] => {
    const matches = /[*?[]/.test(path) ? globTest(path, isDeep) : plainTest(path, isDeep)
    return (changed, outcome) => (leaves ?? outcome) === outcome && matches(changed)
  })
  return (path, outcome) => tests.some((names) => names(path, outcome))
}

function plainTest(named: string, isDeep: boolean): (path: string) => boolean {
  return isDeep ? (path) => isInFolder(named, path) : (path) => path === named
}

function globTest(named: string, isDeep: boolean): (path: string) => boolean {
  try {
    const matches = compileGlobs(isDeep ? [named, `${named}/**`] : [named])
    return (path) => matches(rawFromText(path))
  } catch {
    // No pattern of ours: then it names nothing for sure.
    return () => false
  }
}
