/** Which files a patch in the format of `apply_patch`, or what is told of one, touches. */
import { Fields } from './fields.ts'

interface PatchedFile {
  action: 'write' | 'delete' | 'rename'
  /** One path, or the old and the new one of a rename. */
  paths: string[]
}

const FILES_MAX = 500
const HEADER = /^\*\*\* (Add|Update|Delete) File: (.+)$|^\*\*\* Move to: (.+)$/gm

export function patchedFiles(patch: string): PatchedFile[] {
  const files: PatchedFile[] = []
  for (const [, verb, path, target] of patch.matchAll(HEADER)) {
    if (files.length >= FILES_MAX) break
    const last = files.at(-1)
    if (target !== undefined && last?.action === 'write') {
      files[files.length - 1] = { action: 'rename', paths: [last.paths[0]!, target.trim()] }
    } else if (path !== undefined) {
      files.push({ action: verb === 'Delete' ? 'delete' : 'write', paths: [path.trim()] })
    }
  }
  return files
}

const DELETES = ['delete', 'deleted', 'remove']

/** Reads `changes`: an object by path, or a list of objects with a path. */
export function changedFiles(changes: unknown): PatchedFile[] {
  const entries = Array.isArray(changes)
    ? changes.map((change) => [new Fields(change).text('path'), change] as const)
    : Object.entries(typeof changes === 'object' && changes !== null ? changes : {})
  return entries.slice(0, FILES_MAX).flatMap(([path, value]): PatchedFile[] => {
    if (path === undefined) return []
    const change = new Fields(value)
    const target = change.text('move_path')
    if (target !== undefined) return [{ action: 'rename', paths: [path, target] }]
    const kind = change.text('type', 'kind') ?? change.child('kind').text('type') ?? ''
    return [{ action: DELETES.includes(kind) ? 'delete' : 'write', paths: [path] }]
  })
}
