/** What a rule is: a value that looks at one event and says what it found. */
import type { EventType } from '../model/event.ts'
import type { Risk } from '../model/risk.ts'
import type { PathAccess } from './path-access.ts'
import type { ShellCommand } from './shell/command.ts'
import type { Subject } from './subject.ts'

/** What a check found, in one sentence. */
export interface Hit {
  message: string
  paths?: readonly string[]
}

/** An event as an example gives it: shell text alone, or an event of another type. */
export type Example = string | ExampleEvent

interface ExampleEvent {
  type: EventType
  paths?: readonly string[]
  mode?: string
  command?: string
  durationMs?: number
  /** Folders watched; without them nothing is outside. */
  roots?: readonly string[]
}

/** One rule. Whichever checks it has are asked; the first hit makes its finding. */
export interface Rule {
  id: string
  risk: Risk
  /** One line, no full stop. */
  summary: string
  /** Why it matters, in a sentence or two. */
  why: string
  /** What was done, where other rules report the same act: of one act, the worst is enough. */
  act?: 'delete'
  /** Where taxonomies have it: OWASP Agentic (`ASI02`), MITRE ATT&CK (`T1485`). */
  tags: readonly string[]
  /** Examples that make it report, and look-alikes that must not; both are tests. */
  fires: readonly Example[]
  silent: readonly Example[]
  /** Looks at each command that is run. */
  checkCommand?(command: ShellCommand, subject: Subject): Hit | undefined
  /** Looks at each path that is touched, by a command or as the event says. */
  checkPath?(access: PathAccess, subject: Subject): Hit | undefined
  /** Looks at the event as a whole. */
  check?(subject: Subject): Hit | undefined
}
