/** Pictures that browsers show and that can do nothing: known by how they begin, never by their names. */

const BEGINNINGS: readonly (readonly [type: string, at: number, bytes: string])[] = [
  ['image/png', 0, '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/gif', 0, 'GIF8'],
  ['image/webp', 8, 'WEBP'],
  ['image/avif', 4, 'ftypavif'],
  ['image/bmp', 0, 'BM'],
  ['image/x-icon', 0, '\0\0\x01\0'],
]

/** Returns undefined for anything else, drawings in SVG included: they are programs. */
export function imageType(content: Buffer): string | undefined {
  return BEGINNINGS.find(
    ([, at, bytes]) => content.toString('latin1', at, at + bytes.length) === bytes,
  )?.[0]
}
