/** Completion scripts for shells, written from the declarations. */
import { FlightrecError } from '../../model/errors.ts'
import { showText } from '../../model/show.ts'
import type { Command, OptionSpecs } from './command.ts'
import { GLOBAL_OPTIONS } from './global-options.ts'
import { longFlag } from './option-reader.ts'

const SHELLS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const

/**
 * Returns a script that a shell can source.
 * @throws {FlightrecError} usage, for a shell it does not know.
 */
export function completionScript(shell: string, catalogue: readonly Command[]): string {
  if (Object.hasOwn(SHELLS, shell)) return SHELLS[shell as keyof typeof SHELLS](catalogue)
  throw new FlightrecError('usage', `no completions for the shell '${showText(shell)}'`, {
    hint: 'Run `flightrec completion bash`, or zsh or fish.',
  })
}

interface Words {
  /** Command names that lead here, joined by a space; '' is flightrec itself. */
  path: string
  commands: readonly Command[]
  options: OptionSpecs
  /** What its arguments may be, where that is known. */
  choices: readonly string[]
}

/** Returns what can be typed at each command, flightrec itself first. */
function wordsOf(commands: readonly Command[], path = '', own?: Command): Words[] {
  const choices = own?.arguments?.flatMap((argument) => argument.choices ?? []) ?? []
  const here = { path, commands, choices, options: { ...own?.options, ...GLOBAL_OPTIONS } }
  const below = commands.flatMap((one) =>
    wordsOf(one.subcommands ?? [], `${path} ${one.name}`.trim(), one),
  )
  return [here, ...below]
}

function flagsOf(options: OptionSpecs): string[] {
  return Object.entries(options).flatMap(([name, { short }]) =>
    short === undefined ? [longFlag(name)] : [`-${short}`, longFlag(name)],
  )
}

/** Options that take a value, as a shell pattern: what follows them is not a command. */
function valueFlags(options: OptionSpecs): string[] {
  return flagsOf(
    Object.fromEntries(Object.entries(options).filter(([, s]) => s.type !== 'boolean')),
  )
}

/** The same option may take other values elsewhere. */
function choiceCases({ path, options }: Words): string[] {
  return Object.entries(options).flatMap(([name, spec]) =>
    spec.type === 'string' && spec.choices
      ? [`    '${path} ${longFlag(name)}') words='${spec.choices.join(' ')}' ;;`]
      : [],
  )
}

function bashScript(catalogue: readonly Command[]): string {
  const all = wordsOf(catalogue)
  const valued = [...new Set(all.flatMap(({ options }) => valueFlags(options)))]
  const cases = all.map(({ path, commands, options, choices }) => {
    const names = commands.map(({ name }) => name)
    const words = [...names, ...choices, ...flagsOf(options)].join(' ')
    return `    '${path}') words='${words}' ;;`
  })
  const paths = all.map(({ path }) => `'${path}'`).slice(1)
  return `# bash completion for flightrec
_flightrec() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} path='' word words i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case $word in
      --) return ;;
      ${valued.join('|')}) ((i++)) ;;
      -*) ;;
      *) case "\${path:+$path }$word" in
        ${paths.join('|')}) path="\${path:+$path }$word" ;;
      esac ;;
    esac
  done
  case "$path $prev" in
${all.flatMap(choiceCases).join('\n')}
    ${valued.map((flag) => `*' ${flag}'`).join('|')}) return ;;
    *) case $path in
${cases.join('\n')}
    esac ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}
complete -o default -F _flightrec flightrec
`
}

function zshScript(catalogue: readonly Command[]): string {
  return `autoload -U +X bashcompinit && bashcompinit\n${bashScript(catalogue).replace(
    'mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")',
    'COMPREPLY=($(compgen -W "$words" -- "$cur"))',
  )}`
}

function fishScript(catalogue: readonly Command[]): string {
  const lines = wordsOf(catalogue).flatMap(({ path, commands, options, choices: values }) => {
    const names = commands.map(({ name }) => name)
    const seen = path
      .split(' ')
      .filter(Boolean)
      .map((name) => `__fish_seen_subcommand_from ${name}`)
    const none = names.length > 0 ? [`not __fish_seen_subcommand_from ${names.join(' ')}`] : []
    const condition = [...seen, ...none].join('; and ')
    const when = condition === '' ? '' : ` -n '${condition}'`
    return [
      ...(values.length > 0 ? [`complete -c flightrec${when} -f -a '${values.join(' ')}'`] : []),
      ...commands.map(
        ({ name, summary }) =>
          `complete -c flightrec${when} -f -a ${name} -d ${fishQuote(summary)}`,
      ),
      ...Object.entries(path === '' ? GLOBAL_OPTIONS : withoutGlobals(options)).map(
        ([name, spec]) => {
          const short = spec.short === undefined ? '' : ` -s ${spec.short}`
          const choices = 'choices' in spec && spec.choices
          const taken = choices ? ` -x -a '${choices.join(' ')}'` : ' -r'
          const value = spec.type === 'boolean' ? '' : taken
          const scope = path === '' ? '' : when
          return `complete -c flightrec${scope}${short} -l ${name}${value} -d ${fishQuote(spec.summary)}`
        },
      ),
    ]
  })
  return `# fish completion for flightrec\n${lines.join('\n')}\n`
}

function withoutGlobals(options: OptionSpecs): OptionSpecs {
  return Object.fromEntries(
    Object.entries(options).filter(([name]) => !Object.hasOwn(GLOBAL_OPTIONS, name)),
  )
}

function fishQuote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
