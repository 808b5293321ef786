/** Tells which arguments of a command are paths, and what it does with them. */
import { gitOperands } from './git-operands.ts'
import { looksLikeFile, type Operand, ofKind, optionFiles, plainOperands } from './operand-words.ts'
import type { ShellCommand } from './shell/command.ts'
import { codeIndex } from './shell/interpreters.ts'
import { isShell } from './shell/unwrap.ts'
import { filesAmongThings, namesThings } from './thing-operands.ts'
import { wordSet } from './word-set.ts'

/** Commands whose arguments are text, or the names of other things than files. */
const NO_PATHS = wordSet(
  `echo printf : true false test [ [[ alias unalias read set unset trap return exit shift local let
  kill killall pkill sleep date whoami id uname hostname ps top jobs wait bg fg history type which whereis
  command hash help man apropos expr seq yes basename dirname export declare readonly typeset
  gh glab jira brew apt apt-get dnf yum pacman snap systemctl service journalctl launchctl
  vault heroku vercel netlify pulumi export op pass bw`,
)

/** Commands all of whose operands are files they read. */
const READS =
  wordSet(`cat less more head tail tac nl bat batcat view strings xxd od hexdump hd wc sort uniq cut paste
  column fold fmt diff cmp comm sdiff vimdiff md5sum sha1sum sha256sum sha512sum shasum cksum b2sum base64 base32
  file stat ls ll la dir tree exa eza lsd du cd pushd open xdg-open source . realpath readlink gpg ssh-add
  zcat bzcat xzcat gzip gunzip bzip2 xz zstd zip unzip tar 7z rar scp rsync sftp code subl pr split csplit
  xclip pbcopy ssh-keygen lp lpr mail mutt wl-copy getfacl lsattr tesseract pdftotext jless glow mdcat`)
const WRITES = wordSet(
  `touch tee mkdir install truncate vim vi nvim nano emacs ed ex micro pico ln mkfifo mktemp patch`,
)
const DELETES = wordSet('rm unlink shred rmdir rimraf trash trash-put gio srm')
const CHANGES = wordSet('chmod chown chgrp chattr setfacl')
const SCRIPTED = wordSet(
  'sed gsed perl jq yq awk gawk mawk nawk grep egrep fgrep zgrep rg ag ack ripgrep',
)
const MOVES = wordSet('cp mv rename')

/** Returns the operands that are paths. */
export function operandsOf(command: ShellCommand): Operand[] {
  const { name, ownArgs } = command
  if (NO_PATHS.has(name) || name === '' || isQuestion(ownArgs)) return []
  if (name === 'git') return gitOperands(ownArgs)
  if (name === 'curl' || name === 'wget' || name === 'http') return transferOperands(ownArgs)
  if (name === 'dd') return ddOperands(ownArgs)
  if (name === 'find' || name === 'fd') return ofKind('read', foldersOfFind(ownArgs))
  if (SCRIPTED.has(name)) return scriptedOperands(command)
  const operands = plainOperands(ownArgs)
  if (MOVES.has(name)) return moveOperands(name, operands)
  if (DELETES.has(name)) return ofKind('delete', operands)
  if (CHANGES.has(name)) {
    // The mode may look like an option: `chmod -w x`.
    const hasDashedMode = ownArgs.some((arg) => /^-[rwxXst]+$/.test(arg))
    return ofKind('change', hasDashedMode ? operands : operands.slice(1))
  }
  if (WRITES.has(name)) return ofKind('write', operands)
  if (READS.has(name)) return ofKind('read', operands.map(remoteFree))
  if (/^(?:rmtree|remove|unlink|rm|rmdir|delete|rimraf)\w*\(\)$/.test(name))
    return ofKind('delete', operands)
  if (codeIndex(name, command.args) >= 0) return ofKind('read', operands.filter(looksLikeFile))
  if (namesThings(name)) return ofKind('read', filesAmongThings(name, ownArgs))
  if (isShell(name)) return ofKind('read', operands.slice(0, 1))
  return ofKind('read', [...operands, ...optionFiles(ownArgs)].filter(looksLikeFile))
}

function isQuestion(args: readonly string[]): boolean {
  return args.length === 1 && /^(?:--help|--version|-V)$/.test(args[0]!)
}

function remoteFree(path: string): string {
  return path.replace(/^[\w.@-]+:(?!\/\/)(?=[~/.\w])/, '')
}

function moveOperands(name: string, operands: readonly string[]): Operand[] {
  const sources = ofKind(name === 'cp' ? 'read' : 'delete', operands.slice(0, -1))
  return [...sources, ...ofKind('write', operands.slice(-1))]
}

function ddOperands(args: readonly string[]): Operand[] {
  return args.flatMap((arg): Operand[] => {
    if (arg.startsWith('if=')) return [{ kind: 'read', path: arg.slice(3) }]
    return arg.startsWith('of=') ? [{ kind: 'write', path: arg.slice(3) }] : []
  })
}

function foldersOfFind(args: readonly string[]): string[] {
  const end = args.findIndex((arg) => /^[-(!]/.test(arg))
  return args.slice(0, end < 0 ? args.length : end)
}

const SCRIPTED_VALUES =
  wordSet(`-e -f --expression --regexp -A -B -C -g --glob -t --type -F -v --arg --argjson
  --include --exclude --exclude-dir`)

/** The first operand is a program or a pattern, unless an option gave it. */
function scriptedOperands(command: ShellCommand): Operand[] {
  const { name, args } = command
  // Of perl and ruby the program text follows its option and must be seen to be left out.
  const ownArgs = /^(?:perl|ruby)/.test(name) ? args : command.ownArgs
  const isSed = /sed$/.test(name)
  const hasScript =
    ownArgs.some((arg) => /^(?:-e|-f|--expression|--regexp|--file)/.test(arg)) ||
    (name !== 'rg' && codeIndex(name, args) >= 0) ||
    ownArgs.includes('--files')
  const operands = ownArgs.filter(
    (arg, index) =>
      !/^-./.test(arg) &&
      !(SCRIPTED_VALUES.has(ownArgs[index - 1] ?? '') && !isFlagOf(name, ownArgs[index - 1]!)),
  )
  const writes = isSed && ownArgs.some((arg) => /^(?:-[a-zA-Z]*i|--in-place)/.test(arg))
  return ofKind(writes ? 'write' : 'read', hasScript ? operands : operands.slice(1))
}

/** `-v`, `-F` and `-f` take no value for grep and jq, which others give them. */
function isFlagOf(name: string, option: string): boolean {
  return /grep$|^rg$|^ag$|^ack$/.test(name) && /^-[vF]$/.test(option)
}

/** Options whose value is a file that is read. */
const SENT_FILES =
  wordSet(`-T -K -E -b --upload-file --config --cert --key --cacert --netrc-file --cookie
  --post-file --body-file -i --input-file --private-key --certificate`)

/** `-d @FILE`, `-F name=@FILE`, `-T FILE`, `-o FILE` and their long forms. */
function transferOperands(args: readonly string[]): Operand[] {
  return args.flatMap((arg, index): Operand[] => {
    const before = args[index - 1] ?? ''
    const at = /(?:^|=|^-[dF])[@<]([^;,\s]+)/.exec(arg)
    if (at && !/^(?:-H|--header)$/.test(before)) return [{ kind: 'read', path: at[1]! }]
    if (SENT_FILES.has(before) && looksLikeFile(arg)) return [{ kind: 'read', path: arg }]
    if (
      /^(?:-o|-O|--output|--output-document)$/.test(before) &&
      !arg.startsWith('-') &&
      !/:\/\//.test(arg)
    ) {
      return [{ kind: 'write', path: arg }]
    }
    const long = /^--(?:upload-file|post-file|body-file|key|cert|config)=(.+)$/.exec(arg)
    return long ? [{ kind: 'read', path: long[1]! }] : []
  })
}
