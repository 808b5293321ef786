/** Variables that a command is given, and what comes of them: programs that are run, files that are read. */
import { joinPattern } from '../join-pattern.ts'
import type { ShellCommand } from './command.ts'

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
export function variablesGiven({
  name,
  args,
  assignments,
}: Given): [name: string, value: string][] {
  const exported = EXPORTING.test(name) ? args : []
  return [
    ...assignments,
    ...exported.flatMap((arg): [string, string][] => {
      const [, variable, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(arg) ?? []
      return variable === undefined ? [] : [[variable, value!]]
    }),
  ]
}

/** Returns the shell text among them that programs will run. */
export function textsInVariables(command: Given): string[] {
  return variablesGiven(command).flatMap(([name, value]) => (RUN.test(name) ? [value] : []))
}

/** Returns the files that variables point a command to, such as `KUBECONFIG=~/.kube/config`. */
export function filesInVariables(command: Given): string[] {
  return variablesGiven(command).flatMap(([name, value]) => {
    if (RUN.test(name) || /\s|:\/\//.test(value)) return []
    return value
      .split(':')
      .filter((path) => isSpelledOut(path) || (namesFile(name) && hasEnding(path)))
  })
}

function isSpelledOut(path: string): boolean {
  return /^(?:~|\.{0,2}\/|\.\w)/.test(path)
}

function namesFile(variable: string): boolean {
  return /(?:FILE|PATH|CONFIG|CREDENTIALS?|CERT|KEY|PEM|PASS|RC|ENV)S?$/i.test(variable)
}

function hasEnding(path: string): boolean {
  return /^[\w./-]+\.[A-Za-z]\w{1,8}$/.test(path)
}
