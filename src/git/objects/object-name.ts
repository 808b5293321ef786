/** How git names an object: the SHA-1 of `<type> <size>\0` and its content. */
import { createHash, type Hash } from 'node:crypto'
import type { Oid } from '../../model/oid.ts'

export type ObjectType = 'blob' | 'tree' | 'commit' | 'tag'

/** Returns the name of an object. */
export function hashObject(type: ObjectType, content: Uint8Array): Oid {
  return objectHasher(type, content.length).update(content).digest('hex') as Oid
}

/** Returns a hash whose hex digest is the name of an object once it has taken all `sizeBytes` of it. */
export function objectHasher(type: ObjectType, sizeBytes: number): Hash {
  return createHash('sha1').update(`${type} ${sizeBytes}\0`)
}
