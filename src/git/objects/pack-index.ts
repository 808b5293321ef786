/** The bytes of a pack's index. Format: gitformat-pack, index version 2. */
import { createHash } from 'node:crypto'
import type { Oid } from '../../model/oid.ts'

export interface PackedObject {
  oid: Oid
  /** Where its header starts in the pack. */
  offset: number
  /** Of its bytes in the pack, header included. */
  crc: number
}

const OFFSET_LIMIT = 0x80000000

/** @param packChecksum the 20 bytes at the end of the pack. */
export function formatPackIndex(objects: PackedObject[], packChecksum: Buffer): Buffer {
  objects.sort((a, b) => (a.oid < b.oid ? -1 : 1))
  const count = objects.length
  const large = objects.filter(({ offset }) => offset >= OFFSET_LIMIT)
  const bytes = Buffer.alloc(8 + 1024 + count * 28 + large.length * 8 + 40)
  bytes.writeUInt32BE(0xff744f63, 0)
  bytes.writeUInt32BE(2, 4)
  writeFanout(bytes, objects)
  const names = 8 + 1024
  const crcs = names + count * 20
  const offsets = crcs + count * 4
  const largeOffsets = offsets + count * 4
  let largeCount = 0
  objects.forEach(({ oid, offset, crc }, at) => {
    bytes.write(oid, names + at * 20, 'hex')
    bytes.writeUInt32BE(crc, crcs + at * 4)
    if (offset < OFFSET_LIMIT) {
      bytes.writeUInt32BE(offset, offsets + at * 4)
    } else {
      bytes.writeUInt32BE(OFFSET_LIMIT + largeCount, offsets + at * 4)
      bytes.writeBigUInt64BE(BigInt(offset), largeOffsets + largeCount * 8)
      largeCount += 1
    }
  })
  const end = bytes.length - 40
  packChecksum.copy(bytes, end)
  createHash('sha1')
    .update(bytes.subarray(0, end + 20))
    .digest()
    .copy(bytes, end + 20)
  return bytes
}

function writeFanout(bytes: Buffer, objects: readonly PackedObject[]): void {
  const counts = new Array<number>(256).fill(0)
  for (const { oid } of objects) counts[Number.parseInt(oid.slice(0, 2), 16)]! += 1
  let total = 0
  counts.forEach((count, first) => {
    total += count
    bytes.writeUInt32BE(total, 8 + first * 4)
  })
}
