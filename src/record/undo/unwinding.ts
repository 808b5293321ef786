/**
 * Takes changes back one after the other, newest first, in memory: what comes out is one net change of the
 * root as it is now. Changes of a path that followed each other undisturbed are taken back as one.
 */
import { FlightrecError } from '../../model/errors.ts'
import type { RawPath } from '../../model/raw-path.ts'
import type { SnapshotSpan } from '../../model/snapshot.ts'
import type { RecordedNode } from '../../store/timeline/recorded-tree.ts'
import type { NotRestorable } from '../restore/restore-plan.ts'
import {
  isSame,
  type MergeContents,
  type ReverseOutcome,
  reverse,
  type UndoConflict,
} from './reverse.ts'
import type { SpanTurns, Turn } from './turn.ts'

export interface ConflictAt {
  /** Where it is now. */
  path: RawPath
  reason: UndoConflict
  /** What may be put beside it for whoever settles the conflict: content with markers, or what was there. */
  beside?: RecordedNode | undefined
}

export interface UnwindingPorts {
  /** Returns what is there now. */
  ours(path: RawPath): Promise<RecordedNode | undefined>
  /** Returns where the file is now that was at `path` after a span, if it was renamed since. */
  whereNow(path: RawPath, since: SnapshotSpan): Promise<RawPath | undefined>
  merge(span: SnapshotSpan): MergeContents
  /** Replaces what was made again where something was removed. */
  force: boolean
}

type Node = RecordedNode | undefined

export class Unwinding {
  readonly conflicts: ConflictAt[] = []
  readonly unheld: NotRestorable[] = []
  /** Files that others removed later. */
  readonly gone: RawPath[] = []
  /** Files that keep later changes of others. */
  readonly merged = new Set<RawPath>()
  /** What is to be at each path that is touched. */
  readonly wanted = new Map<RawPath, Node>()
  readonly #ports: UnwindingPorts
  /** Changes of one path that are yet to be taken back, joined. */
  readonly #open = new Map<RawPath, Turn>()
  /** Folders as they were before the oldest change. */
  readonly #folders = new Map<RawPath, RecordedNode>()
  /** Where others have moved the files that were at these paths. */
  readonly #movedOn = new Map<RawPath, RawPath>()
  /** Where the files are now that are to be moved back to these paths. */
  readonly #movedBack = new Map<RawPath, RawPath>()
  readonly #left = new Set<RawPath>()

  constructor(ports: UnwindingPorts) {
    this.#ports = ports
  }

  /** Takes back what happened in a span; spans come newest first. */
  async takeBack({ turns, foldersBefore }: SpanTurns): Promise<void> {
    for (const turn of turns) {
      if (turn.before.path === turn.after.path) await this.#join(turn)
      else await this.#takeBackMove(turn)
    }
    for (const [path, node] of foldersBefore) this.#folders.set(path, node)
  }

  /** Takes back what is still joined; `onPath` is told before each path, and may throw to stop it. */
  async finish(onPath: (done: number, total: number) => void): Promise<void> {
    for (const [done, path] of [...this.#open.keys()].entries()) {
      onPath(done, this.#open.size + done)
      await this.#close(path)
    }
  }

  /** Returns what is at a path by now, with what has been taken back so far. */
  async at(path: RawPath): Promise<Node> {
    return this.wanted.has(path) ? this.wanted.get(path) : await this.#ports.ours(path)
  }

  folderBefore(path: RawPath): RecordedNode {
    return this.#folders.get(path) ?? { kind: 'folder', mode: 0o755 }
  }

  /** Leaves a file as it is now, whatever else would be done to it, and says why. */
  refuse(path: RawPath, reason: UndoConflict, beside?: RecordedNode): void {
    this.conflicts.push({ path: this.#leave(path), reason, beside })
  }

  async #join(turn: Turn): Promise<void> {
    const { path } = turn.after
    const later = this.#open.get(path)
    if (later && isSame(later.before.node, turn.after.node)) {
      const span = { before: turn.span.before, after: later.span.after }
      this.#open.set(path, { before: turn.before, after: later.after, span })
      return
    }
    await this.#close(path)
    this.#open.set(path, turn)
  }

  async #close(path: RawPath): Promise<void> {
    const turn = this.#open.get(path)
    this.#open.delete(path)
    if (!turn || this.#left.has(path)) return
    const place = await this.#follow(turn)
    // A file that the change made goes with it; under a name that others gave it, it is theirs too.
    if (place !== path && !turn.before.node) return this.refuse(path, 'moved')
    this.#apply(path, place, await this.#reverse(turn, place), turn)
  }

  async #takeBackMove(turn: Turn): Promise<void> {
    const [from, to] = [turn.before.path, turn.after.path]
    await this.#close(from)
    await this.#close(to)
    if (this.#left.has(to)) {
      this.#leave(from)
      return
    }
    const place = await this.#follow(turn)
    if (place === from) return this.#apply(to, from, await this.#reverse(turn, from), turn)
    if (place !== to) return this.refuse(to, 'moved')
    if ((await this.at(to)) && (await this.at(from))) return this.refuse(to, 'taken')
    this.#apply(to, to, await this.#reverse(turn, to), turn)
    if (this.#left.has(to)) {
      this.#leave(from)
      return
    }
    this.wanted.set(from, await this.at(to))
    this.wanted.set(to, undefined)
    this.#movedBack.set(from, to)
    if (this.merged.delete(to)) this.merged.add(from)
  }

  /** Returns where the file of a turn is now: others may have given it another name. */
  async #follow({ after, span }: Turn): Promise<RawPath> {
    const { path, node } = after
    const known = this.#movedOn.get(path)
    if (known !== undefined) return known
    if (node?.kind !== 'file' && node?.kind !== 'link') return path
    if (this.wanted.has(path) || (await this.at(path))) return path
    let place = await this.#ports.whereNow(path, span)
    for (const [from, to] of this.#movedBack) if (to === place) place = from
    if (place === undefined || !(await this.at(place))) return path
    this.#movedOn.set(path, place)
    return place
  }

  async #reverse({ before, after, span }: Turn, place: RawPath): Promise<ReverseOutcome> {
    const ours = await this.at(place)
    try {
      if (this.#ports.force && before.node && !after.node && ours)
        return await reverse(before.node, ours, ours, this.#ports.merge(span))
      return await reverse(before.node, after.node, ours, this.#ports.merge(span))
    } catch (error) {
      if (!(error instanceof FlightrecError) || error.code !== 'corrupt-store') throw error
      return { is: 'unheld', reason: 'failed', detail: error.message }
    }
  }

  #apply(path: RawPath, place: RawPath, outcome: ReverseOutcome, { before }: Turn): void {
    switch (outcome.is) {
      case 'past':
        return
      case 'gone':
        this.gone.push(path)
        this.#leave(path)
        return
      case 'unheld': {
        const { is: _is, ...why } = outcome
        this.unheld.push({ path: this.#leave(path), ...why })
        return
      }
      case 'conflict': {
        const { reason, marked } = outcome
        const file = before.node?.kind === 'file' ? before.node : undefined
        this.refuse(path, reason, file && marked ? { ...file, oid: marked } : file)
        return
      }
      case 'reversed':
        this.wanted.set(place, outcome.node)
        if (outcome.isMerged) this.merged.add(place)
    }
  }

  /** Takes everything back that was to be done to a file, and returns where it is now. */
  #leave(path: RawPath): RawPath {
    let place = path
    const seen = new Set<RawPath>()
    for (let at: RawPath | undefined = path; at !== undefined && !seen.has(at); ) {
      seen.add(at)
      this.wanted.delete(at)
      this.merged.delete(at)
      this.#left.add(at)
      place = at
      at = this.#movedOn.get(at) ?? this.#movedBack.get(at)
    }
    return place
  }
}
