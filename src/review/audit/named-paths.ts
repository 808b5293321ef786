/** The paths that the calls of some sessions name as something that they change. */
import { plainPath } from '../../rules/compact-path.ts'
import { type Occurrence, occurrenceOf } from '../../rules/occurrence.ts'
import { reachOf } from '../../rules/reach.ts'
import { userHome } from '../../system/environment.ts'
import { eventsOf, type JoinedStep } from '../sessions/joined-steps.ts'

const CHANGING = /^(?:FILE_(?:WRITE|DELETE|RENAME|CHMOD|CHOWN)|SHELL_EXEC)$/
const CALLS_MAX = 20_000

export class NamedPaths {
  readonly #calls: Occurrence[] = []
  /** Whether there were more than are kept. */
  #isCut = false

  add(step: JoinedStep): void {
    for (const event of eventsOf(step)) {
      if (event.source === 'watch' || !CHANGING.test(event.event_type)) continue
      if (this.#calls.length < CALLS_MAX) this.#calls.push(occurrenceOf(event))
      else this.#isCut = true
    }
  }

  /** Whether a call may have named a path, which is absolute, or one that ends as `isIt` says. */
  mayName(path: string, isIt: (path: string) => boolean): boolean {
    return (
      this.#isCut ||
      this.#calls.some((call) => {
        const { cwd = '', paths = [], type } = call
        if (type !== 'SHELL_EXEC') return paths.some((named) => isIt(plainPath(named, cwd)))
        const { names } = reachOf(call, userHome())
        return names(path, 'there') || names(path, 'gone')
      })
    )
  }
}
