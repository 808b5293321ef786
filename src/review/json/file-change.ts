/** A change of a file as lists of them have it, and with what a patch of it is asked for; see docs/json.md. */
import type { Oid } from '../../model/oid.ts'
import { showPath } from '../../model/show.ts'
import type { RecordedSide } from '../../store/timeline/recorded-tree.ts'
import { changeName, changeNotes } from '../changes/change-name.ts'
import type { RecordedChange } from '../changes/snapshot-diff.ts'
import { changeJson } from './diff.ts'
import { pathAddress } from './path.ts'

export function fileChangeJson(
  root: string,
  change: RecordedChange,
  sizes: ReadonlyMap<Oid, number>,
) {
  const { before, after } = change
  const size = (side: RecordedSide | undefined) =>
    side?.sizeBytes ?? (side?.oid && side.kind !== 'folder' ? (sizes.get(side.oid) ?? null) : null)
  return {
    ...changeJson(root, change),
    old_size: size(before),
    new_size: size(after),
    name: changeName(change),
    old_name: before ? showPath(before.path) : null,
    new_name: after ? showPath(after.path) : null,
    old_address: before ? pathAddress(before.path) : null,
    new_address: after ? pathAddress(after.path) : null,
    notes: changeNotes(change),
  }
}
