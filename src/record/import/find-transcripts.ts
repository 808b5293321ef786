/** Which files a user means who names transcripts, or folders that hold some. */
import { lstatSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { agentNamed } from '../../model/agent-names.ts'
import { entriesBelow } from '../../system/entries-below.ts'
import { transcriptFolder } from './transcript-places.ts'

export interface TranscriptFile {
  /** Absolute. */
  path: string
  sizeBytes: number
  /** Whether the user named this very file: then it has to be a transcript. */
  isNamed: boolean
}

/** Claude Code describes a subagent in a file beside its transcript. */
const TRANSCRIPT_NAME = /(?<!\.meta)\.(?:jsonl|ndjson|json)(?:\.zst)?$/

/**
 * Returns files in the order in which they were named; the name of an agent is that of the folder it keeps them in. A
 * link that is named is followed; those in folders are not.
 */
export function findTranscripts(names: readonly string[]): TranscriptFile[] {
  const found = new Map<string, TranscriptFile>()
  for (const name of names) {
    const path = isThere(name)
      ? resolve(name)
      : (transcriptFolder(agentNamed(name)) ?? resolve(name))
    const stat = statSync(path, { throwIfNoEntry: false })
    const isNamed = !stat?.isDirectory()
    const files = isNamed ? [path, ...subagentsOf(path)] : filesBelow(path)
    for (const file of files) {
      if (found.get(file)?.isNamed) continue
      const sizeBytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0
      found.set(file, { path: file, sizeBytes, isNamed: file === path })
    }
  }
  return [...found.values()]
}

function isThere(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false }) !== undefined
}

/** Claude Code keeps the transcripts of subagents in a folder beside that of their session. */
function subagentsOf(path: string): string[] {
  if (!path.endsWith('.jsonl')) return []
  const folder = join(path.slice(0, -'.jsonl'.length), 'subagents')
  return [dirname(folder), folder].every(isFolderItself) ? filesBelow(folder) : []
}

function isFolderItself(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

/** Node's own recursive reading of a folder goes through links, in some of its versions. */
function filesBelow(folder: string): string[] {
  return [...entriesBelow(folder, ['EACCES'])]
    .filter(({ entry }) => entry.isFile() && TRANSCRIPT_NAME.test(entry.name))
    .map(({ path }) => join(folder, path))
    .sort()
}
