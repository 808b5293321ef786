/** What the calls of some sessions may have been run for, and from when on. What is hidden may have been anything. */
import type { Event } from '../../model/event.ts'
import { isConfined } from '../../rules/reach.ts'
import { analyseShell } from '../../rules/shell/analyse.ts'
import type { JoinedStep } from '../sessions/joined-steps.ts'
import { COMMAND_KINDS, type CommandKind } from './claimed-commands.ts'
import { oneOf } from './phrases.ts'

/** Words in a command, or in the name of a tool, that may mean the deed: one that is there is never missed. */
const RUNS: Readonly<Record<CommandKind, RegExp>> = {
  tests: mention(
    'test|spec|jest|mocha|tox|nox|check|verify|\\bci\\b|cypress|playwright|karma|\\bava\\b|\\btap\\b',
    'junit|assert',
  ),
  build: mention(
    'build|compil|make|tsc|webpack|rollup|vite|bundle|gcc|g\\+\\+|clang|javac|cargo|\\bgo\\b|gradle',
    'mvn|dotnet|swift|xcode|ninja|bazel|dist|pack|check|docker',
  ),
  lint: mention('lint|ruff|flake8|biome|clippy|rubocop|check|standard|\\bvet\\b|pre-commit|style'),
  format: mention('format|fmt|prettier|black|biome|ruff|lint|yapf|isort|style|pre-commit'),
  types: mention('tsc|type|mypy|pyright|check|build|compil|flow|pyre|sorbet'),
  commit: mention(
    'commit|\\bgh\\b|\\bjj\\b|\\bhg\\b|\\bsl\\b|svn|merge|rebase|cherry|revert|\\bam\\b|release|version',
  ),
  push: mention('push|\\bgh\\b|publish|sync|deploy|\\bjj\\b|\\bhg\\b|svn|release'),
  install: mention(
    'install|\\bci\\b|\\badd\\b|\\bi\\b|pip|poetry|\\buv\\b|sync|bundle|apt|brew|cargo|\\bgo\\b|yarn',
    'pnpm|composer|\\bgem\\b|setup|restore|conda|nix|dependenc',
  ),
  migration: mention(
    'migrat|alembic|flyway|liquibase|prisma|knex|schema|\\bdb\\b|sql|upgrade|diesel|sequelize',
    'typeorm|rails|rake|manage\\.py',
  ),
  deploy: mention(
    'deploy|publish|apply|push|ship|release|rsync|scp|ssh|kubectl|helm|terraform|vercel|netlify',
    '\\bfly|heroku|serverless|cdk|cloud|\\baws\\b|\\baz\\b|wrangler|docker|ansible|firebase|upload',
  ),
}

function mention(...words: readonly string[]): RegExp {
  return new RegExp(oneOf(...words), 'i')
}

/** Tools that run code, or let others work. */
const HIDING_TOOL = mention(
  'exec|shell|bash|terminal|command|code|python|notebook|script|task|agent|spawn|delegate|dispatch',
  'kernel|repl|browser',
)
const PLAIN_EVENT = /^(?:FILE_|AGENT_THINK$|USER_INPUT$|HTTP_)/
/** A commit or a push runs the hooks of the repository. */
const BY_GIT_HOOKS: readonly CommandKind[] = ['tests', 'build', 'lint', 'format', 'types']

export class SeenCommands {
  readonly #sinceMs = new Map<CommandKind, number>()

  add({ event }: JoinedStep): void {
    const { phase, source, time } = event
    if (phase === undefined || source === 'watch') return
    const timeMs = Date.parse(time)
    for (const deed of deedsOfCall(event)) {
      this.#sinceMs.set(deed, Math.min(timeMs, this.#sinceMs.get(deed) ?? timeMs))
    }
  }

  /** Whether something may have been done for this by then. */
  mayBeDone(deed: CommandKind, byMs: number): boolean {
    return (this.#sinceMs.get(deed) ?? Number.POSITIVE_INFINITY) <= byMs
  }
}

function deedsOfCall(event: Event): readonly CommandKind[] {
  const { event_type: type, tool = '', summary, command } = event
  if (type === 'SHELL_EXEC') return command ? deedsOfCommand(command, event.cwd) : COMMAND_KINDS
  if (PLAIN_EVENT.test(type)) return []
  return HIDING_TOOL.test(tool) ? COMMAND_KINDS : deedsIn(`${tool} ${summary}`)
}

function deedsOfCommand(command: string, cwd: string | undefined): readonly CommandKind[] {
  const { commands, problems } = analyseShell(command, cwd || '/')
  const isHiding = commands.some(
    (one) => one.name !== 'git' && !isConfined(one) && !/^apply_?patch$/.test(one.name),
  )
  if (problems.length > 0 || isHiding) return COMMAND_KINDS
  // The others look at files or change those they name, and run nothing.
  const byGit = deedsIn(
    commands.map(({ name, args }) => (name === 'git' ? args.join(' ') : '')).join(' '),
  )
  const runsHooks = byGit.includes('commit') || byGit.includes('push')
  return [...byGit, ...(runsHooks ? BY_GIT_HOOKS : [])]
}

function deedsIn(text: string): CommandKind[] {
  return COMMAND_KINDS.filter((deed) => RUNS[deed].test(text))
}
