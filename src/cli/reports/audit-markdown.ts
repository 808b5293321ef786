/** An audit as Markdown: the verdict first, what does not fit next, what the record cannot tell last. */
import { CHANGE_SYMBOL } from '../../model/change.ts'
import { showCount, showNumber } from '../../model/counts.ts'
import { GAP_REASONS } from '../../model/gap.ts'
import { formatCost } from '../../model/narrative.ts'
import { RISK_MARKS } from '../../model/style.ts'
import { formatClock, formatDuration, formatMoment } from '../../model/units.ts'
import type { Claim, UnrunCall } from '../../review/audit/account.ts'
import type { Audit, OwnChange } from '../../review/audit/audit.ts'
import { COMMAND_KIND_WORDS } from '../../review/audit/claimed-commands.ts'
import { UNCHECKED } from '../../review/audit/judge-claims.ts'
import type { EventPlace } from '../../review/audit/place.ts'
import type { SeenChange } from '../../review/audit/seen-changes.ts'
import { changedFiles, verdictOf } from '../../review/audit/verdict.ts'
import { promptTokens } from '../../review/sessions/usage-sum.ts'
import { shortSessionId } from '../sessions/session-lines.ts'
import { markdownCode, markdownText } from './markdown.ts'
import { inRoot, moreLine } from './report-markdown.ts'
import { NO_SCREEN, screenLines } from './screen-markdown.ts'

const LISTED_MAX = 50
const PATHS_SHOWN_MAX = 5

export function auditLines(audit: Audit): string[] {
  const page = new AuditPage(audit)
  return [
    ...page.head(),
    ...page.account(),
    ...page.record(),
    ...page.facts(),
    ...section('On the terminal', screenLines(audit.screen), NO_SCREEN),
    ...page.limits(),
  ]
}

class AuditPage {
  readonly #audit: Audit
  readonly #root: string

  constructor(audit: Audit) {
    this.#audit = audit
    this.#root = audit.sessions[0]!.root ?? ''
  }

  head(): string[] {
    const { sessions } = this.#audit
    const { id, agent, root, started, ended, last, manual } = sessions[0]!
    const end = ended === undefined ? 'it is running' : formatMoment(Date.parse(ended))
    const took = formatDuration(Date.parse(ended ?? last) - Date.parse(started))
    const children = sessions.slice(1).map((child) => markdownCode(shortSessionId(child.id)))
    return [
      `${shortSessionId(id)} ${markdownText(agent)}: ${verdictOf(this.#audit)}`,
      '',
      `# Audit: ${id}`,
      '',
      ...(root === undefined ? [] : [`- **Root:** ${markdownCode(root)}`]),
      `- **Started:** ${formatMoment(Date.parse(started))}`,
      `- **Ended:** ${end} (${took})`,
      ...(children.length > 0 ? [`- **With its subagents:** ${children.join(', ')}`] : []),
      ...(manual ? ['- **Begun by hand:** it tells of no calls, so nothing is declared'] : []),
    ]
  }

  account(): string[] {
    const { claims, notBorneOut, unchecked, successHints, onlyHints, runHints, fileHints } =
      this.#audit
    const judged = claims.total - unchecked.length
    const none =
      judged === 0
        ? 'No claim to have changed a file could be checked.'
        : `All ${showCount(judged, 'claim')} that could be checked ${judged === 1 ? 'is' : 'are'} borne out.`
    const hints = [
      ...successHints.map((hint) => {
        const { summary, exit_code, seq } = hint.failed
        const how = exit_code === undefined ? 'failed' : `ended with ${exit_code}`
        const failed = `${this.#at({ ...hint, seq })} ${markdownCode(summary)} ${how}`
        return `- ${this.#at(hint)} “${markdownText(hint.sentence)}”, but ${failed}`
      }),
      ...onlyHints.map((hint) => {
        return `- ${this.#at(hint)} “${markdownText(hint.sentence)}”, but it also changed ${this.#paths(hint.paths)}`
      }),
      ...runHints.map((hint) => {
        const what = COMMAND_KIND_WORDS[hint.deed]
        return `- ${this.#at(hint)} “${markdownText(hint.sentence)}”, but no command was seen that may have run ${what}`
      }),
      ...fileHints.map((hint) => {
        const file = markdownCode(hint.path)
        const but =
          hint.is === 'changed'
            ? `nothing has changed ${file}, and no call was to`
            : `it changed ${file}`
        return `- ${this.#at(hint)} “${markdownText(hint.sentence)}”, but ${but}`
      }),
    ]
    return [
      ...section('Said, and not borne out', notBorneOut.map(this.#claim), none),
      ...optional(
        'Said, and not checked',
        unchecked.map(({ claim, why }) => `${this.#claim(claim)}: ${UNCHECKED[why]}`),
      ),
      ...optional('Words that do not fit (hints, no proof)', hints),
    ]
  }

  record(): string[] {
    const { undeclared, deletions, nobodys, others } = this.#audit
    const by = [...others].map(([session, count]) => {
      return `- ${markdownCode(shortSessionId(session))} ${showCount(count, 'change')}`
    })
    return [
      ...optional('Changed by it, and declared by no call', undeclared.map(this.#change)),
      ...optional('Deleted by it', deletions.map(this.#change)),
      ...optional('Files changed by it', this.#files()),
      ...optional('Changed meanwhile, by nobody known (not put down to the agent)', [
        ...nobodys.map((change) => `${this.#change(change)} (${nobodyReason(change)})`),
      ]),
      ...optional('Changed meanwhile by other sessions', by),
    ]
  }

  facts(): string[] {
    const { findings, failed, refused, unended, commands, hosts } = this.#audit
    const found = findings.map(({ session, rule, risk, events, count }) => {
      const places = events.map((seq) => this.#at({ session, seq }))
      const more = count > events.length ? ', …' : ''
      return `- ${RISK_MARKS[risk][0]} ${risk} ${markdownCode(rule)}: ${places.join(', ')}${more}`
    })
    const outcome = (exit_code: number | undefined, hasFailed: boolean) =>
      exit_code ? ` (exit ${exit_code})` : hasFailed ? ' (failed)' : ''
    return [
      ...section('Findings', found, 'The rules reported nothing.'),
      ...optional(
        'Failed calls',
        failed.items.map(
          (call) =>
            `- ${this.#at(call)} ${markdownText(call.summary)}${outcome(call.exit_code, true)}`,
        ),
        failed.omitted,
      ),
      ...optional('Refused, and not run', refused.items.map(this.#unrun), refused.omitted),
      ...optional(
        'Begun, and never said to have ended (refused, cut off, or running still)',
        unended.items.map(this.#unrun),
        unended.omitted,
      ),
      ...optional(
        'Commands',
        commands.items.map(
          (ran) =>
            `- ${this.#at(ran)} ${markdownCode(ran.command)}${outcome(ran.exit_code, ran.failed === true)}`,
        ),
        commands.omitted,
      ),
      ...optional(
        'Hosts named by commands and fetches',
        hosts.map(
          ({ host, count, first }) =>
            `- ${markdownText(host)}: ${this.#at(first)}${count > 1 ? ` and ${count - 1} more` : ''}`,
        ),
      ),
      ...this.#usage(),
    ]
  }

  /** What is not known is said as plainly as what is. */
  limits(): string[] {
    const { record, claims } = this.#audit
    const { isRecorded, beginsMs, gaps, incomplete } = record
    const lines = [
      ...(isRecorded
        ? []
        : [
            '- Nothing of the folder it works in was recorded: this is its account alone, and nothing bears it out.',
          ]),
      ...(beginsMs === undefined
        ? []
        : [
            `- The record of the folder begins at ${formatMoment(beginsMs)}; what was before is not known.`,
          ]),
      ...gaps.map(({ from, to, reason }) => {
        return `- Not recorded from ${formatMoment(from)} for ${formatDuration(to - from)}: ${GAP_REASONS[reason]}.`
      }),
      ...incomplete.map(
        ({ snapshot, skipped }) =>
          `- ${markdownCode(snapshot)} is incomplete: ${showCount(skipped, 'path')} could not be recorded.`,
      ),
      ...(claims.total === 0
        ? [
            '- No tool of the agent said that it writes a file, so no claim could be held against the record.',
          ]
        : []),
    ]
    return section(
      'What the record cannot tell',
      lines,
      'The folder was recorded all the time, as far as is known. Only what lies in recorded folders is seen.',
    )
  }

  #usage(): string[] {
    const { usage, models } = this.#audit
    const [input, output, cost] = [promptTokens(usage), usage.output_tokens, usage.cost_usd]
    const parts = [
      input === undefined ? '' : `${showNumber(input)} tokens in`,
      output === undefined ? '' : `${showNumber(output)} out`,
      cost === undefined ? '' : `${formatCost(cost)} USD`,
    ].filter((part) => part !== '')
    if (parts.length === 0) return []
    const by = models.length > 0 ? ` (${models.map(markdownText).join(', ')})` : ''
    return ['', '## Tokens and cost', '', `${parts.join(', ')}${by}`]
  }

  #files(): string[] {
    return changedFiles(this.#audit).map((path) => `- ${this.#path(path)}`)
  }

  readonly #claim = (claim: Claim): string => {
    const { tool, change, path } = claim
    const clock = formatClock(Date.parse(claim.time))
    const by = tool === undefined ? '' : ` (${markdownText(tool)})`
    return `- ${this.#at(claim)} ${clock} ${change} ${this.#path(path)}${by}`
  }

  readonly #unrun = (call: UnrunCall): string => {
    const { summary, findings = [] } = call
    const found = findings.length === 0 ? '' : `: ${findings.map(markdownCode).join(', ')}`
    return `- ${this.#at(call)} ${markdownCode(summary)}${found}`
  }

  readonly #change = (seen: OwnChange): string => {
    const { change, path, from, snapshot, session, seq } = seen
    const isKnown = session !== undefined && seq !== undefined
    const at = isKnown ? `${this.#at({ session, seq })} ` : ''
    const moved = from === undefined ? '' : ` from ${this.#path(from)}`
    return `- ${at}${CHANGE_SYMBOL[change]} ${this.#path(path)}${moved} in ${markdownCode(snapshot)}`
  }

  /** The number of an event; of a subagent's, with its session. */
  #at({ session, seq }: { session: string; seq: EventPlace['seq'] }): string {
    const isOwn = session === this.#audit.sessions[0]!.id
    return isOwn ? `[${seq}]` : `[${shortSessionId(session)}#${seq}]`
  }

  #path(path: string): string {
    return markdownCode(inRoot(this.#root, path))
  }

  #paths(paths: readonly string[]): string {
    const shown = paths.slice(0, PATHS_SHOWN_MAX).map((path) => this.#path(path))
    const more = paths.length - shown.length
    return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  }
}

function nobodyReason({ evidence, trigger }: SeenChange): string {
  if (trigger === 'restore') return 'by a restore or an undo'
  return evidence === 'contended' ? 'several could have made it' : 'no call explains it'
}

function section(title: string, lines: readonly string[], none: string, omitted = 0): string[] {
  const shown = lines.slice(0, LISTED_MAX)
  const more = moreLine(lines.length - shown.length + omitted, 'line')
  return ['', `## ${title}`, '', ...(shown.length > 0 ? shown : [none]), ...more]
}

function optional(title: string, lines: readonly string[], omitted = 0): string[] {
  return lines.length === 0 ? [] : section(title, lines, '', omitted)
}
