/** The marked block in a shell's start-up file: how it is put in, found, and taken out again byte for byte. */
import { FlightrecError } from '../../model/errors.ts'

const BEGIN = '# >>> flightrec shell >>>'
const END = '# <<< flightrec shell <<<'
/** Behind the mark: how the file was, so that it can be given back. */
const ADDED_LINE_END = ' (the line end before this is ours)'
const ADDED_FILE = ' (so is the file)'

/** Where in the file the block stands. */
interface Found {
  start: number
  end: number
  text: string
  isFileOurs: boolean
}

/** Returns the file with the block in it, in the place of the one that was there, else at its end. */
export function withBlock(file: string | undefined, lines: readonly string[]): string {
  const found = file === undefined ? undefined : findBlock(file)
  const body = [...lines, END, ''].join('\n')
  if (file === undefined) return `${BEGIN}${ADDED_FILE}\n${body}`
  if (found) return file.slice(0, found.start) + headOf(found.text) + body + file.slice(found.end)
  const isEnded = file === '' || file.endsWith('\n')
  return isEnded ? `${file}${BEGIN}\n${body}` : `${file}\n${BEGIN}${ADDED_LINE_END}\n${body}`
}

/** Returns the file as it was before; undefined when it was made for the block. Lines written behind it stay lines. */
export function withoutBlock(file: string): string | undefined {
  const found = findBlock(file)
  if (!found) return file
  const { start, end, text } = found
  const rest = file.slice(0, start) + (text[0] === '\n' && file[end] ? '\n' : '') + file.slice(end)
  return rest === '' && found.isFileOurs ? undefined : rest
}

/** Returns the lines of the block, or undefined when there is none. */
export function blockIn(file: string): string[] | undefined {
  return findBlock(file)?.text.trim().split('\n').slice(1, -1)
}

/** The first line, with the line end before it when that is ours. */
function headOf(block: string): string {
  return block.slice(0, block.indexOf('\n', block.indexOf(BEGIN)) + 1)
}

function findBlock(file: string): Found | undefined {
  const begin = new RegExp(`^${BEGIN}(.*)$`, 'm').exec(file)
  if (!begin) return undefined
  const last = file.indexOf(`\n${END}`, begin.index)
  if (last < 0) {
    throw new FlightrecError('failed', `the block of flightrec has lost its last line, '${END}'`, {
      hint: 'Take out by hand what is left of it, then run the command again.',
    })
  }
  const lineEnd = file.indexOf('\n', last + 1)
  const end = lineEnd < 0 ? file.length : lineEnd + 1
  const start = begin[1]!.startsWith(ADDED_LINE_END) ? begin.index - 1 : begin.index
  return { start, end, text: file.slice(start, end), isFileOurs: begin[1]!.startsWith(ADDED_FILE) }
}
