/**
 * Names that git refuses to hold. They are stored encoded, so that `git fsck --strict` and a plain checkout
 * stay content: `%flightrec:` and then each byte outside [A-Za-z0-9_-] as %XX. The rules are those of
 * git's fsck.c and path.c (is_hfs_dotgit, is_ntfs_dotgit), taken wide.
 */
import { type RawPath, rawFromLatin1, rawToText } from '../../model/raw-path.ts'

const PREFIX = '%flightrec:'

// Code points HFS+ ignores when it compares names.
const HFS_IGNORED = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g
const NTFS_DOTGIT = /^(?:\.git|git~1)[ .]*(?::.*)?$/i
const DOTGITMODULES = /^(?:\.gitmodules|gitmod~[1-4]|gi[0-9a-f]{4}~[1-9])[ .]*(?::.*)?$/i
const CANDIDATE = /g[^i]*i/i

/** Returns the name under which a tree holds `name`. Links are stricter: git refuses some names for them only. */
export function toGitName(name: RawPath, isLink: boolean): RawPath {
  return isRefused(name, isLink) || name.startsWith(PREFIX) ? encode(name) : name
}

/** Reads back `toGitName`. */
export function fromGitName(gitName: RawPath): RawPath {
  if (!gitName.startsWith(PREFIX)) return gitName
  const plain = gitName
    .slice(PREFIX.length)
    .replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return rawFromLatin1(plain)
}

/** Reads back a whole path of encoded names. */
export function fromGitPath(gitPath: RawPath): RawPath {
  if (!gitPath.includes(PREFIX)) return gitPath
  return rawFromLatin1(
    gitPath
      .split('/')
      .map((name) => fromGitName(rawFromLatin1(name)))
      .join('/'),
  )
}

/** Returns the path by which plain git knows `path`, for use as a literal pathspec. */
export function toGitPath(path: RawPath): RawPath {
  return rawFromLatin1(
    path
      .split('/')
      .map((name) => toGitName(rawFromLatin1(name), false))
      .join('/'),
  )
}

/** Returns the literal pathspecs for `paths`: two for a name that git refuses only as a link. */
export function gitPathspecs(paths: readonly RawPath[]): string[] {
  return paths.flatMap((path) => {
    const plain = toGitPath(path)
    const end = plain.lastIndexOf('/') + 1
    const asLink = plain.slice(0, end) + toGitName(rawFromLatin1(plain.slice(end)), true)
    return [...new Set([plain, rawFromLatin1(asLink)])].map((spec) => rawToText(spec) || '.')
  })
}

function encode(name: RawPath): RawPath {
  const escaped = name.replace(/[^A-Za-z0-9_-]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`
  })
  return rawFromLatin1(PREFIX + escaped)
}

function isRefused(name: RawPath, isLink: boolean): boolean {
  if (!CANDIDATE.test(name)) return false
  const hfs = rawToText(name).replace(HFS_IGNORED, '')
  const parts = name.split('\\')
  return (
    hfs.toLowerCase() === '.git' ||
    parts.some((part) => NTFS_DOTGIT.test(part)) ||
    (isLink && (DOTGITMODULES.test(hfs) || parts.some((part) => DOTGITMODULES.test(part))))
  )
}
