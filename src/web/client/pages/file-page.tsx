/** Files: what a root held, folder by folder, and the life of one. */
import { view } from '../state/view.ts'
import { FileOf } from './file/file-of.tsx'
import { FolderOf } from './file/folder-of.tsx'

export function FilePage() {
  const { root, file } = view.value.parameters
  if (root !== undefined && file !== undefined)
    return <FileOf key={`${root} ${file}`} root={root} file={file} />
  return <FolderOf root={root} />
}
