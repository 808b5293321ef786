/** The files of a session at a moment, from all versions they ever had. */
import type { AnswerOf } from '../../api/route.ts'
import type { ROUTES } from '../../api/routes.ts'

type FilesAnswer = AnswerOf<typeof ROUTES.sessionFiles>
type FileAnswer = FilesAnswer['files'][number]
type VersionAnswer = FileAnswer['versions'][number]

export interface FileThen {
  address: string
  /** What the session, or somebody beside it, has done to it up to then; '' for nothing. */
  sign: string
  isOwn: boolean
  isGone: boolean
  /** The version that held then, from 1; 0 before the first. */
  version: number
  total: number
  /** The snapshot of it. */
  snapshot: string | undefined
  /** The newest dozen or so: `gone` removed it, `later` came afterwards. */
  dots: readonly ('past' | 'now' | 'later' | 'gone')[]
}

const DOTS_MAX = 14

/** Those that the session changed come first, then what others changed meanwhile. */
export function filesThen(
  { session, files }: Pick<FilesAnswer, 'session' | 'files'>,
  timeMs: number,
  sinceMs: number,
): FileThen[] {
  const then = files.map((file) => fileThen(file, session, timeMs, sinceMs))
  return then.sort((one, other) => rank(one) - rank(other) || compare(one.address, other.address))
}

function rank({ isOwn }: FileThen): number {
  return isOwn ? 0 : 1
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

function fileThen(file: FileAnswer, session: string, timeMs: number, sinceMs: number): FileThen {
  const { versions, versions_before: before } = file
  const at = versions.findLastIndex(({ created_at }) => Date.parse(created_at) <= timeMs)
  const held = versions[at]
  const isMeanwhile = held !== undefined && Date.parse(held.created_at) >= sinceMs
  return {
    address: file.address,
    sign: isMeanwhile ? held.sign : '',
    isOwn: versions.some((one) => one.session === session),
    isGone: held?.sign === '-',
    version: at < 0 ? 0 : before + at + 1,
    total: before + versions.length,
    snapshot: held?.snapshot_id,
    dots: dotsOf(versions, at),
  }
}

function dotsOf(versions: readonly VersionAnswer[], at: number): FileThen['dots'] {
  const end = Math.max(Math.min(versions.length, at + 5), Math.min(versions.length, DOTS_MAX))
  const first = Math.max(0, end - DOTS_MAX)
  return versions.slice(first, end).map(({ sign }, index) => {
    if (sign === '-' && first + index <= at) return 'gone'
    if (first + index === at) return 'now'
    return first + index < at ? 'past' : 'later'
  })
}
