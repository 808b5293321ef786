/** Rules about files that are deleted. */
import type { Rule } from '../rule.ts'
import { describeCommand, type ShellCommand, UNKNOWN } from '../shell/command.ts'
import { hasLong, hasShort, isHarmlessRun, operandsOnly } from '../shell/flags.ts'
import { gitSubcommand, isCleaning } from '../shell/git.ts'
import { wordSet } from '../word-set.ts'

/** So many files deleted at once are too many for an everyday step. */
export const MASS_MIN = 20

function isForcedTree({ name, args }: ShellCommand): boolean {
  if (WINDOWS_DELETERS.test(name)) return hasSwitch(args, 'recurse', 's') && !isWhatIf(args)
  if (name !== 'rm' || isAsked(args)) return false
  const isRecursive = hasShort(args, 'rR') || hasLong(args, 'recursive', 1)
  return isRecursive && (hasShort(args, 'f') || hasLong(args, 'force', 1))
}

/** The deleting commands of cmd and PowerShell. */
const WINDOWS_DELETERS = /^(?:remove-item|ri|rd|rmdir|del|erase)$/i

/** Whether an option of PowerShell, also abbreviated, or a switch of cmd is set: `-Recurse`, `/s`. */
function hasSwitch(args: readonly string[], option: string, letter: string): boolean {
  return args.some((arg) => {
    const text = arg.toLowerCase()
    return text === `/${letter}` || (/^-[a-z]+$/.test(text) && option.startsWith(text.slice(1)))
  })
}

function isWhatIf(args: readonly string[]): boolean {
  return args.some((arg) => /^-whatif$/i.test(arg))
}

function isAsked(args: readonly string[]): boolean {
  return hasLong(args, 'help', 1) || hasLong(args, 'version', 4)
}

export const dangerousRmRf: Rule = {
  id: 'dangerous-rm-rf',
  risk: 'danger',
  act: 'delete',
  summary: 'Deletes a whole tree without asking (`rm -rf`)',
  why: 'A wrong path or an empty variable takes everything below it, and nothing asks first.',
  tags: ['ASI02', 'T1485'],
  fires: [
    'rm -rf build',
    'rm -r --force x',
    '/bin/rm --rec --fo x',
    "sh -c 'rm -fr x'",
    'find . -type d -exec rm -rf {} +',
    'echo x | xargs rm -rf',
    'X=rm; $X -Rf src',
    "pwsh -c 'Remove-Item -Recurse -Force x'",
    'cmd /c rd /s /q x',
  ],
  silent: [
    "echo 'rm -rf /'",
    'git rm -rf src',
    'rm -r x',
    'rm -f x',
    'rm -rf --help',
    'npm run rm -rf',
  ],
  checkCommand(command) {
    return isForcedTree(command)
      ? {
          message: `'${describeCommand(command)}' deletes whole trees`,
          paths: operandsOnly(command.args),
        }
      : undefined
  },
}

const DELETERS = new Set(['rm', 'unlink', 'shred', 'rimraf', 'del-cli', 'srm'])
const DELETING_CALLS =
  /^(?:remove|unlink|unlinkSync|rmSync|rm|rm_f|rm_r|rm_rf|removeSync|delete|rimraf|rmtree)\(\)$/

/** Options with which a tool deletes what it has packed or sent. */
const MOVERS: Readonly<Record<string, RegExp>> = {
  rsync: /(?:^| )--remove-source-files\b(?!.* (?:-n|--dry-run)\b)/,
  tar: /(?:^| )--remove-files\b/,
  zip: /(?:^| )(?:-[a-zA-Z]*m[a-zA-Z]*|--move)(?: |$)/,
}

/** Options of find whose value may be spelled like another option. */
const FIND_VALUES =
  /^-(?:i?(?:name|path|regex|lname|wholename)|printf|fprintf?|fls|newer\w*|samefile)$/

function findDeletes({ ownArgs }: ShellCommand): boolean {
  return ownArgs.some(
    (arg, index) => arg === '-delete' && !FIND_VALUES.test(ownArgs[index - 1] ?? ''),
  )
}

function deletes(command: ShellCommand): boolean {
  const { name, args } = command
  if (DELETERS.has(name)) return !isAsked(args)
  if (DELETING_CALLS.test(name)) return true
  if (WINDOWS_DELETERS.test(name)) return name !== 'rmdir' && !isWhatIf(args) && !isAsked(args)
  if (MOVERS[name]?.test(args.join(' '))) return true
  if (name === 'mv') return operandsOnly(args).at(-1) === '/dev/null'
  if (name === 'find' || name === 'gfind') return findDeletes(command)
  return isCleaning(command)
}

export const destructiveRm: Rule = {
  id: 'destructive-rm',
  risk: 'warning',
  act: 'delete',
  summary: 'Deletes files',
  why: 'What is deleted by command does not go to a bin; flightrec can bring back what was recorded.',
  tags: ['ASI02', 'T1485'],
  fires: [
    'rm notes.txt',
    'unlink x',
    'shred -u key',
    "find . -name '*.log' -delete",
    'git clean -fdx',
    `python3 -c "import os; os.remove('a.txt')"`,
    'mv notes.txt /dev/null',
    'tar --remove-files -cf x.tar docs',
    "pwsh -c 'Remove-Item x'",
    { type: 'FILE_DELETE', paths: ['notes.txt'] },
  ],
  silent: [
    'git rm x',
    'npm run rm',
    'rmdir x',
    'rm --help',
    'git clean -nd',
    'echo rm x',
    'docker run --rm alpine ls',
    'find . -name -delete -print',
    'find . -exec echo -delete {} +',
    { type: 'FILE_WRITE', paths: ['rm'] },
  ],
  checkCommand(command) {
    if (isForcedTree(command) || !deletes(command)) return undefined
    const paths =
      command.name === 'find' || command.name === 'git' ? [] : operandsOnly(command.args)
    return { message: `'${describeCommand(command)}' deletes files`, paths }
  },
  check({ type, paths = [] }) {
    if (type !== 'FILE_DELETE') return undefined
    return {
      message: paths.length > 1 ? `${paths.length} files deleted` : 'a file was deleted',
      paths,
    }
  },
}

/** Targets whose deletion takes a whole project, home or machine with it. */
const BROAD =
  wordSet(`/ ~ . .. * .* .git /* ~/* ./* ../* {,.}* /bin /boot /dev /etc /home /lib /opt /root /srv
  /sys /usr /var /Users /home/* /etc/* /usr/* /var/*`)

function isBroad(path: string): boolean {
  return (
    BROAD.has(path.replace(/(?<=.)\/$/, '')) ||
    path.startsWith(`${UNKNOWN}/`) ||
    /(?:^|\/)\.git\/?$/.test(path)
  )
}

function broadTargets(command: ShellCommand): string[] {
  const { name, args } = command
  if (name === 'rm' && !isAsked(args) && (hasShort(args, 'rR') || hasLong(args, 'recursive', 1))) {
    return operandsOnly(args).filter(isBroad)
  }
  if (/^(?:rmtree|rm_rf|rm_r|rmSync|rm|rimraf)\(\)$/.test(name)) return args.filter(isBroad)
  if (name === 'rimraf' || name === 'shred') return operandsOnly(args).filter(isBroad)
  const isUnfiltered = !args.some((arg) =>
    /^-(?:i?name|i?path|i?regex|mtime|mmin|size|newer|empty|atime|ctime)$/.test(arg),
  )
  if (name === 'find' && findDeletes(command) && isUnfiltered) {
    return args
      .filter((arg) => !arg.startsWith('-'))
      .filter(isBroad)
      .slice(0, 1)
  }
  if (name === 'git') {
    const [subcommand, ...rest] = gitSubcommand(args)
    const isTree =
      subcommand === 'rm' &&
      hasShort(rest, 'r') &&
      !hasShort(rest, 'n') &&
      !hasLong(rest, 'cached', 1)
    return isTree ? operandsOnly(rest).filter(isBroad) : []
  }
  return []
}

export const massDeletion: Rule = {
  id: 'mass-deletion',
  risk: 'danger',
  act: 'delete',
  summary: `Deletes a project, a home, or ${MASS_MIN} files and more at once`,
  why: 'Agents have deleted home folders and whole work trees, `.git` with them.',
  tags: ['ASI02', 'ASI10', 'T1485'],
  fires: [
    'rm -rf ~',
    'rm -rf "$DIR"/*',
    'rm -r .git',
    'find / -delete',
    'git rm -rf .',
    'rsync -a --delete empty/ project/',
    'rm {a,b,c,d,e}{1,2,3,4}',
    {
      type: 'FILE_DELETE',
      paths: Array.from({ length: MASS_MIN }, (_, index) => `src/${index}.ts`),
    },
  ],
  silent: [
    'rm -rf node_modules',
    "find . -name '*.tmp' -delete",
    'rm -rf ./build',
    'rsync -a --delete -n a/ b/',
  ],
  checkCommand(command) {
    const { name, args } = command
    const paths = broadTargets(command)
    const message = `'${describeCommand(command)}' deletes more than a few files`
    if (paths.length > 0) return { message, paths }
    const operands = operandsOnly(args)
    if (name === 'rm' && operands.length >= MASS_MIN) return { message, paths: operands }
    const mirrors = name === 'rsync' && args.some((arg) => /^--del(?:ete[\w-]*)?$/.test(arg))
    return mirrors && !hasShort(args, 'n') && !isHarmlessRun(args) ? { message } : undefined
  },
  check({ type, paths = [] }) {
    if (type !== 'FILE_DELETE' || paths.length < MASS_MIN) return undefined
    return { message: `${paths.length} files deleted at once`, paths }
  },
}
