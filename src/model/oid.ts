import { corruptStore } from './errors.ts'

/** Name of a git object in a shadow repo: 40 lower-case hex digits (SHA-1). */
export type Oid = string & { readonly brand: 'Oid' }

const OID = /^[0-9a-f]{40}$/

export const EMPTY_BLOB = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391' as Oid
export const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904' as Oid

export function isOid(text: string): text is Oid {
  return OID.test(text)
}

/** @throws {FlightrecError} corrupt-store, when `text` is not a full object name. */
export function parseOid(text: string): Oid {
  if (!isOid(text)) throw corruptStore(`not an object name: '${text.slice(0, 60)}'`)
  return text
}
