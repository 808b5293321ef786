/** Draws at most once a frame, however often it is asked to. */
export class NextFrame {
  readonly #draw: () => void
  #asked: number | undefined

  constructor(draw: () => void) {
    this.#draw = draw
  }

  request(): void {
    this.#asked ??= requestAnimationFrame(() => {
      this.#asked = undefined
      this.#draw()
    })
  }

  end(): void {
    if (this.#asked !== undefined) cancelAnimationFrame(this.#asked)
    this.#asked = undefined
  }
}

/** How many pixels of the screen one pixel of the page has. */
export function screenScale(): number {
  return devicePixelRatio
}
