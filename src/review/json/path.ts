/** Paths and modes as JSON has them; see docs/json.md. */
import { join } from 'node:path'
import {
  isUtf8,
  type RawPath,
  rawFromBuffer,
  rawFromText,
  rawToBuffer,
  rawToText,
} from '../../model/raw-path.ts'

/** An absolute path; with its bytes in base64 when it is not UTF-8. */
export interface PathJson {
  path: string
  path_base64?: string
}

export function pathJson(root: string, path: RawPath): PathJson {
  const whole = join(root, rawToText(path))
  if (isUtf8(path)) return { path: path === '' ? root : whole }
  const bytes = Buffer.concat([
    Buffer.from(root.endsWith('/') ? root : `${root}/`),
    rawToBuffer(path),
  ])
  return { path: whole, path_base64: bytes.toString('base64') }
}

/** Returns the path relative to the root again. */
export function pathFromJson(root: string, { path, path_base64 }: PathJson): RawPath {
  const whole =
    path_base64 === undefined
      ? rawFromText(path)
      : rawFromBuffer(Buffer.from(path_base64, 'base64'))
  const prefix = rawFromText(root.endsWith('/') ? root : `${root}/`)
  return (whole.startsWith(prefix) ? whole.slice(prefix.length) : '') as RawPath
}

const BYTES = 'bytes:'

/** Names a path of a root in an address: as text, or its bytes in base64 where it is not UTF-8. */
export function pathAddress(path: RawPath): string {
  const isPlain = isUtf8(path) && !path.startsWith(BYTES)
  return isPlain ? rawToText(path) : `${BYTES}${rawToBuffer(path).toString('base64url')}`
}

export function pathFromAddress(address: string): RawPath {
  if (!address.startsWith(BYTES)) return rawFromText(address)
  return rawFromBuffer(Buffer.from(address.slice(BYTES.length), 'base64url'))
}

/** Returns six octal digits, file type first. */
export function modeJson(mode: number): string {
  return mode.toString(8).padStart(6, '0')
}
