/**
 * Names as the file system has them: bytes, in no promised encoding. They travel through the program as
 * strings whose every character is one byte (0-255), so that `<` is git's tree order, nothing is lost to
 * decoding, and a name can be a Map key. They are never shown without `showPath`.
 */
declare const raw: unique symbol

/** A path relative to a root, or one name of it: one character a byte, `/` between names. */
export type RawPath = string & { readonly [raw]: true }

const NOT_ASCII = /[^\x00-\x7f]/

/** Returns the UTF-8 bytes of a text. */
export function rawFromText(text: string): RawPath {
  return (NOT_ASCII.test(text) ? Buffer.from(text, 'utf8').toString('latin1') : text) as RawPath
}

export function rawFromBuffer(bytes: Uint8Array): RawPath {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1') as RawPath
}

/** Marks a string that already holds one character a byte, such as a name read with `latin1`. */
export function rawFromLatin1(latin1: string): RawPath {
  return latin1 as RawPath
}

export function rawToBuffer(path: RawPath): Buffer {
  return Buffer.from(path, 'latin1')
}

/** Decodes as UTF-8; bytes that are not UTF-8 become U+FFFD, so the result may no longer name the file. */
export function rawToText(path: RawPath): string {
  return NOT_ASCII.test(path) ? Buffer.from(path, 'latin1').toString('utf8') : path
}

/** Whether `rawToText` loses nothing. */
export function isUtf8(path: RawPath): boolean {
  return rawFromText(rawToText(path)) === path
}

/** What to hand to node:fs for `<folder>/<path>`: a string when that is exact, else the bytes. */
export function fsPath(folder: string, path: RawPath): string | Buffer {
  const whole = path === '' ? folder : `${folder}/`
  if (!NOT_ASCII.test(path)) return whole + path
  return Buffer.concat([Buffer.from(whole, 'utf8'), Buffer.from(path, 'latin1')])
}

/** Returns the path of `name` in `folder`, '' being the root. */
export function joinRaw(folder: RawPath, name: RawPath): RawPath {
  return (folder === '' ? name : `${folder}/${name}`) as RawPath
}

/** Returns the folder part, '' for a path at the top. */
export function parentRaw(path: RawPath): RawPath {
  return path.slice(0, Math.max(0, path.lastIndexOf('/'))) as RawPath
}

/** Returns the last name of a path. */
export function baseRaw(path: RawPath): RawPath {
  return path.slice(path.lastIndexOf('/') + 1) as RawPath
}

/** Whether `path` is `folder` itself or lies below it; every path lies below ''. */
export function isWithin(folder: RawPath, path: RawPath): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`)
}
