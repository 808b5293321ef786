/** Gaps that are not over: <gitDir>/flightrec/open-gaps.json, so that they are known before they can be recorded. */

import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { sideFile } from '../../git/side-files.ts'
import { type Gap, isGapReason } from '../../model/gap.ts'
import { parseJson } from '../../model/json.ts'
import {
  makePrivateFolder,
  readTextIfThere,
  removeIfThere,
  writeFileDurably,
} from '../../system/files.ts'

/** A gap that has not ended yet. */
export type OpenGap = Omit<Gap, 'to'>

const openGapsPath = (gitDir: string) => sideFile(gitDir, 'open-gaps.json')

/** Returns what a watch, running or not, has left open. */
export function readOpenGaps(gitDir: string): OpenGap[] {
  const text = readTextIfThere(openGapsPath(gitDir))
  const list = text === undefined ? undefined : parseJson(text)
  return Array.isArray(list) ? list.filter(isOpenGap) : []
}

function isOpenGap(value: unknown): value is OpenGap {
  const { reason, from, detail } = (value ?? {}) as Partial<Record<keyof OpenGap, unknown>>
  const isKnown = typeof reason === 'string' && isGapReason(reason)
  const isWhole = Number.isFinite(from) && (detail === undefined || typeof detail === 'string')
  return isKnown && isWhole
}

export function writeOpenGaps(gitDir: string, gaps: readonly OpenGap[]): void {
  const path = openGapsPath(gitDir)
  // A repo that was taken away must not come back as half of one.
  if (!existsSync(gitDir)) return
  if (gaps.length === 0) {
    removeIfThere(path)
    return
  }
  makePrivateFolder(dirname(path))
  writeFileDurably(path, `${JSON.stringify(gaps)}\n`)
}
