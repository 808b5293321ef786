/**
 * The screen of a terminal, rebuilt from what was written to it: the only door to @xterm/headless. What is written is
 * parsed at once ([decision 0023](../../../docs/decisions/0023-playback.md) says why that needs its inner parts).
 */
import serializeAddon from '@xterm/addon-serialize'
import unicodeAddon from '@xterm/addon-unicode11'
import headless, { type IBuffer, type IBufferLine } from '@xterm/headless'
import type { TerminalSize } from '../../model/terminal-size.ts'
import { paintRow, type ShownRow, UNFIT } from './paint-row.ts'
import { innerPartsOf, type LineCells, type TerminalCore } from './terminal-core.ts'

export interface Cursor {
  /** From 0. */
  row: number
  column: number
  /** As a program asked for it. */
  shape?: 'block' | 'underline' | 'bar'
}

/** Rows that have left the screen are kept up to these bounds. */
const SCROLLBACK_ROWS = 5_000
const SCROLLBACK_CELLS = 2_000_000
const TITLE_MAX = 500

export class TerminalScreen {
  readonly #terminal: InstanceType<typeof headless.Terminal>
  readonly #core: TerminalCore
  readonly #serializer = new serializeAddon.SerializeAddon()
  #title = ''
  /** How many of the rows that have left the screen are kept no more. */
  #trimmed = 0

  constructor({ columns, rows }: TerminalSize) {
    // Whether there are such shows when a screen becomes higher: all screens must keep as many.
    const scrollback = Math.min(SCROLLBACK_ROWS, Math.floor(SCROLLBACK_CELLS / columns))
    const size = { cols: columns, rows }
    this.#terminal = new headless.Terminal({ ...size, scrollback, allowProposedApi: true })
    this.#core = innerPartsOf(this.#terminal)
    // Its types are those of the terminal with a DOM.
    this.#terminal.loadAddon(this.#serializer as never)
    this.#terminal.loadAddon(new unicodeAddon.Unicode11Addon() as never)
    this.#terminal.unicode.activeVersion = '11'
    this.#terminal.onTitleChange((title) => {
      this.#title = title.slice(0, TITLE_MAX).replaceAll(UNFIT, ' ')
    })
    // Links, the palette and the clipboard change no cell, and thousands of them take long.
    for (const code of [4, 8, 10, 11, 12, 52, 104])
      this.#terminal.parser.registerOscHandler(code, () => true)
    this.#core.buffers.normal.lines.onTrim((count) => {
      this.#trimmed += count
    })
    this.#boundRepeats()
    this.#mendEraseAbove()
  }

  /** What is to be done a thousand million times is done as often as it makes a difference. */
  #boundRepeats(): void {
    const bounds: readonly (readonly [final: string, method: RepeatedAct, max: () => number])[] = [
      ['L', 'insertLines', () => this.#terminal.rows],
      ['M', 'deleteLines', () => this.#terminal.rows],
      ['S', 'scrollUp', () => this.#terminal.rows],
      ['T', 'scrollDown', () => this.#terminal.rows],
      ['I', 'cursorForwardTab', () => this.#terminal.cols],
      ['Z', 'cursorBackwardTab', () => this.#terminal.cols],
      ['b', 'repeatPrecedingCharacter', () => this.#terminal.cols * this.#terminal.rows],
    ]
    for (const [final, method, max] of bounds) {
      this.#terminal.parser.registerCsiHandler({ final }, ([times]) => {
        if (typeof times !== 'number' || times <= max()) return false
        return this.#core._inputHandler[method]({ params: [max()], length: 1 })
      })
    }
  }

  /** From the last cell of the last row, where there is no row below, 6.0.0 fails to erase what is above. */
  #mendEraseAbove(): void {
    this.#terminal.parser.registerCsiHandler({ final: 'J' }, ([what]) => {
      const { buffer, _inputHandler: act } = this.#core
      const isLastCell = buffer.x >= this.#terminal.cols - 1 && buffer.y >= this.#terminal.rows - 1
      if (what !== 1 || !isLastCell) return false
      const { x } = buffer
      act.eraseInLine({ params: [1], length: 1 })
      buffer.x = this.#terminal.cols - 2
      act.eraseInDisplay({ params: [1], length: 1 })
      buffer.x = x
      return true
    })
  }

  get size(): TerminalSize {
    return { columns: this.#terminal.cols, rows: this.#terminal.rows }
  }

  get title(): string {
    return this.#title
  }

  /** Undefined while it is hidden. */
  get cursor(): Cursor | undefined {
    const { isCursorHidden, decPrivateModes } = this.#core.coreService
    if (isCursorHidden) return undefined
    const { cursorX, cursorY } = this.#terminal.buffer.active
    const { cursorStyle: shape } = decPrivateModes
    const column = Math.min(cursorX, this.#terminal.cols - 1)
    return { row: cursorY, column, ...(shape !== undefined && { shape }) }
  }

  /** Whatever it is: what the terminal cannot take in costs the rest of this output, and no more. */
  write(output: string): void {
    const { _writeBuffer: writing, _inputHandler: parsing } = this.#core
    try {
      writing.writeSync(output)
    } catch {
      // A defect of the terminal's, which would leave it deaf.
      writing._isSyncWriting = false
      writing._writeBuffer.length = 0
      writing._callbacks.length = 0
      parsing._parser.reset()
    }
  }

  resize({ columns, rows }: TerminalSize): void {
    this.#terminal.resize(columns, rows)
  }

  rows(): ShownRow[] {
    return this.#lines().map((line) => paintRow(line, this.#terminal.cols))
  }

  /** The rows as they are read. */
  texts(): string[] {
    return this.#lines().map((line) => line.translateToString(true))
  }

  /** What stands in the cells of a row, as long as nothing is written. */
  cellsOf(row: number): LineCells {
    const { lines, ybase } = this.#core.buffer
    return lines.get(ybase + row)!
  }

  #lines(): IBufferLine[] {
    const { active } = this.#terminal.buffer
    const { rows } = this.#terminal
    return Array.from({ length: rows }, (_, row) => active.getLine(active.baseY + row)!)
  }

  /** Begins to note which rows leave the screen; the function returned gives them, as far as they are kept. */
  noteRowsLeaving(): () => LineCells[] {
    const { normal } = this.#core.buffers
    if (this.#core.buffer !== normal) return () => []
    const from = normal.ybase + this.#trimmed
    return () => {
      const left: LineCells[] = []
      for (let row = Math.max(0, from - this.#trimmed); row < normal.ybase; row += 1)
        left.push(normal.lines.get(row)!)
      return left
    }
  }

  /** How many rows may leave the screen before the first of them is kept no more. */
  get rowsKept(): number {
    return this.#terminal.options.scrollback!
  }

  /** How many rows have ever left the screen. */
  get rowsLeft(): number {
    return this.#trimmed + this.#terminal.buffer.normal.baseY
  }

  /**
   * Yields the rows of the screen that programs scroll, from the one that left it as number `from`, as they are read;
   * `goesOn` where the terminal has wrapped what is one line.
   */
  *rowsFrom(from: number): Generator<{ text: string; goesOn: boolean }> {
    yield* readRows(this.#terminal.buffer.normal, Math.max(0, from - this.#trimmed))
  }

  /** Yields the rows of a screen that a program has to itself; nothing where none has. */
  *ownRows(): Generator<{ text: string; goesOn: boolean }> {
    const { active } = this.#terminal.buffer
    if (active.type === 'alternate') yield* readRows(active, 0)
  }

  /**
   * Returns output that makes an empty screen of this size the same, as far as that can be told: what is left out (tab
   * stops, character sets, what half an escape has begun) shows when both go on.
   */
  state(): string {
    const { scrollTop, scrollBottom, savedX, savedY, x, y, ybase } = this.#core.buffer
    const { rows, cols } = this.#terminal
    const back = x < cols ? to(y, x) : ''
    let state = this.#title === '' ? '' : `\x1b]2;${this.#title}\x07`
    state += this.#serializer.serialize({ scrollback: 0 })
    const { isCursorHidden, decPrivateModes } = this.#core.coreService
    const shape = { block: 2, underline: 4, bar: 6 }[decPrivateModes.cursorStyle ?? 'block']
    if (decPrivateModes.cursorStyle) state += `\x1b[${shape} q`
    if (savedX > 0 || savedY > ybase) state += `${to(savedY - ybase, savedX)}\x1b7${back}`
    if (scrollTop > 0 || scrollBottom < rows - 1)
      state += `\x1b[${scrollTop + 1};${scrollBottom + 1}r${back}`
    return isCursorHidden ? `${state}\x1b[?25l` : state
  }

  /** Whether both show the same, colours included. */
  isSame(other: TerminalScreen): boolean {
    const [own, its] = [this.size, other.size]
    if (own.columns !== its.columns || own.rows !== its.rows) return false
    if (this.#title !== other.#title || !isSameCursor(this.cursor, other.cursor)) return false
    for (let row = 0; row < own.rows; row += 1) if (!this.#isSameRow(other, row)) return false
    return true
  }

  #isSameRow(other: TerminalScreen, row: number): boolean {
    if (areSameCells(this.cellsOf(row), other.cellsOf(row))) return true
    const [ours, theirs] = [this, other].map((screen) =>
      paintRow(screen.#lines()[row]!, screen.#terminal.cols),
    )
    return ours!.painted === theirs!.painted
  }

  close(): void {
    this.#terminal.dispose()
  }
}

type RepeatedAct = Exclude<keyof TerminalCore['_inputHandler'], '_parser'>

function to(row: number, column: number): string {
  return `\x1b[${row + 1};${column + 1}H`
}

function* readRows(buffer: IBuffer, from: number): Generator<{ text: string; goesOn: boolean }> {
  for (let row = from; row < buffer.length; row += 1) {
    const goesOn = buffer.getLine(row + 1)?.isWrapped === true
    yield { text: buffer.getLine(row)!.translateToString(!goesOn), goesOn }
  }
}

function isSameCursor(a: Cursor | undefined, b: Cursor | undefined): boolean {
  return a?.row === b?.row && a?.column === b?.column && a?.shape === b?.shape
}

/** Whether all cells are the same; what does not fit into the words of a cell counts as different. */
function areSameCells(a: LineCells, b: LineCells): boolean {
  if (a._data.length !== b._data.length) return false
  if (Object.keys(a._combined).length > 0 || Object.keys(a._extendedAttrs).length > 0) return false
  return bytesOf(a._data).equals(bytesOf(b._data))
}

export function bytesOf(words: Uint32Array): Buffer {
  return Buffer.from(words.buffer, words.byteOffset, words.byteLength)
}
