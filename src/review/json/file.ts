import { isUtf8 } from 'node:buffer'
import { HELD_CONTENT_BYTES_MAX } from '../../git/process/isolation.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import type { RepoView } from '../repo/repo-view.ts'
import type { FileAt } from '../snapshot/file-at.ts'
import { modeJson, pathJson } from './path.ts'

/** What one JSON value can hold is held; of a larger file all but the content is told. */
export async function fileJson(view: RepoView, snapshot: Snapshot, file: FileAt) {
  const { path, side, sizeBytes } = file
  const facts = {
    type: 'file' as const,
    snapshot_id: snapshot.id,
    ...pathJson(view.repo.root, path),
    kind: side.kind,
    mode: modeJson(side.mode),
    size: sizeBytes,
    blob_hash: side.oid!,
  }
  if (sizeBytes > HELD_CONTENT_BYTES_MAX)
    return { ...facts, content: null, content_base64: null, content_omitted: true as const }
  const content = await view.reader.get(side.oid!, 'blob')
  const isText = isUtf8(content)
  return {
    ...facts,
    content: isText ? content.toString('utf8') : null,
    content_base64: isText ? null : content.toString('base64'),
  }
}
