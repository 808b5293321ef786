/** The width of the window, now and whenever it changes. */
export function onWidth(listener: (width: number) => void): void {
  listener(innerWidth)
  addEventListener('resize', () => listener(innerWidth))
}
