/** Variables that a command is given, and what comes of them: programs that are run, files that are read. */
import { joinPattern } from '../join-pattern.ts'
import type { ShellCommand } from './command.ts'
import { type Holding, holdingOf, mayHold } from './secret-holders.ts'

const EXPORTING = /^(?:export|declare|typeset|setenv)$/
/** Their values are shell text that some program runs. */
const RUN = joinPattern(
  '',
  '^(?:GIT_(?:SSH_COMMAND|SSH|EDITOR|SEQUENCE_EDITOR|PAGER|EXTERNAL_DIFF|ASKPASS|PROXY_COMMAND)',
  '|(?:SSH|SUDO)_ASKPASS|(?:SUDO_|SYSTEMD_|KUBE_|HG)?EDITOR|VISUAL|FCEDIT|(?:MAN)?PAGER|BROWSER',
  '|LESSOPEN|PROMPT_COMMAND|(?:RSYNC|CVS)_RSH|SVN_SSH)$',
)

type Given = Pick<ShellCommand, 'name' | 'args' | 'assignments'>

/** Returns the variables set for a command alone, or for all that follow. */
function variablesGiven({ name, args, assignments }: Given): [name: string, value: string][] {
  const exported = EXPORTING.test(name) ? args : []
  return [
    ...assignments,
    ...pairGiven(name, args),
    ...exported.flatMap((arg): [string, string][] => {
      const [, variable, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(arg) ?? []
      return variable === undefined ? [] : [[variable, value!]]
    }),
  ]
}

/** `setenv NAME VALUE` of csh, `set -gx NAME VALUE` of fish. */
function pairGiven(name: string, args: readonly string[]): [name: string, value: string][] {
  const words = name === 'set' && /^-(?:[gU]*x|-export)$/.test(args[0] ?? '') ? args.slice(1) : args
  const isPair = name === 'setenv' || words !== args
  const [variable = '', value] = words
  return isPair && value !== undefined && /^[A-Za-z_]\w*$/.test(variable) ? [[variable, value]] : []
}

/** Returns the shell text among them that programs will run. */
export function textsInVariables(command: Given): string[] {
  return variablesGiven(command).flatMap(([name, value]) => (RUN.test(name) ? [value] : []))
}

/** A file that a command is pointed to, and what it holds where the name it is given by says so. */
interface NamedFile {
  path: string
  holds?: Holding
}

/** Returns the files that variables point a command to, such as `KUBECONFIG=~/.kube/config`. */
export function filesInVariables(command: Given): NamedFile[] {
  return variablesGiven(command).flatMap(([name, value]): NamedFile[] => {
    if (RUN.test(name) || /\s|:\/\//.test(value)) return []
    const holds = holdingOf(name)
    return value.split(':').flatMap((path): NamedFile[] => {
      const isFile = isSpelledOut(path) || (namesFile(name) && hasEnding(path))
      if (holds && mayHold(path) && (isFile || saysFile(name))) return [{ path, holds }]
      return isFile ? [{ path }] : []
    })
  })
}

function isSpelledOut(path: string): boolean {
  return /^(?:~|\.{0,2}\/|\.\w)/.test(path)
}

function namesFile(variable: string): boolean {
  return /(?:FILE|PATH|CONFIG|CREDENTIALS?|CERT|KEY|PEM|PASS|RC|ENV)S?$/i.test(variable)
}

/** Its value is a file even when it is spelled like any word. */
function saysFile(variable: string): boolean {
  return /(?:FILE|PATH|CONFIG|APPLICATION_CREDENTIALS|^NETRC)$/i.test(variable)
}

function hasEnding(path: string): boolean {
  return /^[\w./-]+\.[A-Za-z]\w{1,8}$/.test(path)
}
