/**
 * What the block holds: for each agent a function of its name, which starts it through `flightrec run` where a person
 * sits at a terminal and flightrec works, else as if nothing were there.
 */
import { shellWord } from '../../model/shell-word.ts'
import type { ShellName } from './shells.ts'

/** Set to 0, it has agents started without flightrec. */
const OPT_OUT = 'FLIGHTREC_TERMINAL'

/** Names that every shell takes for a function. */
const NAME = /^[A-Za-z][\w-]*$/

export function isFunctionName(name: string): boolean {
  return NAME.test(name)
}

/** Returns the lines of the block. `program` is flightrec, as the shell finds it. */
export function startFunctions(
  shell: ShellName,
  program: string,
  agents: readonly string[],
): string[] {
  const word = shellWord(program)
  return shell === 'fish' ? fishLines(word, agents) : posixLines(word, agents)
}

const ABOUT =
  '# Starts these agents through `flightrec run`, which records them. `flightrec shell remove` takes it out.'

const NOT_STARTED = 'flightrec did not start: nothing of this is recorded'

/**
 * For bash and zsh. After `function` no alias of that name is expanded; functions of the user's own stay. No process is
 * started to see whether flightrec works: it takes a file away once it has started the agent, and where the file is
 * left, nobody has. A signal, such as that of Ctrl-C, ends both.
 */
function posixLines(program: string, agents: readonly string[]): string[] {
  return [
    ABOUT,
    'function __flightrec_start {',
    `  if [ "\${${OPT_OUT}-}" != 0 ] && [ -t 0 ] && [ -t 1 ] && command -v ${program} >/dev/null 2>&1; then`,
    `    local run="\${FLIGHTREC_HOME:-$HOME/.flightrec}/run" code=0`,
    '    local begun="$run/begun.$$.$RANDOM"',
    '    if [ -w "$run" ] && true >| "$begun"; then',
    `      command ${program} run --begun "$begun" -- "$@" || code=$?`,
    '      [ -e "$begun" ] || return $code',
    '      command rm -f "$begun"',
    '      [ $code -lt 128 ] || return $code',
    `      echo '${NOT_STARTED}' >&2`,
    `    elif command ${program} shell check </dev/null >/dev/null 2>&1; then`,
    `      command ${program} run -- "$@"`,
    '      return',
    '    fi',
    '  fi',
    '  command "$@"',
    '}',
    ...agents.map(
      (agent) =>
        `typeset -f ${agent} >/dev/null 2>&1 || function ${agent} { __flightrec_start ${agent} "$@"; }`,
    ),
  ]
}

function fishLines(program: string, agents: readonly string[]): string[] {
  return [
    ABOUT,
    'function __flightrec_start',
    `  if test "$${OPT_OUT}" != 0; and test -t 0; and test -t 1; and command -q ${program}`,
    '    set -l run $HOME/.flightrec/run',
    '    test -n "$FLIGHTREC_HOME"; and set run $FLIGHTREC_HOME/run',
    '    set -l begun $run/begun.$fish_pid.(random)',
    '    if test -w $run; and true > $begun',
    `      command ${program} run --begun $begun -- $argv`,
    '      set -l code $status',
    '      test -e $begun; or return $code',
    '      command rm -f $begun',
    '      test $code -lt 128; or return $code',
    `      echo '${NOT_STARTED}' >&2`,
    `    else if command ${program} shell check </dev/null >/dev/null 2>&1`,
    `      command ${program} run -- $argv`,
    '      return',
    '    end',
    '  end',
    '  command $argv',
    'end',
    ...agents.map(
      (agent) =>
        `functions -q ${agent}; or function ${agent} --wraps ${agent}; __flightrec_start ${agent} $argv; end`,
    ),
  ]
}

const DEFINED = /^(?:typeset -f|functions -q) ([\w-]+)/

/** Returns the agents that the lines of a block start. */
export function agentsIn(lines: readonly string[]): string[] {
  return lines.flatMap((line) => DEFINED.exec(line)?.[1] ?? [])
}
