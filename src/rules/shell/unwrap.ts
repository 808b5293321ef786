/** Finds what a wrapper goes on to run. */
import { joinWords, UNKNOWN, type Word } from './command.ts'
import { gitSubcommand } from './git.ts'
import { WRAPPERS, type WrapperSpec } from './wrappers.ts'

/** What a command runs in its turn. */
export type Inner =
  | { kind: 'argv'; words: readonly Word[]; assignments: readonly Word[] }
  | { kind: 'script'; text: Word; positional?: readonly Word[]; zero?: Word | undefined }

interface Unwrapped {
  inner: Inner[]
  /** Arguments of the wrapper itself. */
  ownArgs: readonly string[]
}

const SHELLS =
  /^(?:r?bash|sh|dash|zsh|[almop]*ksh(?:93)?|ash|fish|t?csh|pwsh|powershell)(?:\.exe)?$/

/** Names and folders of find that are followed. */
const FOUND_MAX = 20
/** Of a command longer than this, one value tells enough. */
const LONG_COMMAND = 2_000

/** Whether a program reads shell text. */
export function isShell(name: string): boolean {
  return SHELLS.test(name)
}

/** Returns what `name` runs with these arguments; undefined for a command that runs nothing else. */
export function unwrap(name: string, args: readonly Word[]): Unwrapped | undefined {
  if (isShell(name)) return unwrapShell(args)
  if (name === 'command' && /^-[vV]/.test(args[0]?.text ?? '')) return undefined
  if (name === 'eval') return { inner: script(joinWords(dropDashes(args))), ownArgs: [] }
  if (name === 'trap') return unwrapTrap(args)
  if (name === 'find' || name === 'gfind') return unwrapFind(args)
  if (name === 'fd' || name === 'fdfind') return unwrapFd(args)
  if (name === 'parallel') return unwrapParallel(args)
  if (name === 'cmd') return unwrapCmd(args)
  if (name === 'tar' || name === 'gtar' || name === 'bsdtar') return unwrapTar(args)
  const specs = WRAPPERS[name]
  if (!specs) return undefined
  const texts = name === 'git' ? gitSubcommand(args) : args
  for (const spec of specs) {
    const start = afterSubcommands(spec, texts)
    if (start !== undefined) return unwrapSpec(name, spec, args, texts.slice(start))
  }
  return undefined
}

/** Returns the index behind the subcommands a spec asks for; options may stand before and between. */
function afterSubcommands({ under }: WrapperSpec, args: readonly Word[]): number | undefined {
  let at = 0
  for (const word of listed(under)) {
    while (args[at]?.text.startsWith('-')) at += 1
    if (args[at]?.text !== word) return undefined
    at += 1
  }
  return at
}

function unwrapSpec(
  name: string,
  spec: WrapperSpec,
  all: readonly Word[],
  args: readonly Word[],
): Unwrapped | undefined {
  const { at, scripts } = readOptions(spec, args)
  const ownEnd = all.length - args.length + at
  const ownArgs = all.slice(0, ownEnd).map(({ text }) => text)
  const inner: Inner[] = scripts.map((text) => ({ kind: 'script', text }))
  const rest = args.slice(at)
  if (name === 'env' && scripts.length > 0) {
    return { inner: script(joinWords([...scripts, ...rest])), ownArgs: [] }
  }
  if (spec.eachIsScript) return { inner: [...inner, ...rest.flatMap(script)], ownArgs }
  const assignments = rest.slice(0, spec.takesAssignments ? countAssignments(rest) : 0)
  const words = rest.slice(assignments.length + (spec.operands ?? 0))
  const skipped = rest.slice(0, rest.length - words.length).map(({ text }) => text)
  const isLateScript =
    words.length > 1 && listed(spec.scripts).includes(words[0]!.text.replace(/^--?/, ''))
  if (isLateScript) inner.push(...script(words[1]!))
  else if (words.length > 0) {
    if (spec.joins) inner.push(...script(joinWords(words)))
    else inner.push({ kind: 'argv', words, assignments })
  }
  return { inner, ownArgs: [...ownArgs, ...skipped] }
}

function countAssignments(words: readonly Word[]): number {
  const end = words.findIndex(({ text }) => !/^[A-Za-z_]\w*=/.test(text))
  return end < 0 ? words.length : end
}

/** Reads the options of a wrapper; `at` is where its operands begin. */
function readOptions(spec: WrapperSpec, args: readonly Word[]): { at: number; scripts: Word[] } {
  const scripts: Word[] = []
  const [scriptFlags, longValues] = [listed(spec.scripts), listed(spec.longValues)]
  let at = 0
  for (; at < args.length; at += 1) {
    const { text } = args[at]!
    if (text === '--') return { at: at + 1, scripts }
    if (text === '-' && spec.takesAssignments) continue
    if (text === '-' || !text.startsWith('-')) {
      if (spec.afterDashes) continue
      // Of `su - root -c CMD` and `rebase main -x CMD` the options stand behind operands.
      if (spec.operands === 99) continue
      break
    }
    const [flag, value] = splitLong(text)
    if (flag !== undefined) {
      const isScript = scriptFlags.includes(flag)
      if (isScript)
        scripts.push(value === undefined ? (args[++at] ?? none()) : word(value, args[at]!))
      else if (value === undefined && longValues.includes(flag)) at += 1
      continue
    }
    for (let letter = 1; letter < text.length; letter += 1) {
      const option = text[letter]!
      const isScript = scriptFlags.includes(option)
      if (!isScript && !spec.values?.includes(option)) continue
      const attached = text.slice(letter + 1)
      const given = attached === '' ? (args[++at] ?? none()) : word(attached, args[at]!)
      if (isScript) scripts.push(given)
      break
    }
  }
  return { at, scripts }
}

function listed(words: string | undefined): string[] {
  return words ? words.split(' ') : []
}

function splitLong(text: string): [flag: string | undefined, value: string | undefined] {
  if (!text.startsWith('--')) return [undefined, undefined]
  const equals = text.indexOf('=')
  return equals < 0 ? [text.slice(2), undefined] : [text.slice(2, equals), text.slice(equals + 1)]
}

function word(text: string, { sources }: Word): Word {
  return { text, sources }
}

function none(): Word {
  return { text: '', sources: [] }
}

function script(text: Word): Inner[] {
  return [{ kind: 'script', text }]
}

function dropDashes(args: readonly Word[]): readonly Word[] {
  return args[0]?.text === '--' ? args.slice(1) : args
}

/** `sh -c TEXT NAME ARGS…`; `-c` may stand in a cluster such as `-lc`. */
function unwrapShell(args: readonly Word[]): Unwrapped | undefined {
  for (let at = 0; at < args.length; at += 1) {
    const { text } = args[at]!
    if (
      /^-(?:Command|command|EncodedCommand|c)$/.test(text) ||
      /^-[a-zA-Z]*c[a-zA-Z]*$/.test(text)
    ) {
      const next = args.findIndex(
        ({ text: after }, index) => index > at && !/^[-+][a-zA-Z]+$/.test(after),
      )
      if (next < 0) return undefined
      return {
        inner: [
          {
            kind: 'script',
            text: args[next]!,
            positional: args.slice(next + 2),
            zero: args[next + 1],
          },
        ],
        ownArgs: args.slice(0, next).map((arg) => arg.text),
      }
    }
    if (
      text === '-o' ||
      text === '+o' ||
      text === '-O' ||
      text === '--rcfile' ||
      text === '--init-file'
    )
      at += 1
    else if (!/^[-+]/.test(text)) return undefined
  }
  return undefined
}

function unwrapTrap(args: readonly Word[]): Unwrapped | undefined {
  const text = dropDashes(args)[0]
  if (!text || /^-/.test(text.text) || args.length < 2) return undefined
  return { inner: script(text), ownArgs: [] }
}

/** `-exec CMD … ;` and its like; `{}` is what the tests before it leave to be found. */
function unwrapFind(args: readonly Word[]): Unwrapped | undefined {
  const inner: Inner[] = []
  const own: Word[] = []
  for (let at = 0; at < args.length; at += 1) {
    if (!/^-(?:exec|execdir|ok|okdir)$/.test(args[at]!.text)) {
      own.push(args[at]!)
      continue
    }
    let end = at + 1
    while (end < args.length && !/^(?:;|\\;)$/.test(args[end]!.text)) {
      if (args[end]!.text === '+' && args[end - 1]!.text === '{}') break
      end += 1
    }
    const found = foundNames(own)
    const words = args.slice(at + 1, end).flatMap((arg) => fillIn(arg, found))
    if (words.length > 0) inner.push({ kind: 'argv', words, assignments: [] })
    at = end
  }
  return inner.length > 0 ? { inner, ownArgs: own.map(({ text }) => text) } : undefined
}

/** What a find command may find, as far as its arguments say: names asked for, else the folders. */
export function foundNames(args: readonly Word[]): Word[] {
  const names = args.filter((_, index) =>
    /^-i?(?:name|path|wholename)$/.test(args[index - 1]?.text ?? ''),
  )
  if (names.length > 0) return names.slice(0, FOUND_MAX)
  const end = args.findIndex(({ text }) => /^[-(!]/.test(text))
  const folders = args.slice(0, end < 0 ? args.length : end)
  return folders
    .slice(0, FOUND_MAX)
    .map((folder) => ({ ...folder, text: `${folder.text}/${UNKNOWN}` }))
}

function fillIn(arg: Word, found: readonly Word[]): Word[] {
  if (arg.text === '{}') return found.length > 0 ? [...found] : [{ text: UNKNOWN, sources: [] }]
  const first = (found[0]?.text ?? UNKNOWN).slice(0, 256)
  return [{ ...arg, text: arg.text.replaceAll('{}', () => first) }]
}

function unwrapFd(args: readonly Word[]): Unwrapped | undefined {
  const at = args.findIndex(({ text }) => /^(?:-x|-X|--exec|--exec-batch)$/.test(text))
  if (at < 0) return undefined
  const words = args.slice(at + 1).filter(({ text }) => text !== ';')
  const own = args.slice(0, at)
  const filled = words.some(({ text }) => text.includes('{}'))
    ? words
    : [...words, { text: '{}', sources: [] }]
  const inner: Inner = {
    kind: 'argv',
    words: filled.flatMap((arg) => fillIn(arg, [])),
    assignments: [],
  }
  return words.length > 0 ? { inner: [inner], ownArgs: own.map(({ text }) => text) } : undefined
}

/** `parallel CMD ::: VALUES`: `{}` is the value, else it stands last; without a command each value is one. */
function unwrapParallel(args: readonly Word[]): Unwrapped | undefined {
  const spec = WRAPPERS.parallel![0]!
  const colons = args.findIndex(({ text }) => /^:::\+?$/.test(text))
  if (colons < 0) return unwrapSpec('parallel', spec, args, args)
  const command = args.slice(0, colons)
  const { at } = readOptions(spec, command)
  const size = command.reduce((sum, { text }) => sum + text.length, 0)
  const values = args.slice(colons + 1, colons + 1 + (size > LONG_COMMAND ? 1 : FOUND_MAX))
  const ownArgs = command.slice(0, at).map(({ text }) => text)
  const words = command.slice(at)
  if (words.length === 0) return { inner: values.flatMap(script), ownArgs }
  const inner = values.flatMap((value) => {
    const quoted = word(`'${value.text.replaceAll("'", "'\\''")}'`, value)
    const takes = words.some(({ text }) => text.includes('{}'))
    const filled = words.map((each) =>
      word(
        each.text.replaceAll('{}', () => quoted.text),
        each,
      ),
    )
    return script(joinWords(takes ? filled : [...filled, quoted]))
  })
  return { inner, ownArgs }
}

/** `cmd /c TEXT`, the shell of Windows. */
function unwrapCmd(args: readonly Word[]): Unwrapped | undefined {
  const at = args.findIndex(({ text }) => /^\/[ck]$/i.test(text))
  return at < 0 ? undefined : { inner: script(joinWords(args.slice(at + 1))), ownArgs: [] }
}

function unwrapTar(args: readonly Word[]): Unwrapped | undefined {
  const inner = args.flatMap((arg, index) => {
    const { text } = arg
    const found = /^--(?:checkpoint-action=exec|to-command|use-compress-program)=(.*)$/s.exec(text)
    if (found) return script(word(found[1]!, arg))
    return args[index - 1]?.text === '-I' ? script(arg) : []
  })
  return inner.length > 0 ? { inner, ownArgs: args.map(({ text }) => text) } : undefined
}
