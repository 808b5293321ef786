/** Makes rules of the tables in config.toml. */
import { isInFolder } from '../model/absolute-path.ts'
import { compileGlobs } from '../model/glob-matcher.ts'
import { rawFromText } from '../model/raw-path.ts'
import type { CustomRule } from '../model/rule-settings.ts'
import { compactPath } from './compact-path.ts'
import type { Setting } from './occurrence.ts'
import type { PathAccess } from './path-access.ts'
import { pathGlobs } from './path-globs.ts'
import type { Rule } from './rule.ts'
import { describeCommand, type ShellCommand } from './shell/command.ts'

/** Returns a rule that reports what the table describes; with commands and paths, both must fit. */
export function customRule({ id, risk, summary, why, commands, paths, access }: CustomRule): Rule {
  const patterns = commands.map((words) => words.map((word) => compileGlobs([word])))
  const matchesPath = pathGlobs(paths)
  const runs = (command: ShellCommand) => patterns.some((words) => matchesWords(words, command))
  const rule: Rule = { id, risk, summary, why, tags: [], fires: [], silent: [] }
  if (paths.length === 0) {
    return {
      ...rule,
      checkCommand: (command) =>
        runs(command) ? { message: `'${describeCommand(command)}': ${summary}` } : undefined,
    }
  }
  return {
    ...rule,
    checkPath(touched, { setting }) {
      if (!access.includes(touched.kind)) return undefined
      if (patterns.length > 0 && (!touched.by || !runs(touched.by))) return undefined
      if (!spellings(touched, setting).some(matchesPath)) return undefined
      return { message: `'${touched.given}': ${summary}`, paths: [touched.given] }
    },
  }
}

/** The program, then arguments in this order, others between them. */
function matchesWords(
  words: readonly ReturnType<typeof compileGlobs>[],
  { name, program, args }: ShellCommand,
): boolean {
  const [first, ...rest] = words
  if (!first!(rawFromText(name)) && !first!(rawFromText(program.text))) return false
  let at = 0
  for (const matches of rest) {
    while (at < args.length && !matches(rawFromText(args[at]!))) at += 1
    if (at === args.length) return false
    at += 1
  }
  return true
}

/** A path as it was named, with `~`, in full, and from its root. */
function spellings({ given, path }: PathAccess, { roots = [], userHome }: Setting): string[] {
  const full = userHome && path.startsWith('~/') ? [`${userHome}${path.slice(1)}`] : []
  const within = roots
    .map((root) => compactPath(root, '', userHome))
    .filter((root) => isInFolder(root, path) && root !== path)
    .map((root) => path.slice(root === '/' ? 1 : root.length + 1))
  return [given, path, ...full, ...within]
}
