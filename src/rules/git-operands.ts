/** Which words behind a command of git are files, and what it does with them. */
import type { AccessKind } from '../model/rule-settings.ts'
import { looksLikeFile, type Operand, ofKind, plainOperands } from './operand-words.ts'
import { hasLong, hasShort } from './shell/flags.ts'
import { gitSubcommand } from './shell/git.ts'

const PATHS: Readonly<Record<string, AccessKind>> = {
  add: 'read',
  stage: 'read',
  rm: 'delete',
  mv: 'write',
  restore: 'write',
  checkout: 'write',
  'checkout-index': 'write',
  apply: 'read',
  'hash-object': 'read',
  blame: 'read',
  annotate: 'read',
  'update-index': 'read',
  clean: 'delete',
}
/** Subcommands that show what files hold, at once or when a patch is asked for. */
const SHOWS = /^(?:show|diff|difftool|cat-file|format-patch|diff-tree|diff-index|diff-files)$/
const SHOWS_PATCH = /^(?:log|whatchanged|stash|reflog|rev-list)$/
const BRANCH =
  /^(?:feature|feat|fix|bugfix|hotfix|release|chore|docs|refactor|test|origin|upstream|refs)\//

export function gitOperands(args: readonly string[]): Operand[] {
  const [subcommand = '', ...rest] = gitSubcommand(args)
  const kind = PATHS[subcommand]
  if (kind)
    return ofKind(
      kind,
      plainOperands(rest).filter((path) => !isName(subcommand, rest, path)),
    )
  return ofKind('read', shownPaths(subcommand, rest))
}

/** Whether a word of `checkout` and its like is a commit or a branch. */
function isName(subcommand: string, args: readonly string[], path: string): boolean {
  if (/^[A-Z_]+$/.test(path)) return true
  if (subcommand !== 'checkout' || args.includes('--')) return false
  return BRANCH.test(path) || hasShort(args, 'bB') || hasLong(args, 'orphan', 2)
}

function shownPaths(subcommand: string, args: readonly string[]): string[] {
  if (subcommand === 'grep') return searchedPaths(args)
  if (subcommand === 'archive') return plainOperands(args).slice(1).map(withoutMagic)
  const ranges = subcommand === 'log' ? lineRanges(args) : []
  const showsPatch = hasShort(args, 'pu') || hasLong(args, 'patch', 3) || hasLong(args, 'cc')
  if (SHOWS_PATCH.test(subcommand) ? !showsPatch : !SHOWS.test(subcommand)) return ranges
  const isList = args.some((arg) =>
    /^--(?:stat|shortstat|numstat|dirstat|name-only|name-status|summary|quiet|no-patch)\b|^-s$/.test(
      arg,
    ),
  )
  return isList && !showsPatch ? [] : [...ranges, ...pathspecs(args)]
}

/** What follows `--`, or stands there as a file, also as one of a commit: `HEAD:.env`. */
function pathspecs(args: readonly string[]): string[] {
  const dashes = args.indexOf('--')
  const before = plainOperands(dashes < 0 ? args : args.slice(0, dashes))
  const spelled = before.flatMap((word) => {
    const ofCommit = /^[^:]*:(.+)$/s.exec(word)?.[1]
    if (ofCommit !== undefined) return [ofCommit]
    const isPath = looksLikeFile(word) && !word.includes('..') && /^[~./]|\.\w+$/.test(word)
    return isPath ? [word] : []
  })
  return [...spelled, ...(dashes < 0 ? [] : args.slice(dashes + 1).map(withoutMagic))]
}

/** The pattern comes first, unless an option gave it. */
function searchedPaths(args: readonly string[]): string[] {
  const dashes = args.indexOf('--')
  const after = dashes < 0 ? [] : args.slice(dashes + 1)
  const words = plainOperands(dashes < 0 ? args : args.slice(0, dashes))
  const hasPattern = args.some((arg) => /^-(?:e|f)/.test(arg))
  const spelled = words.slice(hasPattern ? 0 : 1).filter((word) => /^[~./]|\.\w+$/.test(word))
  return [...spelled, ...after.map(withoutMagic)]
}

/** `-L 1,5:FILE`, `-L:name:FILE`. */
function lineRanges(args: readonly string[]): string[] {
  return args.flatMap((arg, index) => {
    const range = args[index - 1] === '-L' ? arg : /^-L(.+)$/s.exec(arg)?.[1]
    return range === undefined ? [] : [range.slice(range.lastIndexOf(':') + 1)]
  })
}

/** `:(glob)**\/.env` names the same file; `:!.env` leaves it out. */
function withoutMagic(pathspec: string): string {
  if (/^:(?:[!^]|\(exclude\))/.test(pathspec)) return ''
  return pathspec.replace(/^:(?:\([a-z,:]*\)|\/)/, '')
}
