/** Screens to start from, so that a seek need not begin at the beginning. */
import type { TerminalSize } from '../../../model/terminal-size.ts'
import { lastIndexUpTo } from '../idle-cut.ts'
import type { IndexBlocks } from './index-blocks.ts'

export interface Keyframe {
  /** After which picture. */
  readonly frame: number
  readonly size: TerminalSize
  /** The block with what an empty screen of this size is written to become it. */
  readonly block: number
  /** The first picture for which it does not hold; absent as far as that is not known. */
  until?: number
}

export class Keyframes {
  readonly list: Keyframe[]
  readonly #blocks: IndexBlocks

  constructor(blocks: IndexBlocks, list: Keyframe[] = []) {
    this.#blocks = blocks
    this.list = list
  }

  add(frame: number, size: TerminalSize, state: string): void {
    this.list.push({ frame, size, block: this.#blocks.add(state) })
  }

  /** Returns the nearest from which a picture is reached as it was. */
  for(frame: number): Keyframe | undefined {
    const frames = this.list.map((one) => one.frame)
    const nearest = this.list[lastIndexUpTo(frames, frame)]
    return nearest && frame < (nearest.until ?? Number.POSITIVE_INFINITY) ? nearest : undefined
  }

  stateOf({ block }: Keyframe): string {
    return this.#blocks.read(block)
  }
}
