/** The files a shadow repo starts with, and what its pinned configuration says. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { PRIVATE_FOLDER, readTextIfThere, syncFolder, writeFileDurably } from '../system/files.ts'
import { gitIsAtLeast } from './process/binary.ts'

/** Version of everything docs/format.md describes. */
export const FORMAT_VERSION = 1

/** Bytes are never converted, and no attribute of the watched tree hides a diff. */
const ATTRIBUTES = '* -text -eol -crlf -ident -filter -working-tree-encoding !diff !merge\n'

/** Returns the text of `config` for a shadow repo of `root`, or, without one, for a bare repo. */
function shadowConfig(root: string | undefined): string {
  const sections: Record<string, Record<string, string | number | boolean>> = {
    core: {
      repositoryFormatVersion: 0,
      bare: root === undefined,
      ...(root !== undefined && { worktree: root }),
      fileMode: true,
      symlinks: true,
      ignoreCase: false,
      precomposeUnicode: false,
      autocrlf: false,
      safecrlf: false,
      logAllRefUpdates: true,
      trustctime: true,
      ignoreStat: false,
      splitIndex: false,
      untrackedCache: false,
      fsmonitor: false,
      hooksPath: '/dev/null',
      attributesFile: '/dev/null',
      excludesFile: '/dev/null',
      sharedRepository: '0600',
      // git 2.36 and newer warn about the older key, on every command.
      ...(gitIsAtLeast(2, 36) ? { fsync: 'all' } : { fsyncObjectFiles: true }),
    },
    gc: { auto: 0, packRefs: false, reflogExpire: 'never', reflogExpireUnreachable: 'never' },
    maintenance: { auto: false },
    commit: { gpgSign: false },
    tag: { gpgSign: false },
    submodule: { recurse: false },
    diff: { ignoreSubmodules: 'all' },
    log: { showSignature: false },
    fsck: contentChecks(),
    flightrec: { formatVersion: FORMAT_VERSION },
  }
  return Object.entries(sections)
    .map(([section, values]) => {
      const lines = Object.entries(values).map(
        ([key, value]) => `\t${key} = ${quote(String(value))}\n`,
      )
      return `[${section}]\n${lines.join('')}`
    })
    .join('')
}

/**
 * fsck checks that judge what recorded files say, not how the store is: a hostile .gitmodules is recorded
 * like any other file.
 */
function contentChecks(): Record<string, string> {
  const ids = ['Name', 'Url', 'Path', 'Update', 'Parse', 'Large', 'Missing', 'Blob', 'Symlink'].map(
    (check) => `gitmodules${check}`,
  )
  if (gitIsAtLeast(2, 39, 1))
    ids.push('gitattributesLarge', 'gitattributesLineLength', 'gitattributesBlob')
  return Object.fromEntries(ids.map((id) => [id, 'ignore']))
}

function quote(value: string): string {
  if (/^[A-Za-z0-9/._-]+$/.test(value)) return value
  const escaped = value
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\t', '\\t')
  return `"${escaped}"`
}

/**
 * Lays out an empty shadow repo, or, without a root, a bare repo, durably; `config` last, since its presence
 * makes it a repo.
 */
export function initShadowRepo(gitDir: string, root: string | undefined): void {
  for (const folder of ['objects/info', 'objects/pack', 'refs/heads', 'info', 'logs']) {
    mkdirSync(join(gitDir, folder), { recursive: true, mode: PRIVATE_FOLDER })
  }
  for (const [path, content] of pinnedFiles(root)) writeFileDurably(join(gitDir, path), content)
  for (const folder of ['objects', 'refs', '.', '..']) syncFolder(join(gitDir, folder))
}

/** Every file of a shadow repo whose content is fixed, with that content. */
export function pinnedFiles(root: string | undefined): [path: string, content: string][] {
  const description = root?.replaceAll('\n', '\\n') ?? 'sessions of flightrec'
  return [
    ['info/attributes', ATTRIBUTES],
    ['info/exclude', ''],
    ['HEAD', 'ref: refs/heads/main\n'],
    // A second place that names the root: a damaged path in `config` is found and mended by it.
    ['description', `${description}\n`],
    ['config', shadowConfig(root)],
  ]
}

/** Brings the fixed files back to what they should be; returns the paths that differed. */
export function mendPinnedFiles(gitDir: string, root: string | undefined): string[] {
  const differing = pinnedFiles(root).filter(
    ([path, content]) => readTextIfThere(join(gitDir, path)) !== content,
  )
  for (const [path, content] of differing) writeFileDurably(join(gitDir, path), content)
  return differing.map(([path]) => path)
}
