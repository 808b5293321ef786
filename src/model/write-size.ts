/** Writes bytes so that `parseSize` reads them back: `100 MiB`, `1500 B`. */
export function writeSize(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB']
  let power = 0
  while (power < units.length - 1 && bytes >= 1024 && bytes % 1024 === 0) {
    bytes /= 1024
    power += 1
  }
  return `${bytes} ${units[power]}`
}
