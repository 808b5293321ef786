/**
 * Asks git which paths the `.gitignore` files of a root leave out, so that they mean what they mean in git.
 * Only those files count: the settings, the excludes and the index of any repository in the root do not.
 */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { type RawPath, rawToBuffer } from '../model/raw-path.ts'
import { showText } from '../model/show.ts'
import { spawnGit } from './process/run.ts'

const SILENCE_MAX_MS = 5_000
/** Source, line, pattern, path. */
const FIELDS = 4

/** What git says of one path alone; it then ends without a word on those after it. */
const ABOUT_ONE_PATH = /beyond a symbolic link|outside repository/

/**
 * Answers for the length of one scan: git reads each `.gitignore` once, so one that has changed calls for a
 * new object and a look at everything.
 */
export class GitIgnore {
  readonly #gitDir: string
  readonly #root: string
  #child: ChildProcessWithoutNullStreams | undefined
  #turn: Promise<unknown> = Promise.resolve()
  #problem: string | undefined

  /** `gitDir` is the shadow repo of `root`; git needs one to run in, and its own is free of settings. */
  constructor(gitDir: string, root: string) {
    this.#gitDir = gitDir
    this.#root = root
  }

  /** Why git gave no answer; from then on nothing is ignored, so nothing goes unrecorded. */
  get problem(): string | undefined {
    return this.#problem
  }

  /** Returns those of `paths` that are ignored: files, links and folders that are there. */
  ignoredAmong(paths: readonly RawPath[]): Promise<Set<RawPath>> {
    const answer = this.#turn.then(() => this.#askAll(paths))
    this.#turn = answer
    return answer
  }

  close(): void {
    this.#child?.kill()
    this.#child = undefined
  }

  async #askAll(paths: readonly RawPath[]): Promise<Set<RawPath>> {
    const ignored = new Set<RawPath>()
    for (let next = 0; next < paths.length && this.#problem === undefined; ) {
      const asked = paths.slice(next)
      const answers = await this.#ask(asked)
      for (const [index, isIgnored] of answers.entries()) {
        if (isIgnored) ignored.add(asked[index]!)
      }
      // A path git cannot judge, such as one behind a link, ends git: it counts as not ignored.
      next += answers.length + 1
    }
    return ignored
  }

  /** Returns an answer for each path, or for those before the one git cannot judge. */
  #ask(paths: readonly RawPath[]): Promise<boolean[]> {
    this.#child ??= this.#start()
    const child = this.#child
    return new Promise((resolve) => {
      const answers: boolean[] = []
      let fields: string[] = []
      let cut = ''
      let said = ''
      const finish = (problem?: string) => {
        clearTimeout(timer)
        for (const stream of [child.stdout, child.stderr]) stream.removeAllListeners('data')
        child.removeAllListeners('close')
        if (problem !== undefined) {
          this.#problem = problem
          this.close()
        }
        resolve(answers)
      }
      const timer = setTimeout(
        () => finish('git check-ignore does not answer; is a .gitignore a pipe?'),
        SILENCE_MAX_MS,
      )
      child.stderr.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString('utf8')).slice(-2000)
      })
      child.stdout.on('data', (chunk: Buffer) => {
        timer.refresh()
        const parts = (cut + chunk.toString('latin1')).split('\0')
        cut = parts.pop()!
        fields = fields.concat(parts)
        const whole = fields.length - (fields.length % FIELDS)
        for (let at = 0; at < whole; at += FIELDS) answers.push(isIgnoring(fields, at))
        fields = fields.slice(whole)
        if (answers.length === paths.length) finish()
      })
      child.on('close', () => {
        const last = said.trim().split('\n').at(-1) ?? ''
        finish(ABOUT_ONE_PATH.test(last) ? undefined : `git check-ignore: ${showText(last)}`)
      })
      // With `./` in front no name can be taken for pathspec magic, such as `:(top)`.
      child.stdin.write(Buffer.concat(paths.map((path) => rawToBuffer(`./${path}\0` as RawPath))))
    })
  }

  #start(): ChildProcessWithoutNullStreams {
    // check-ignore refuses literal pathspecs; -C, since relative paths start at the current folder.
    const args = ['-C', this.#root, '--no-literal-pathspecs', 'check-ignore', '--no-index']
    const child = spawnGit(this.#gitDir, [...args, '--stdin', '-z', '-v', '-n'], this.#root)
    child.on('exit', () => {
      if (this.#child === child) this.#child = undefined
    })
    child.on('error', (error) => {
      this.#problem = `git cannot be started: ${showText(error.message)}`
    })
    return child
  }
}

/** Whether a pattern matched, and it was not one of those with `!` that take a path back in. */
function isIgnoring(fields: readonly string[], at: number): boolean {
  return fields[at] !== '' && !fields[at + 2]!.startsWith('!')
}
