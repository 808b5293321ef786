/** Names of variables and options that say what the file they name holds, whatever that file is called. */
import { joinPattern } from '../join-pattern.ts'

/** What a file holds: a key, what a program logs in with, or other credentials. */
export type Holding = 'key' | 'login' | 'credentials'

const LOGINS = joinPattern(
  'i',
  '^(?:KUBECONFIG|KUBE_CONFIG_PATHS?|NETRC(?:_FILE)?|PGPASSFILE|PGSERVICEFILE|DOCKER_CONFIG|REGISTRY_AUTH_FILE',
  '|(?:NPM|PNPM|YARN)_CONFIG_(?:USER|GLOBAL)CONFIG|AWS_CONFIG_FILE|AZURE_(?:CONFIG_DIR|AUTH_LOCATION)|CLOUDSDK_CONFIG',
  '|G(?:H|LAB)_CONFIG_DIR|OP_CONFIG_DIR|GNUPGHOME|PASSWORD_STORE_DIR|BOTO_CONFIG|TF_CLI_CONFIG_FILE',
  '|HELM_REGISTRY_CONFIG|OCI_CLI_CONFIG_FILE|MYSQL_TEST_LOGIN_FILE|KRB5CCNAME|KRB5_(?:CLIENT_)?KTNAME)$',
)
/** That what is named is a file, where the word before may as well name a value: `TOKEN_FILE`. */
const FILE = '_?(?:FILE|PATH|LOCATION)S?$'
const KEYS = joinPattern(
  'i',
  '(?:^|_)(?:(?:PRIVATE|CLIENT|SSH|SSL|TLS|SERVER|DEPLOY|HOST|SIGNING)_?KEY$',
  `|KEY${FILE}|PGSSLKEY$|IDENTITY_?FILE$|CLIENT_CERTIFICATE_PATH$)`,
)
const CREDENTIALS = joinPattern(
  'i',
  `(?:^|_)(?:CREDENTIALS?(?:_(?:FILE|PATH|JSON|LOCATION)S?)?$|CREDS?${FILE}`,
  `|(?:TOKEN|SECRETS?|PASSWORD|PASSWD|PASSPHRASE|PASS|SERVICE_ACCOUNT)${FILE})`,
)
/** Of no one alone, or no file: the public half of a key, and what stands for none. */
const OPEN_NAME = /(?:^|_)(?:PUB|PUBLIC|CACHE|PRIMARY|FOREIGN|SORT|TRANSLATION)_?KEY/i
const NO_SECRET = /^\/dev\/(?:null|stdin|fd\/)|\.pub$|^\/$/

/** Returns what the files are that a variable of this name points to; undefined when its name does not say. */
export function holdingOf(variable: string): Holding | undefined {
  if (LOGINS.test(variable)) return 'login'
  if (OPEN_NAME.test(variable)) return undefined
  if (KEYS.test(variable)) return 'key'
  return CREDENTIALS.test(variable) ? 'credentials' : undefined
}

/** Whether a value could be such a file: neither empty, nor the secret itself, nor a known stand-in for none. */
export function mayHold(path: string): boolean {
  return path !== '' && !/[\s{}<>"'=]|:\/\//.test(path) && !NO_SECRET.test(path)
}

/** Returns the files that options name, such as `--key-file=FILE`, and `-i FILE` of ssh and its like. */
export function filesInOptions(
  name: string,
  args: readonly string[],
): { path: string; holds: Holding }[] {
  const end = args.indexOf('--')
  const own = end < 0 ? args : args.slice(0, end)
  return own.flatMap((arg, index) => {
    const [, option = '', attached] = /^(--?[A-Za-z][\w-]*)(?:=(.+))?$/s.exec(arg) ?? []
    const identity = LOGS_IN.test(name) ? identityFile(arg, args[index + 1]) : undefined
    if (identity !== undefined) return mayHold(identity) ? [{ path: identity, holds: 'key' }] : []
    const holds = optionHolding(name, option)
    const path = attached ?? args[index + 1] ?? ''
    return holds && !path.startsWith('-') && mayHold(path) ? [{ path, holds }] : []
  })
}

const LOGS_IN = /^(?:auto)?ssh$|^scp$|^sftp$|^sshfs$/

function identityFile(arg: string, next: string | undefined): string | undefined {
  const attached = /^-[46AaCfGgKkMNnqsTtVvXxYy]*i(.*)$/s.exec(arg)
  if (attached) return attached[1] || (next ?? '')
  const text = arg === '-o' ? next : /^-o(.+)$/s.exec(arg)?.[1]
  return /^(?:IdentityFile|CertificateFile)[ =]+(\S+)$/i.exec(text ?? '')?.[1]
}

function optionHolding(name: string, option: string): Holding | undefined {
  if (!option.startsWith('--')) return undefined
  if (option === '--key' && /^(?:curl|wget|http|https)$/.test(name)) return 'key'
  if (option === '--private-key') return 'key'
  const variable = option.slice(2).replaceAll('-', '_')
  // A bare `--client-key` may be the key itself; only what says that it is a file counts, or names one by habit.
  return /(?:FILE|PATH|CONFIG|LOCATION)S?$/i.test(variable) ? holdingOf(variable) : undefined
}
