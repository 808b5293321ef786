import { describedRules } from '../../src/rules/redaction/described-rules.ts'

/** Returns docs/redaction.md. */
export function redactionDocument(): string {
  const rows = describedRules().map(
    ({ id, summary }) => `| \`${id}\` | ${summary.replaceAll('|', '\\|')} |`,
  )
  return `${HEAD}\n${['| rule | finds |', '|---|---|', ...rows].join('\n')}\n`
}

const HEAD = `# Redaction

Written by \`npm run docs\` from the rules in \`src/rules/redaction/\`; do not edit.

Snapshots hold files as they are, since a restore must give the bytes back; they are private to you. All else that
flightrec keeps of what an agent said and saw is redacted before it is first written. The same engine is a filter:

\`\`\`sh
tail -f app.log | flightrec redact
flightrec redact --json-lines --report <transcript.jsonl >clean.jsonl
flightrec redact --dotenv .env --known-env <session.log
\`\`\`

A secret becomes \`[redacted:<rule>]\`. Nothing of it is kept, no hash either, so it cannot be brought back. Lines
are neither added nor lost; JSON stays JSON; colour codes within a secret stay; redacting again takes no mark away.

## What is found

- **Tokens with a beginning of their own**, by one rule each: see the list. They are found wherever they stand.
- **Values whose names speak of secrets**: \`password\`, \`secret\`, \`token\`, \`…_key\`, \`credentials\` in env files, JSON,
  YAML, INI, queries, XML, code, headers and command lines. Placeholders (\`changeme\`, \`<token>\`, \`\${TOKEN}\`,
  \`your-key-here\`, \`xxxx\`), calls, other names, paths, versions and sentences stay.
  Also where the value stands below its name: blocks of YAML, brackets, long strings, \`name:\` and \`value:\` on two lines, the
  columns of CSV, of Markdown and of what databases print; and where code adds it up: \`"a" + "b"\`.
- **Secrets known by their place**: passwords in addresses, Authorization and Cookie headers, \`mysql -p\`, \`curl -u\`,
  \`gh secret set --body\`, \`openssl -k\`, .netrc, .pgpass, Docker and npm credentials, kubeconfig, SQL.
- **Private key blocks as a whole**, on one line or on many, with line numbers or diff marks before them, cut short or not.
- **Values you name**: those of \`--dotenv\`, and with \`--known-env\` those of the environment's variables whose names
  speak of secrets; also as base64 (within longer base64 too), in hexadecimal, URL-encoded, in HTML and escaped for JSON, up to
  three times. They
  must have 8 characters or more; plain words, numbers, paths, addresses without a password and common settings are not looked for.

All of this also where colour codes, titles, backspaces or a terminal's line wrap lie within the secret, where JSON has
escaped it, and wherever a stream is cut. What stands on the next line is taken for the rest of a secret only where the letters of
its kind say that some is missing, or where the line is as long as terminals are wide and what follows looks like no count, commit,
version, path or word: see [decision 0019](decisions/0019-what-stands-below-a-secret.md).

## What is not found

- **Random text without a name.** Git hashes, UUIDs, \`sha512-…\` and inline images look like secrets and are none, so
  randomness alone is no reason.
- A token that has neither a beginning of its own nor a telling name, such as a value alone on a line.
- The end of a long token that was cut at a width no terminal is known to have, where that end has fewer than 16 characters; and at
  any width, an end of fewer than 4.
- The password among the values of an SQL INSERT, and what a script of expect sends.
- Passwords typed or drawn letter by letter with cursor movements (in recordings of terminals those are found, see
  [the terminal](terminal.md)), or shown in images. In a box or an indented column, the rest of what may be whole on its line.
- Base64, gzip or encryption of what was not given by \`--dotenv\` or \`--known-env\`, save for Basic and registry credentials.
- Numbers of fewer than six digits, and passwords of fewer than four characters.
- Where a token breaks off and nothing comes for two seconds, its first twelve characters are needed to know it.

With \`--json-lines\` each string is redacted as the text it stands for, JSON within strings too; all other bytes of the
line stay. A line that is not JSON is text. Without it JSON is read as text, which finds nearly as much.

## The rules

\`flightrec redact --list-rules\` prints them, with \`--json\` one object a line.
`
