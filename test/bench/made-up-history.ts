/** Makes up the history of a project as a git repository: many small commits to files of text. */

import { run } from './programs.ts'
import { Random } from './random.ts'
import { TextPool } from './text-pool.ts'
import type { Workspace } from './workspace.ts'

const FILES_AT_FIRST = 200
const LINES_AT_FIRST = 120
const START_SECONDS = 1_767_225_600
const BETWEEN_SECONDS = 907

export function makeUpHistory(
  workspace: Workspace,
  gitDir: string,
  { commits, seed }: { commits: number; seed: number },
): void {
  const project = new Project(new Random(seed))
  run(workspace, ['git', 'init', '--quiet', '--bare', gitDir])
  const input = Array.from({ length: commits }, (_, index) => project.commit(index)).join('')
  run(workspace, ['git', `--git-dir=${gitDir}`, 'fast-import', '--quiet'], { input })
}

class Project {
  readonly #random: Random
  readonly #pool: TextPool
  readonly #files = new Map<string, string[]>()
  #count = 0

  constructor(random: Random) {
    this.#random = random
    this.#pool = new TextPool(random)
  }

  /** Returns the next commit as git fast-import reads it. */
  commit(index: number): string {
    const commands =
      index === 0
        ? Array.from({ length: FILES_AT_FIRST }, () => this.#add())
        : Array.from({ length: 1 + this.#random.below(4) }, () => this.#change())
    const stamp = `bench <bench@example.org> ${START_SECONDS + index * BETWEEN_SECONDS} +0000`
    const message = `change ${index}: ${this.#pool.line().trim()}\n`
    const head = `commit refs/heads/main\ncommitter ${stamp}\n${data(message)}`
    return head + commands.join('')
  }

  /** Edits most of the time; now and then adds, deletes or renames a file. */
  #change(): string {
    const chance = this.#random.below(100)
    if (chance < 6) return this.#add()
    const path = this.#random.pick([...this.#files.keys()])
    if (chance < 9) return this.#remove(path)
    if (chance < 12) return this.#rename(path)
    return this.#edit(path)
  }

  #add(): string {
    this.#count += 1
    const path = `src/part-${this.#random.below(20)}/file-${this.#count}.ts`
    const length = 1 + Math.round(this.#random.exponential(LINES_AT_FIRST))
    this.#files.set(
      path,
      Array.from({ length }, () => this.#pool.line()),
    )
    return this.#write(path)
  }

  #remove(path: string): string {
    this.#files.delete(path)
    return `D ${path}\n`
  }

  #rename(path: string): string {
    this.#count += 1
    const renamed = `src/part-${this.#random.below(20)}/renamed-${this.#count}.ts`
    this.#files.set(renamed, this.#files.get(path)!)
    return this.#remove(path) + this.#write(renamed)
  }

  /** Replaces a few lines with a few others, in one or two places. */
  #edit(path: string): string {
    const lines = this.#files.get(path)!
    for (let places = 1 + this.#random.below(2); places > 0; places -= 1) {
      const fresh = Array.from({ length: 1 + this.#random.below(6) }, () => this.#pool.line())
      lines.splice(this.#random.below(lines.length + 1), this.#random.below(5), ...fresh)
    }
    return this.#write(path)
  }

  #write(path: string): string {
    return `M 100644 inline ${path}\n${data(this.#files.get(path)!.join(''))}`
  }
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`
}
