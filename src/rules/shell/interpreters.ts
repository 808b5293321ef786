/** Finds the program text given to an interpreter, and in it what is run and which texts it holds. */
import { wordSet } from '../word-set.ts'
import { plainWord, type ShellCommand, UNKNOWN, type Word } from './command.ts'

const INTERPRETERS = new RegExp(
  `^(?:${[
    'python[\\d.]*|pypy\\d?|perl[\\d.]*|ruby[\\d.]*|php\\d?|lua[\\d.]*|Rscript|osascript|[gmn]?awk',
    'node|nodejs|deno|bun|tsx',
  ].join('|')})$`,
)

/** Options that are followed by program text. */
const CODE_OPTIONS: readonly (readonly [name: RegExp, option: RegExp])[] = [
  [/^(?:python|pypy)/, /^-[a-zA-Z]*c$/],
  [/^(?:node|nodejs|bun|tsx)$/, /^(?:-e|--eval|-p|--print|-pe)$/],
  [/^deno$/, /^eval$/],
  [/^(?:perl|ruby)/, /^-[a-zA-Z0-9]*[eE]$/],
  [/^php/, /^(?:-r|--run)$/],
  [/^lua/, /^-e$/],
  [/^Rscript$/, /^-e$/],
  [/^osascript$/, /^-e$/],
]

export function isInterpreter(name: string): boolean {
  return INTERPRETERS.test(name)
}

/** Returns the index of the argument that is program text, -1 when there is none. */
export function codeIndex(name: string, args: readonly string[]): number {
  if (/awk$/.test(name)) return awkProgram(args)
  const options = CODE_OPTIONS.filter(([names]) => names.test(name)).map(([, option]) => option)
  const at = args.findIndex((arg) => options.some((option) => option.test(arg)))
  return at < 0 || at + 1 >= args.length ? -1 : at + 1
}

function awkProgram(args: readonly string[]): number {
  for (let at = 0; at < args.length; at += 1) {
    if (/^-[Fv]$/.test(args[at]!)) at += 1
    else if (args[at] === '-f') return -1
    else if (!args[at]!.startsWith('-')) return at
  }
  return -1
}

/** Whether an interpreter reads its program from standard input. */
export function readsProgram({ name, args }: Pick<ShellCommand, 'name' | 'args'>): boolean {
  if (!isInterpreter(name) || /awk$/.test(name) || codeIndex(name, args) >= 0) return false
  const first = args.find((arg) => arg === '-' || !arg.startsWith('-'))
  return (
    args.every((arg) => !/^(?:-m|--version|-V|-v|--help|-h|--check)$/.test(arg)) &&
    (first === undefined || first === '-' || first === '/dev/stdin')
  )
}

/** What program text was found to do. */
interface CodeFindings {
  /** Shell text it hands to a shell. */
  scripts: string[]
  /** Commands it runs, and its own calls that touch files, as `rmtree()`. */
  commands: Word[][]
  literals: string[]
}

const LITERAL =
  /(?:\b[bruf]{1,2})?(""".*?"""|'''.*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)/gs
/** A name, a parenthesis, and what may be a list of texts. */
const CALL = /(?<![\w$])([A-Za-z_$][\w$]*)!?\s*\(\s*\[?\s*(?=[bruf]{0,2}["'`])/g
/** The same where parentheses may be left out. */
const BARE_CALL = /(?<!["'\w$])([A-Za-z_$][\w$]*)(?:\s*\(\s*|\s+)(?=["'`])/g
const SHELL_CALLS =
  /^(?:system|popen|exec|execSync|shell_exec|passthru|getoutput|getstatusoutput|qx)$/
const ARGV_CALLS = wordSet(`
  spawn spawnSync execFile execFileSync execv execvp execl execlp Popen run call check_call check_output spawnl
  spawnlp create_subprocess_exec create_subprocess_shell execute Command`)
const FILE_CALLS =
  /^(?:rmtree|remove|unlink|unlinkSync|rmSync|rm|rmdirSync|removeSync|rm_rf|rm_r|rm_f|delete|removedirs|rimraf)$/
/** The same of what is no text: `os.remove(name)`, `path.unlink()`, `unlink @ARGV`. */
const DELETING = new RegExp(
  [
    String.raw`\b(?:os|fs|fsp|promises|shutil|File|FileUtils|Deno)\.`,
    String.raw`(?:remove|rmtree|delete|rm_r?f?|rm|unlink)(?:Sync)?\s*\(\s*[\w$]`,
    String.raw`|\.unlink\(\s*(?:missing_ok[^()]{0,20})?\)`,
  ].join(''),
)
const PERL_DELETING = /\bunlink\b\s*(?:[@$<;}(]|glob\b|$)|\brmtree\s*\(?\s*[@$]/
const CODE_CHARACTERS_MAX = 32 * 1024

/** Looks through program text; `name` is its interpreter. */
export function inspectCode(name: string, code: string): CodeFindings {
  const hasBareCalls = /^(?:perl|ruby|php|lua|osascript|[gmn]?awk)/.test(name)
  const cut = code.slice(0, CODE_CHARACTERS_MAX)
  const text = hasBareCalls ? withPlainQuotes(cut) : cut
  const found: CodeFindings = { scripts: [], commands: [], literals: [] }
  for (const match of text.matchAll(LITERAL)) {
    const value = literalValue(match[1]!)
    found.literals.push(value)
    const isRun = match[1]!.startsWith('`') && /^(?:perl|ruby|php)/.test(name)
    if (isRun) found.scripts.push(value)
  }
  const plain = text.replace(LITERAL, '""')
  const deletes = DELETING.test(plain) || (/^perl/.test(name) && PERL_DELETING.test(plain))
  if (deletes || /\barray_map\(\s*["']unlink["']/.test(text))
    found.commands.push(['unlink()', UNKNOWN].map(plainWord))
  if (/awk$/.test(name)) addAwkPipes(found, text)
  for (const match of text.matchAll(hasBareCalls ? BARE_CALL : CALL)) {
    const called = match[1]!
    const start = match.index + match[0].length
    const args = leadingLiterals(text.slice(start, start + 4_096))
    if (args.length === 0) continue
    if (called === 'script' && name === 'osascript') found.scripts.push(args[0]!)
    else if (SHELL_CALLS.test(called)) addRun(found, args)
    else if (ARGV_CALLS.has(called)) addRun(found, args)
    else if (FILE_CALLS.test(called)) found.commands.push([`${called}()`, ...args].map(plainWord))
    else if (/^(?:chmod)$/.test(called))
      found.commands.push([`${called}()`, ...args].map(plainWord))
  }
  for (const match of text.matchAll(
    /\bchmod(?:Sync)?\s*\(([^()]{0,200}?),\s*0?o?([0-7]{3,4})\s*\)/g,
  )) {
    found.commands.push(['chmod', match[2]!, match[1]!.replace(/["']/g, '')].map(plainWord))
  }
  if (/^(?:awk|gawk|mawk|nawk)$/.test(name)) found.literals = []
  return found
}

/** Adds what awk hands to a shell through a pipe: `"CMD" | getline`, `print "rm", $1 | "sh"`. */
function addAwkPipes(found: CodeFindings, program: string): void {
  for (const [, text = ''] of program.matchAll(/"([^"\n]{1,1000})"\s*\|\s*getline/g)) {
    found.scripts.push(text)
  }
  const toShell = /\bprint\s([^;}|]{1,1000})\|\s*"(?:\/bin\/)?(?:ba|z|da|k)?sh\b/.exec(program)
  if (toShell) found.scripts.push(toShell[1]!.replace(/[",]/g, ' ').replace(/\$\w+/g, UNKNOWN))
}

/** Writes the quotes of Perl and Ruby, `qq{a}` and `qx{a}`, as those every language has. */
function withPlainQuotes(code: string): string {
  return code.replace(/(?:\bq([qx]?)|%(x))[{(]([^{}()"`]*)[})]/g, (_, kind, ruby, text: string) =>
    kind === 'x' || ruby ? `\`${text}\`` : `"${text}"`,
  )
}

/** One text is a shell's, several are a command and its arguments. */
function addRun(found: CodeFindings, args: string[]): void {
  if (args.length === 1) found.scripts.push(args[0]!)
  else found.commands.push(args.map(plainWord))
}

/** Returns the texts a list of arguments begins with; what is no text counts as UNKNOWN after the first. */
function leadingLiterals(text: string): string[] {
  const values: string[] = []
  const separator = /^\s*(?:,|\s)\s*\[?\s*/
  let rest = text
  while (values.length < 50) {
    const match =
      /^(?:[bruf]{0,2})("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`)/.exec(rest)
    if (!match) {
      if (values.length > 0 && /^[A-Za-z_$]/.test(rest)) values.push(UNKNOWN)
      break
    }
    values.push(literalValue(match[1]!))
    rest = rest.slice(match[0].length)
    const between = separator.exec(rest)
    if (!between || !rest.trimStart().startsWith(',')) break
    rest = rest.slice(between[0].length)
    if (/^(?:\{|shell\b|check\b|cwd\b|stdio\b|capture_output\b|text\b|stdout\b|\()/.test(rest))
      break
  }
  return values
}

function literalValue(quoted: string): string {
  const size = /^(?:"""|''')/.test(quoted) ? 3 : 1
  return quoted
    .slice(size, -size)
    .replace(/\\(["'`\\])/g, '$1')
    .replace(/\\n/g, '\n')
}
