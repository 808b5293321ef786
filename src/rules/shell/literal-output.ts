/** Tells what a command prints, for the few whose output follows from their arguments. */
import { baseName, type ShellCommand, UNKNOWN } from './command.ts'
import { codeIndex } from './interpreters.ts'

const ESCAPES: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '',
  b: '',
  e: '\x1b',
  '\\': '\\',
}
const DECODED_MAX = 64 * 1024

/** Programs that turn an encoded text back; what they print was hidden. */
export function isDecoder({ name, args }: ShellCommand): boolean {
  const line = args.join(' ')
  if (name === 'base64' || name === 'base32' || name === 'gbase64') {
    return /(?:^| )(?:-[a-zA-Z]*[dD]|--d(?:e(?:c(?:o(?:de?)?)?)?)?)(?: |$)/.test(line)
  }
  if (name === 'openssl') return /\b(?:base64|enc)\b/.test(line) && /(?:^| )-d(?: |$)/.test(line)
  if (name === 'xxd') return /(?:^| )-[a-z]*r/.test(line)
  if (name === 'tr') return /A-Z|a-z|N-Z|n-z/i.test(line) && /n-za-m|N-ZA-M/i.test(line)
  return name === 'rev' || name === 'uudecode' || name === 'rot13'
}

/** Returns what a command prints, with UNKNOWN in it where a part is not known; undefined when all is. */
export function literalOutput(command: ShellCommand): string | undefined {
  const { name, args, stdin } = command
  switch (name) {
    case 'echo':
      return echoText(args)
    case 'printf':
      return printfText(args[0] === '--' ? args.slice(1) : args)
    case 'cat':
    case 'tee':
      return name === 'tee' || args.every((arg) => arg === '-') ? stdin : undefined
    case 'base64':
    case 'gbase64':
      return isDecoder(command) && stdin !== undefined ? decode(stdin, 'base64') : undefined
    case 'openssl':
      return isDecoder(command) && stdin !== undefined ? decode(stdin, 'base64') : undefined
    case 'xxd':
      return isDecoder(command) && stdin !== undefined ? decode(stdin, 'hex') : undefined
    case 'rev':
      return stdin === undefined ? undefined : stdin.split('\n').map(reversed).join('\n')
    case 'sed':
    case 'gsed':
      return sedText(args)
    case 'awk':
    case 'gawk':
    case 'mawk':
      return awkText(args[codeIndex(name, args)])
    case 'which':
      return args.at(-1)
    case 'command':
    case 'type':
      return /^-[vpP]$/.test(args[0] ?? '') ? args[1] : undefined
    case 'basename':
      return args[0] === undefined ? undefined : baseName(args[0])
    case 'dirname':
      return args[0]?.replace(/\/[^/]*$/, '')
    case 'realpath':
    case 'readlink':
      return args.at(-1)
    case 'pwd':
      return command.cwd || '.'
    case 'git':
      return args.join(' ') === 'rev-parse --show-toplevel' ? '.' : undefined
    default:
      return undefined
  }
}

/** What sed makes of lines that are not known, by a pattern that takes all of them: `s|^|rm |`. */
function sedText(args: readonly string[]): string | undefined {
  for (const arg of args) {
    const made = /^s([/|,#@])(\^|\^?\.\*\$?)\1([^\n]{1,1000}?)\1[gp]?$/.exec(arg)
    if (!made) continue
    return made[2] === '^' ? made[3]! + UNKNOWN : made[3]!.replaceAll('&', UNKNOWN)
  }
  return undefined
}

/** What a program such as `{print "rm " $1}` prints of lines that are not known. */
function awkText(program: string | undefined): string | undefined {
  const printed = /\bprint\s*\(?([^;}|>]{1,1000})/.exec(program ?? '')?.[1]
  if (!printed?.includes('"')) return undefined
  return printed.replace(
    /"((?:[^"\\]|\\.)*)"|(,)|\s+|[^",\s]+/g,
    (part, text?: string, comma?: string) =>
      text === undefined ? (comma ? ' ' : /\S/.test(part) ? UNKNOWN : '') : decodeEscapes(text),
  )
}

function decode(text: string, encoding: 'base64' | 'hex'): string | undefined {
  if (text.includes(UNKNOWN) || text.length > DECODED_MAX) return undefined
  return Buffer.from(text.replace(/\s+/g, ''), encoding).toString('utf8')
}

function reversed(line: string): string {
  return [...line].reverse().join('')
}

function echoText(args: readonly string[]): string {
  let first = 0
  let decodes = false
  let endsLine = true
  while (/^-[neE]+$/.test(args[first] ?? '')) {
    if (args[first]!.includes('e')) decodes = true
    if (args[first]!.includes('n')) endsLine = false
    first += 1
  }
  const text = args.slice(first).join(' ')
  return (decodes ? decodeEscapes(text) : text) + (endsLine ? '\n' : '')
}

function printfText(args: readonly string[]): string | undefined {
  const [format, ...values] = args
  if (format === undefined || format.startsWith('-')) return undefined
  const plain = decodeEscapes(format)
  const places = plain.match(/%[-0-9.]*[a-zA-Z]/g)?.length ?? 0
  const rounds = places === 0 ? 1 : Math.min(100, Math.max(1, Math.ceil(values.length / places)))
  let at = 0
  let text = ''
  for (let round = 0; round < rounds && text.length < DECODED_MAX; round += 1) {
    text += plain.replace(/%(?:%|[-0-9.]*([a-zA-Z]))/g, (whole, kind: string | undefined) => {
      if (kind === undefined) return '%'
      const value = values[at] ?? ''
      at += 1
      if (kind === 'b') return decodeEscapes(value)
      return 'sdiu'.includes(kind) ? value : whole
    })
  }
  return text
}

/** Decodes `\n`, `\x72`, `\162`, `\u0072` as `echo -e` and printf do. */
function decodeEscapes(text: string): string {
  const pattern = /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|0?([0-7]{1,3})|([ntrabe\\]))/g
  return text.replace(
    pattern,
    (_, hex?: string, unicode?: string, octal?: string, letter?: string) => {
      if (hex ?? unicode) return String.fromCodePoint(Number.parseInt((hex ?? unicode)!, 16))
      if (octal) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff)
      return ESCAPES[letter!] ?? ''
    },
  )
}
