/**
 * What keeps git from running anything of the user's, the watched tree's or the environment's making:
 * an environment built from nothing, and settings that win over every config file.
 */
import { dirname } from 'node:path'
import { environment } from '../../system/environment.ts'
import { gitBinary } from './binary.ts'

/** Settings given to every git process, as `-c` arguments. */
export const PINNED: readonly string[] = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.attributesFile=/dev/null',
  'core.excludesFile=/dev/null',
  'core.untrackedCache=false',
  'core.pager=cat',
  'core.quotePath=true',
  'protocol.allow=never',
  'gc.auto=0',
  'maintenance.auto=false',
  'commit.gpgSign=false',
  'log.showSignature=false',
  'submodule.recurse=false',
  'diff.ignoreSubmodules=all',
  'advice.detachedHead=false',
]

/** Content above this is never held whole by git: a diff says only that it differs. */
export const HELD_CONTENT_BYTES_MAX = 32 * 1024 * 1024

/** Settings of every git but the user's own, which keep its memory small however large a file or a pack is. */
export const FRUGAL: readonly string[] = [
  `core.bigFileThreshold=${HELD_CONTENT_BYTES_MAX}`,
  'core.packedGitWindowSize=32m',
  'core.packedGitLimit=256m',
]

/**
 * The environment of every git process. `workTree` is where git looks for files: the shadow repo itself
 * unless a command must see the root, so that nothing of the root (such as .gitattributes) is read.
 */
export function gitEnvironment(
  gitDir: string,
  workTree: string = gitDir,
  indexFile?: string,
): Record<string, string> {
  return {
    ...(indexFile !== undefined && { GIT_INDEX_FILE: indexFile }),
    PATH: `${dirname(gitBinary())}:/usr/bin:/bin`,
    HOME: '/nonexistent',
    LC_ALL: 'C',
    TZ: environment('TZ') ?? '',
    TMPDIR: environment('TMPDIR') ?? '/tmp',
    GIT_DIR: gitDir,
    GIT_WORK_TREE: workTree,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_LITERAL_PATHSPECS: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_PAGER: 'cat',
  }
}
