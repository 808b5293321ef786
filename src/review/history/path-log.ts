/**
 * The snapshots that change some paths. git's tree tells of content; that a mode, an owner, an empty folder or
 * a large file changed is told by the metadata, whose history is walked beside it.
 */
import { type LoggedCommit, type LogQuery, logStart } from '../../git/history/log.ts'
import { MAIN, META, readRef } from '../../git/history/refs.ts'
import {
  joinRaw,
  parentRaw,
  type RawPath,
  rawFromLatin1,
  rawFromText,
} from '../../model/raw-path.ts'
import type { Snapshot } from '../../model/snapshot.ts'
import { type LostCommits, logPastDamage } from '../../store/timeline/log-past-damage.ts'
import { META_ENTRIES, metaFolderName } from '../../store/timeline/meta.ts'
import { snapshotFromCommit } from '../../store/timeline/timeline.ts'
import { diffSnapshots } from '../changes/snapshot-diff.ts'
import type { RepoView } from '../repo/repo-view.ts'

/** Yields what `query` asks for in its order, each snapshot once. */
export async function* readPathLog(
  view: RepoView,
  query: LogQuery,
  onLost: (lost: LostCommits) => void,
): AsyncGenerator<Snapshot> {
  const byTree = logPastDamage(view.gitDir, query, onLost)
  const byMeta = readMetaLog(view, query)
  const isFirst = (a: LoggedCommit, b: Snapshot) => {
    const difference = snapshotFromCommit(a.oid, a).time - b.time
    return query.reverse ? difference <= 0 : difference >= 0
  }
  let meta = await byMeta.next()
  try {
    for await (const commit of byTree) {
      while (!meta.done && !isFirst(commit, meta.value)) {
        yield meta.value
        meta = await byMeta.next()
      }
      if (!meta.done && meta.value.commit === commit.oid) meta = await byMeta.next()
      yield snapshotFromCommit(commit.oid, commit)
    }
    while (!meta.done) {
      yield meta.value
      meta = await byMeta.next()
    }
  } finally {
    await byMeta.return(undefined)
  }
}

/** Yields the snapshots that change the paths' metadata; some of them may change content as well. */
async function* readMetaLog(view: RepoView, query: LogQuery): AsyncGenerator<Snapshot> {
  const wanted = query.paths ?? []
  if (readRef(view.gitDir, META) === undefined) return
  const paths = [...new Set(wanted.flatMap(metaPaths))]
  const limits = { ...query, from: META, paths }
  delete limits.authorName
  delete limits.messageLine
  const onLost = () => view.unreadable.add('some of the modes and owners cannot be read')
  for await (const meta of logPastDamage(view.gitDir, limits, onLost)) {
    const snapshot = await snapshotOf(view, meta, query)
    if (!snapshot) continue
    const { changes } = await diffSnapshots(view, await view.parentOf(snapshot), snapshot, wanted)
    if (changes.length > 0) yield snapshot
  }
}

/** Where a meta tree says something of `path`: in the list of its folder, and in all that is below it. */
function metaPaths(path: RawPath): RawPath[] {
  const inMeta = (folder: RawPath) =>
    folder === ''
      ? folder
      : rawFromLatin1(
          folder
            .split('/')
            .map((name) => metaFolderName(rawFromLatin1(name)))
            .join('/'),
        )
  if (path === '') return [rawFromText('')]
  return [joinRaw(inMeta(parentRaw(path)), META_ENTRIES), inMeta(path)]
}

/** Returns the snapshot that brought a meta commit: it has the same time. */
async function snapshotOf(
  view: RepoView,
  meta: LoggedCommit,
  query: LogQuery,
): Promise<Snapshot | undefined> {
  const seconds = meta.timeSeconds
  const { authorName, messageLine } = query
  const commits = logPastDamage(view.gitDir, {
    from: query.from === MAIN ? await logStart(view.gitDir, seconds) : query.from,
    sinceSeconds: seconds,
    untilSeconds: seconds,
    reverse: true,
    authorName,
    messageLine,
  })
  for await (const commit of commits) {
    const snapshot = snapshotFromCommit(commit.oid, commit)
    if (snapshot.meta === meta.oid) return snapshot
  }
  return undefined
}
