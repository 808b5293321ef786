/** Carries out a restore plan, one path at a time; a path that fails does not stop the others. */
import { lchownSync, lstatSync, mkdirSync, rmdirSync, unlinkSync } from 'node:fs'
import { setImmediate as breathe } from 'node:timers/promises'
import { corruptStore, errnoOf, FlightrecError } from '../../model/errors.ts'
import type { Oid } from '../../model/oid.ts'
import { baseRaw, parentRaw, type RawPath } from '../../model/raw-path.ts'
import type { FolderHandle } from '../../system/beneath.ts'
import type { Owner } from '../state/file-stat.ts'
import type { Contents } from './contents.ts'
import { changeOwner, FolderGate, type OnOpen } from './folder-gate.ts'
import { isUntouched, type Seen, seenFrom } from './on-disk.ts'
import type { Conflict, NotRestorable, Step } from './restore-plan.ts'
import { StagedFile } from './staged-file.ts'

interface ApplyRequest {
  root: string
  contents: Contents
  steps: readonly Step[]
  /** Of what was recorded without an owner. */
  owner: Owner
  /** Replaces also what changed since it was planned. */
  force: boolean
  signal?: AbortSignal | undefined
  onProgress?: ((done: number, total: number) => void) | undefined
  onOpen?: OnOpen | undefined
}

/** What was done, and what was not. */
export interface Applied {
  restored: Step[]
  removed: RawPath[]
  /** Folders that hold something unrecorded. */
  kept: RawPath[]
  conflicts: Conflict[]
  notRestorable: NotRestorable[]
  interrupted: boolean
}

/** Returns what two runs have done, one after the other. */
export function joinApplied(one: Applied, other: Applied): Applied {
  return {
    restored: [...one.restored, ...other.restored],
    removed: [...one.removed, ...other.removed],
    kept: [...one.kept, ...other.kept],
    conflicts: [...one.conflicts, ...other.conflicts],
    notRestorable: [...one.notRestorable, ...other.notRestorable],
    interrupted: one.interrupted || other.interrupted,
  }
}

type NodeStep = Exclude<Step, { act: 'remove' | 'remove-folder' }>
type ContentStep = Exclude<NodeStep, { act: 'folder' | 'mode' }>

/** Files of one folder that are written before they are fsynced together. */
const BATCH_FILES = 32

/** Takes the steps in their order. What fails is told, and what was done by then as well. */
export async function applyRestore(request: ApplyRequest): Promise<Applied> {
  const applier = new Applier(request)
  try {
    await applier.run()
  } finally {
    await applier.finish()
  }
  return applier.applied
}

class Applier {
  readonly applied: Applied = {
    restored: [],
    removed: [],
    kept: [],
    conflicts: [],
    notRestorable: [],
    interrupted: false,
  }
  readonly #request: ApplyRequest
  readonly #gate: FolderGate
  #sizes = new Map<Oid, number>()

  constructor(request: ApplyRequest) {
    this.#request = request
    this.#gate = new FolderGate(request.root, request.onOpen)
  }

  async run(): Promise<void> {
    const { steps, contents } = this.#request
    const oids = steps.filter(isContent).map((step) => step.node.oid!)
    this.#sizes = await contents.sizes(new Set(oids))
    for (let at = 0; at < steps.length && !this.#isStopped(); ) {
      const step = steps[at]!
      if (isContent(step)) {
        const batch = batchFrom(steps, at)
        at += await this.#placeAll(batch)
      } else {
        await this.#attempt(step.path, () => this.#take(step))
        at += 1
      }
      this.#request.onProgress?.(at, steps.length)
      await breathe()
    }
  }

  /** Gives folders the modes they are to have, deepest first, since those may shut us out. */
  async finish(): Promise<void> {
    this.#gate.syncTouched()
    for (const path of this.#gate.pathsToSet()) {
      await this.#attempt(path, () => this.#reportOwner(path, this.#gate.setMode(path)))
    }
    this.#gate.close()
  }

  #isStopped(): boolean {
    this.applied.interrupted = this.#request.signal?.aborted ?? false
    return this.applied.interrupted
  }

  async #attempt(path: RawPath, act: () => void | Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      this.#fail(path, error)
    }
  }

  #fail(path: RawPath, error: unknown): void {
    if (errnoOf(error) === undefined && !(error instanceof FlightrecError)) throw error
    const detail = errnoOf(error) ?? (error as Error).message
    this.applied.notRestorable.push({ path, reason: 'failed', detail })
  }

  #take(step: Exclude<Step, ContentStep>): Promise<void> {
    switch (step.act) {
      case 'remove':
        return this.#remove(step)
      case 'remove-folder':
        return this.#removeFolder(step.path)
      case 'folder':
        return this.#makeFolder(step)
      case 'mode':
        return this.#adjust(step)
    }
  }

  #remove(step: Step): Promise<void> {
    return this.#gate.within(parentRaw(step.path), (folder) => {
      if (!this.#mayReplace(folder, step)) return
      unlinkSync(folder.at(baseRaw(step.path)))
      this.applied.removed.push(step.path)
    })
  }

  #removeFolder(path: RawPath): Promise<void> {
    return this.#gate.within(parentRaw(path), (folder) => {
      try {
        folder.confirm()
        rmdirSync(folder.at(baseRaw(path)))
        this.applied.removed.push(path)
      } catch (error) {
        const errno = errnoOf(error)
        if (errno !== 'ENOTEMPTY' && errno !== 'EEXIST') throw error
        this.applied.kept.push(path)
      }
    })
  }

  async #makeFolder(step: NodeStep): Promise<void> {
    await this.#gate.within(parentRaw(step.path), (folder) => {
      folder.confirm()
      mkdirSync(folder.at(baseRaw(step.path)), 0o700)
    })
    this.applied.restored.push(step)
    const refused = this.#gate.setNow(step.path, step.node.mode, this.#ownerOf(step))
    this.#reportOwner(step.path, refused)
  }

  async #adjust(step: Extract<Step, { act: 'mode' }>): Promise<void> {
    const owner = this.#ownerOf(step)
    if (step.seen.kind === 'folder') {
      this.#gate.setAtEnd(step.path, step.node.mode, owner)
      this.applied.restored.push(step)
      return
    }
    const name = baseRaw(step.path)
    await this.#gate.within(parentRaw(step.path), (folder) => {
      if (!this.#mayReplace(folder, step)) return
      if (step.seen.kind === 'link') {
        const chown = (uid: number, gid: number) => lchownSync(folder.at(name), uid, gid)
        this.#reportOwner(step.path, changeOwner(step.seen, owner, chown))
      } else if (!this.#adjustFile(folder, step, owner)) return
      this.applied.restored.push(step)
    })
  }

  #adjustFile(folder: FolderHandle, step: Extract<Step, { act: 'mode' }>, owner: Owner): boolean {
    const entry = folder.openEntry(baseRaw(step.path))
    try {
      if (!this.#isAsPlanned(step, seenFrom(entry.stat()))) return false
      this.#reportOwner(step.path, changeOwner(step.seen, owner, entry.chown))
      entry.chmod(step.node.mode)
      return true
    } finally {
      entry.close()
    }
  }

  /**
   * Writes files and links of one folder under temporary names, fsyncs them, then gives them their names.
   * Returns how many it dealt with: fewer where not so many files may be open.
   */
  async #placeAll(steps: readonly ContentStep[]): Promise<number> {
    let taken = steps.length
    try {
      await this.#gate.within(parentRaw(steps[0]!.path), async (folder) => {
        const staged: StagedStep[] = []
        try {
          for (const step of steps) {
            const next = await this.#stage(folder, step)
            if (staged.length > 0 && isShortOfFiles(next.failure)) {
              next.file.discard()
              break
            }
            staged.push(next)
          }
          taken = staged.length
          await Promise.all(staged.map(syncStaged))
          for (const one of staged)
            await this.#attempt(one.step.path, () => this.#place(folder, one))
        } finally {
          for (const one of staged) one.file.discard()
        }
      })
    } catch (error) {
      for (const step of steps) this.#fail(step.path, error)
    }
    return taken
  }

  /** Throws only when the folder refuses us; whatever else fails is kept for when it is this path's turn. */
  async #stage(folder: FolderHandle, step: ContentStep): Promise<StagedStep> {
    const file = new StagedFile(folder)
    const staged: StagedStep = { step, file }
    const oid = step.node.oid!
    const sizeBytes = this.#sizes.get(oid)
    try {
      if (sizeBytes === undefined) throw corruptStore(`object ${oid} is missing`)
      const kind = step.act === 'link' ? 'link' : 'file'
      const content = {
        kind,
        oid,
        sizeBytes,
        mode: step.node.mode,
        owner: this.#ownerOf(step),
      } as const
      await file.write(content, this.#request.contents)
    } catch (error) {
      if (errnoOf(error) === 'EACCES') throw error
      staged.failure = error
    }
    return staged
  }

  #place(folder: FolderHandle, { step, file, failure }: StagedStep): void {
    if (failure) throw failure
    const name = baseRaw(step.path)
    if (!this.#mayReplace(folder, step)) return
    if (step.seen || this.#request.force) file.replace(name)
    else if (!file.placeNew(name, step.act === 'link' ? 'link' : 'file')) {
      this.applied.conflicts.push({ path: step.path, reason: 'changed' })
      return
    }
    this.applied.restored.push(step)
    this.#reportOwner(step.path, file.ownerRefused)
  }

  #mayReplace(folder: FolderHandle, step: Step): boolean {
    folder.confirm()
    const stat = lstatSync(folder.at(baseRaw(step.path)), { bigint: true, throwIfNoEntry: false })
    return this.#isAsPlanned(step, stat && seenFrom(stat))
  }

  #isAsPlanned(step: Step, seen: Seen | undefined): boolean {
    if (this.#request.force || isUntouched(step.seen, seen)) return true
    this.applied.conflicts.push({ path: step.path, reason: 'changed' })
    return false
  }

  #ownerOf(step: NodeStep): Owner {
    const { owner } = this.#request
    return { uid: step.node.uid ?? owner.uid, gid: step.node.gid ?? owner.gid }
  }

  #reportOwner(path: RawPath, refused: string | undefined): void {
    if (refused) this.applied.notRestorable.push({ path, reason: 'owner', detail: refused })
  }
}

interface StagedStep {
  step: ContentStep
  file: StagedFile
  failure?: unknown
}

function isShortOfFiles(failure: unknown): boolean {
  const errno = errnoOf(failure)
  return errno === 'EMFILE' || errno === 'ENFILE'
}

async function syncStaged(staged: StagedStep): Promise<void> {
  try {
    await staged.file.sync()
  } catch (error) {
    staged.failure = error
  }
}

function isContent(step: Step): step is ContentStep {
  return step.act === 'write' || step.act === 'link'
}

function batchFrom(steps: readonly Step[], from: number): ContentStep[] {
  const folder = parentRaw(steps[from]!.path)
  const batch: ContentStep[] = []
  for (const step of steps.slice(from, from + BATCH_FILES)) {
    if (!isContent(step) || parentRaw(step.path) !== folder) break
    batch.push(step)
  }
  return batch
}
