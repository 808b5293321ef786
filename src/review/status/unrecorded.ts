/** Where agents work and nobody records: of what they do there, only their own word is known. */
import { FlightrecError } from '../../model/errors.ts'
import type { Session } from '../../model/session.ts'
import { existsConfig, type Home } from '../../store/home/home.ts'
import { listLive, readLiveSession } from '../../store/sessions/live-folder.ts'
import { repoAround } from '../repo/repo-choice.ts'

/** Whether no root holds `folder`. A repo that cannot be opened may be the one: then nothing is said. */
export function isUnrecorded(home: Home, folder: string): boolean {
  try {
    return repoAround(home, folder) === undefined
  } catch (error) {
    if (error instanceof FlightrecError) return false
    throw error
  }
}

/** A folder in which a session runs, and that nobody records. */
export interface UnrecordedFolder {
  folder: string
  agent: string
  /** Whether there is a config.toml to add it to. */
  hasConfig: boolean
}

/** Returns them, each once. */
export function unrecordedFolders(home: Home): UnrecordedFolder[] {
  const hasConfig = existsConfig(home)
  const running = listLive(home).flatMap((id) => readLiveSession(home, id) ?? [])
  const found = new Map<string, string>()
  for (const { root, agent } of running) {
    if (root !== undefined && !found.has(root) && isUnrecorded(home, root)) found.set(root, agent)
  }
  return [...found].map(([folder, agent]) => ({ folder, agent, hasConfig }))
}

/** Whether what the session changes on disk is recorded; null when its folder is not known. */
export function isRootRecorded(home: Home, { root }: Session): boolean | null {
  return root === undefined ? null : !isUnrecorded(home, root)
}
