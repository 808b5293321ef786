/** Reads what git is told: its subcommand, and the settings it is given for one run. */
import { joinPattern } from '../join-pattern.ts'
import { baseName, plainWord, type ShellCommand, type Word } from './command.ts'
import { hasLong, hasShort } from './flags.ts'

const VALUE_OPTIONS =
  /^(?:-C|-c|--git-dir|--work-tree|--namespace|--exec-path|--super-prefix|--config-env)$/
/** Programs that pass on to git what they do not know. */
const GITS = /^(?:git|hub|yadm)$/
const CONFIGS_MAX = 50

/** Returns the subcommand and what follows it, without git's own options. */
export function gitSubcommand<Arg extends string | { text: string }>(
  args: readonly Arg[],
): readonly Arg[] {
  let at = 0
  for (; at < args.length; at += 1) {
    const text = textOf(args[at]!)
    if (!text.startsWith('-')) break
    if (VALUE_OPTIONS.test(text)) at += 1
  }
  return args.slice(at)
}

/** Returns the words of a command with git's other names in its usual spelling: `git-reset`, `hub reset`. */
export function withPlainGit(words: readonly Word[]): readonly Word[] {
  const [program, ...args] = words
  if (!program) return words
  const name = baseName(program.text).replace(/\.exe$/, '')
  if (GITS.test(name)) return [plainWord('git'), ...args]
  const subcommand = /^git-([a-z][a-z-]*)$/.exec(name)?.[1]
  return subcommand === undefined ? words : [plainWord('git'), plainWord(subcommand), ...args]
}

/**
 * Returns the settings a command of git is given by `-c`, `--config-env` and variables, names in lower case.
 * `variable` tells the value of one.
 */
export function gitSettings(
  args: readonly string[],
  variable: (name: string) => string | undefined,
): Map<string, string> {
  const settings = new Map<string, string>()
  const set = (name: string, value: string) => settings.set(name.toLowerCase(), value)
  for (let n = 0; n < Math.min(Number(variable('GIT_CONFIG_COUNT')) || 0, CONFIGS_MAX); n++) {
    set(variable(`GIT_CONFIG_KEY_${n}`) ?? '', variable(`GIT_CONFIG_VALUE_${n}`) ?? '')
  }
  for (const [, name, value] of (variable('GIT_CONFIG_PARAMETERS') ?? '').matchAll(
    /'([^'=]{1,200})(?:'='|=)([^']{0,2000})'/g,
  )) {
    set(name!, value!)
  }
  for (const [index, arg] of args.entries()) {
    const [, name = '', value] = /^([^=]+)(?:=(.*))?$/s.exec(arg) ?? []
    const before = args[index - 1]
    const attached = /^--config-env=([^=]+)=(.*)$/s.exec(arg)
    if (before === '-c') set(name, value ?? 'true')
    else if (before === '--config-env') set(name, variable(value ?? '') ?? '')
    else if (attached) set(attached[1]!, variable(attached[2]!) ?? '')
    else if (!arg.startsWith('-') && !VALUE_OPTIONS.test(before ?? '')) break
  }
  return settings
}

/** Whether a command is a `git clean` that deletes, be it that force is not asked for. */
export function isCleaning({ name, args, settings }: ShellCommand): boolean {
  const [subcommand, ...rest] = name === 'git' ? gitSubcommand(args) : []
  if (subcommand !== 'clean' || hasShort(rest, 'n') || hasLong(rest, 'dry-run', 1)) return false
  const isFree = /^(?:false|no|off|0|)$/i.test(settings.get('clean.requireforce') ?? 'true')
  return isFree || hasShort(rest, 'f') || hasLong(rest, 'force', 1)
}

const RUNNING = joinPattern(
  '',
  String.raw`^(?:core\.(?:sshcommand|pager|editor|fsmonitor|askpass|gitproxy|alternaterefscommand)`,
  String.raw`|sequence\.editor|interactive\.difffilter|uploadpack\.packobjectshook|web\.browser|diff\.external`,
  String.raw`|pager\..+|gpg\.(?:.+\.)?program`,
  String.raw`|(?:diff|difftool|mergetool|guitool|man|browser)\..+\.(?:command|textconv|cmd)`,
  String.raw`|filter\..+\.(?:clean|smudge|process)|merge\..+\.driver|remote\..+\.(?:uploadpack|receivepack)`,
  String.raw`|trailer\..+\.(?:cmd|command))$`,
)

/** Returns the shell text that a setting has git run; undefined for settings that run nothing. */
export function textRunBy(name: string, value: string): string | undefined {
  if (/^credential\.(?:.+\.)?helper$/.test(name)) return /^!(.*)$/s.exec(value)?.[1]
  return RUNNING.test(name) ? value : undefined
}

function textOf(arg: string | { text: string }): string {
  return typeof arg === 'string' ? arg : arg.text
}
