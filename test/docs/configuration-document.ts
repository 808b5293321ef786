import {
  CONFIG_KEY_NAMES,
  CONFIG_KEYS,
  CONFIG_SECTIONS,
  type ConfigKey,
  type ConfigKind,
  type ConfigSpec,
} from '../../src/model/config.ts'
import { formatDefault } from '../../src/store/config/starter-config.ts'

const KIND_NAMES: Record<ConfigKind, string> = {
  boolean: '`true` or `false`',
  integer: 'whole number',
  size: 'size: bytes as a number, or a text such as `"100 MiB"`',
  price: 'number; `""` is not set',
  choice: 'one of',
  text: 'text',
  url: 'address that starts with `http://` or `https://`; `""` is not set',
  variable: 'name of an environment variable; `""` is not set',
  path: 'folder; `""` is not set',
  paths: 'list of folders',
  globs: 'list of globs',
}

/** What is worth saying beyond the summary. */
const NOTES: Partial<Record<ConfigKey, string>> = {
  'watch.roots': `\`~\` and \`~/\` are your home folder, and links are resolved. Folders on the command line
(\`flightrec watch FOLDER\`) take the place of this list. A root that is missing is said to be, and is recorded
once it is there. Refused are: a file, the same folder twice, a folder in another one, a folder in the
flightrec home, and, without \`--yes\`, \`/\`, your home folder and what holds it.`,
  'watch.backend': `\`native\` is the system's own notification, \`chokidar\` works wherever Node does, \`poll\` looks
at all files every \`daemon.interval_seconds\` and is for network folders that report nothing. Whatever the
backend, the record rests on a comparison of all files; notifications only make it prompt.`,
  'filter.include': `Paths are matched from the root: see [Globs](#globs). With an include list, empty folders
are not recorded. **The list limits what can be given back:** a file it does not name is not in any snapshot.`,
  'filter.exclude': `A folder whose whole content is excluded, as by \`**/target/**\`, is neither walked nor watched.
A list in config.toml replaces the default one, which \`watch\`, \`config\` and \`doctor\` say; to add to it, use
\`filter.extra_exclude\`. The default list is
\`.git\`, which git keeps for itself, and what tools make again from files that are recorded: installed packages
(\`node_modules\`, \`.venv\`), build output (\`target\`) and caches. Logs, \`tmp\`, \`dist\`, lock files and files such as \`.env\` are recorded. The flightrec home is
never recorded, whatever this list says.`,
  'filter.extra_exclude': `What one adds to the default list of \`filter.exclude\`, so that what later versions put there holds as well.`,
  'filter.respect_gitignore': `git itself judges the paths, so patterns mean what they mean in git; only the
\`.gitignore\` files in the root count, those of nested repositories too, not \`.git/info/exclude\` or your own settings.
It is off by default because the files projects ignore, such as \`.env\` and local databases, are those no other
tool can give back. Where git cannot answer, nothing is left out.`,
  'daemon.interval_seconds': `0 is refused: it asked the Rust flightrec for a busy loop. Changes are recorded at once
anyway, and \`flightrec snapshot\` takes one by hand.`,
  'snapshot.max_file_size': `\`KiB\`, \`MiB\`, \`GiB\` and \`TiB\` (and \`k\`, \`m\`, \`g\`, \`t\` alone, as in git) count in 1024s,
\`kB\`, \`MB\`, \`GB\` and \`TB\` in 1000s.`,
  'llm.enabled': `See [narratives](narratives.md) for what is sent, and when. \`flightrec watch --no-llm\` turns it off for one run.`,
  'llm.base_url': `Without a user name, a password or a query, which no request could be sent with. With or without \`/v1\`; one that names no version is tried with \`/v1\` first.`,
  'llm.max_changes_per_prompt': `Whatever it is, a question has some 8,000 tokens at most: long changes are cut to their
beginning and their structure, and what was left out is said. With 0, only numbers and folders are sent.`,
  'llm.roots': `As in \`watch.roots\`; a folder that holds a root, or lies in it, does not count.`,
  'llm.input_price': `Some providers say themselves what an answer costs; that is kept then. Both prices are needed, and cached
tokens count as others.`,
  'llm.api_key_env': `Unset: \`ANTHROPIC_API_KEY\` for anthropic, \`OPENAI_API_KEY\` for openai and, if it is set, for
openai-compatible; ollama has none. What is not a name is refused without being shown, since it
may be a key pasted here by mistake.`,
  'output.json_log_dir': `A relative folder starts at the flightrec home.`,
}

/** Returns docs/configuration.md. */
export function configurationDocument(): string {
  const sections = Object.entries(CONFIG_SECTIONS).map(([section, summary]) => {
    const keys = CONFIG_KEY_NAMES.filter((key) => key.startsWith(`${section}.`))
    return `## [${section}]\n\n${summary}\n\n${keys.map(keyEntry).join('\n')}`
  })
  return `${HEAD}\n${sections.join('\n')}\n${RULE_TABLES}\n${GLOBS}`
}

function keyEntry(key: ConfigKey): string {
  const spec: ConfigSpec = CONFIG_KEYS[key]
  const note = NOTES[key] ? `\n${NOTES[key]}\n` : ''
  const word = key.slice(key.indexOf('.') + 1)
  return `### ${key}

${spec.summary}

- Type: ${kindOf(spec)}
- Default: ${spec.default === undefined ? 'not set' : defaultOf(spec)}
- Example: \`${word} = ${spec.example}\`
${note}`
}

function kindOf({ kind, choices, min, max }: ConfigSpec): string {
  if (choices) return `one of ${choices.map((choice) => `\`"${choice}"\``).join(', ')}`
  if (kind !== 'integer') return KIND_NAMES[kind]
  return `whole number, ${max === undefined ? `${min} or more` : `${min} to ${max}`}`
}

function defaultOf(spec: ConfigSpec): string {
  return formatDefault(spec)
    .split('\n')
    .map((line) => (/^[[\]]$/.test(line) ? '' : `\`${line.trim().replace(/,$/, '')}\``))
    .filter((line) => line !== '')
    .join(', ')
}

const HEAD = `# Configuration

Written by \`npm run docs\` from the table in \`src/model/config.ts\`; do not edit.

flightrec works without any configuration. \`flightrec init\` writes a commented \`config.toml\` in the flightrec
home (\`$FLIGHTREC_HOME\`, by default \`~/.flightrec\`); \`flightrec config path\` says where that is, and
\`flightrec config\` shows every value in force with the line it comes from.

- A key that is not there has its default, so a file may name a single key.
- A key or section flightrec does not know is a warning, with the one that was probably meant.
- A value of the wrong type or out of range is an error with its line, such as
  \`config.toml:12: filter.include[2]: bad glob '[bad' at character 1: unclosed character class\`. Nothing is
  recorded until it is mended, so that no recording goes by settings nobody meant. A command that needs no
  configuration goes on and says so; a process that records already goes on as it was before, and says so too.
- A config.toml that others may write is not obeyed, since it says who is told of changes and what is not recorded:
  the file and its folder must be yours, or the administrator's, and no one else may write to them, nor to a folder
  above (one such as \`/tmp\`, in which nobody may replace what is not theirs, is fine).
- A config.toml of the Rust flightrec loads as it is: its keys have the meaning they had there. Its default
  lists were others, though: where that file names no list, the defaults below hold.

No value comes from the environment; \`FLIGHTREC_HOME\` alone moves the home, and with it config.toml.
`

const RULE_TABLES = `## [[rules]]

Rules of your own, one table each, beside those of [rules.md](rules.md):

\`\`\`toml
[[rules]]
id = "no-production"
risk = "danger"
summary = "Touches production"
commands = ["kubectl ** --context=prod*", ["terraform", "apply"]]

[[rules]]
id = "migration-change"
risk = "warning"
summary = "Changes a migration"
paths = ["migrations/**"]
access = ["write", "delete"]
\`\`\`

| key | |
|---|---|
| \`id\` | small letters, digits and \`-\`; unique, and not that of a built-in rule |
| \`risk\` | \`"info"\`, \`"warning"\` or \`"danger"\` |
| \`summary\` | one line, shown with each finding |
| \`why\` | may be left out |
| \`commands\` | patterns of commands: globs for the program and for arguments that follow it in this order, with others between them; one text with blanks, or a list of texts. They match what is run, however it is wrapped or quoted. |
| \`paths\` | globs; a path is tried as it was named, from its root, in full, and with \`~\` |
| \`access\` | which of \`"read"\`, \`"write"\`, \`"delete"\`, \`"change"\` (of mode or owner) count; all unless given |

With both \`commands\` and \`paths\`, a command must match and touch such a path. A table that names a built-in rule
changes it: \`risk\` gives it another risk, \`disabled = true\` turns it off. Where there are no other tables,
\`disable = ["long-running"]\` in \`[rules]\` does the same for several. Whatever is wrong with a rule is an error
with its line: none is left out silently. Try them with \`flightrec rules test -- 'COMMAND'\`.
`

const GLOBS = `## Globs

A glob is matched on the whole path from the root, such as \`src/main.rs\`; \`/\` separates names on every system. Case
counts, and a leading dot is a character like any other.

| glob | matches |
|---|---|
| \`*\` | any bytes, none too, **also \`/\`**: \`*.md\` matches \`docs/a.md\` |
| \`?\` | any one byte, also \`/\` |
| \`**/\` at the start | nothing, or any folders: \`**/a\` matches \`a\` and \`x/y/a\` |
| \`/**\` at the end | all that is below: \`target/**\` matches \`target/a/b\`, not \`target\` or \`x/target/a\` |
| \`/**/\` within | one slash, or any folders between two: \`a/**/b\` matches \`a/b\` and \`a/x/y/b\` |
| \`[abc]\`, \`[a-z]\` | one of these bytes; ASCII only |
| \`[!abc]\`, \`[^abc]\` | one byte that is none of these, also \`/\` |
| \`{a,b}\` | either; may be nested, at most 1,000 alternatives in all |
| \`\\x\` | \`x\` itself; in TOML write \`"\\\\x"\` or \`'\\x'\` |

This is the language of Rust's \`globset\` as it comes, which the Rust flightrec used. Names are bytes: \`?\` and classes match
one byte, of which \`é\` has two, and a name that is not UTF-8 can be matched with \`?\` and \`*\`. A class with characters
other than ASCII is refused (write \`{é,è}\`); globset accepts it, but it never matches such a character.
`
