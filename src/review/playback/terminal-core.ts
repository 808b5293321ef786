/** The inner parts of @xterm/headless 6.0.0 that nothing public stands for. */
import type headless from '@xterm/headless'

interface ActParameters {
  params: number[]
  length: number
}

type TerminalAct = (parameters: ActParameters) => boolean

export interface LineCells {
  /** Three words a cell. */
  readonly _data: Uint32Array
  readonly _combined: Readonly<Record<number, string>>
  readonly _extendedAttrs: Readonly<Record<number, unknown>>
  translateToString(trimsRight: boolean): string
}

interface TerminalBuffer {
  readonly lines: {
    get(row: number): LineCells | undefined
    onTrim(listener: (count: number) => void): unknown
  }
  x: number
  readonly y: number
  /** How many rows that have left the screen are kept. */
  readonly ybase: number
  readonly scrollTop: number
  readonly scrollBottom: number
  readonly savedX: number
  readonly savedY: number
}

export interface TerminalCore {
  /** Parses before it returns; the public `write` waits for a turn of the event loop each time. */
  readonly _writeBuffer: {
    writeSync(output: string): void
    /** What is left behind when it fails. */
    _isSyncWriting: boolean
    readonly _writeBuffer: unknown[]
    readonly _callbacks: unknown[]
  }
  readonly _inputHandler: {
    readonly _parser: { reset(): void }
    eraseInLine: TerminalAct
    eraseInDisplay: TerminalAct
    insertLines: TerminalAct
    deleteLines: TerminalAct
    scrollUp: TerminalAct
    scrollDown: TerminalAct
    cursorForwardTab: TerminalAct
    cursorBackwardTab: TerminalAct
    repeatPrecedingCharacter: TerminalAct
  }
  /** The buffer that is shown: the normal one or the other one. */
  readonly buffer: TerminalBuffer
  readonly buffers: { readonly normal: TerminalBuffer }
  readonly coreService: {
    readonly isCursorHidden: boolean
    readonly decPrivateModes: { readonly cursorStyle?: 'block' | 'underline' | 'bar' }
  }
}

export function innerPartsOf(terminal: InstanceType<typeof headless.Terminal>): TerminalCore {
  return (terminal as unknown as { _core: TerminalCore })._core
}
