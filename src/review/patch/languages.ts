/** What a line of source is made of, by language: enough to colour it. */
import { extname } from 'node:path'

export interface Language {
  keywords: ReadonlySet<string>
  /** What begins a comment that goes to the end of the line. */
  comment: readonly string[]
  quotes: string
  /** Whether comments also stand between slash-star and star-slash. */
  hasBlocks?: true
}

const words = (text: string) => new Set(text.trim().split(/\s+/))
const C_WORDS = `
    abstract as async await break case catch class const continue default delete do else
    enum export extends final finally for from function if implements import in instanceof
    interface let new null of override package private protected public return static struct
    super switch this throw throws true false try type typeof undefined union unsigned using
    var virtual void while with yield int long char float double bool boolean string number`
const C_LIKE: Language = {
  hasBlocks: true,
  keywords: words(C_WORDS),
  comment: ['//'],
  quotes: '"\'`',
}
const RUST: Language = {
  keywords: words(
    `
    as async await break const continue crate dyn else enum extern false fn for if impl in
    let loop match mod move mut pub ref return self Self static struct super trait true type
    unsafe use where while`,
  ),
  comment: ['//'],
  quotes: '"',
}
const GO: Language = {
  keywords: words(
    `
    break case chan const continue default defer else fallthrough for func go goto if import
    interface map package range return select struct switch type var true false nil`,
  ),
  comment: ['//'],
  quotes: '"`\'',
}
const PYTHON: Language = {
  keywords: words(
    `
    and as assert async await break class continue def del elif else except finally for from
    global if import in is lambda nonlocal not or pass raise return try while with yield
    True False None self begin end then unless until do module require nil`,
  ),
  comment: ['#'],
  quotes: '"\'',
}
const SHELL: Language = {
  keywords: words(
    `
    if then else elif fi for in do done while until case esac function return export local
    set unset exit true false on off yes no null`,
  ),
  comment: ['#'],
  quotes: '"\'',
}
const SQL: Language = {
  keywords: words(
    `
    select from where insert into values update set delete create table index drop alter
    join left right inner outer on and or not null primary key group by order having limit
    SELECT FROM WHERE INSERT INTO VALUES UPDATE SET DELETE CREATE TABLE INDEX DROP ALTER
    JOIN LEFT RIGHT INNER OUTER ON AND OR NOT NULL PRIMARY KEY GROUP BY ORDER HAVING LIMIT`,
  ),
  comment: ['--'],
  quotes: '\'"',
}
const JSON_LIKE: Language = { keywords: words('true false null'), comment: ['//'], quotes: '"' }

const BY_ENDING: Record<string, Language> = {}
const ENDINGS: readonly (readonly [string, Language])[] = [
  [
    'ts tsx js jsx mjs cjs mts cts java c h cc cpp hpp cs swift kt scala dart php css scss zig',
    C_LIKE,
  ],
  ['rs', RUST],
  ['go', GO],
  ['py rb pyi', PYTHON],
  ['sh bash zsh fish yml yaml toml ini conf env mk', SHELL],
  ['sql', SQL],
  ['json jsonc json5', JSON_LIKE],
]
for (const [endings, language] of ENDINGS) {
  for (const ending of endings.split(' ')) BY_ENDING[`.${ending}`] = language
}
const BY_NAME: Record<string, Language> = { Makefile: SHELL, Dockerfile: SHELL, '.env': SHELL }

export function languageOf(path: string): Language | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return BY_NAME[name] ?? BY_ENDING[extname(name).toLowerCase()]
}
