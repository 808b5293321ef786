/** Where a secret stands in what a computer shows: within a line, and that line among others. */

/** A line with a secret in it. */
export type LineShape = (secret: string) => string

export const LINES: Record<string, LineShape> = {
  alone: (secret) => secret,
  indented: (secret) => `    ${secret}`,
  sentence: (secret) => `It answers with ${secret} each time.`,
  'end of a sentence': (secret) => `Now I use ${secret}.`,
  'end of a line': (secret) => `INFO [main] 10:00:00 used ${secret}`,
  log: (secret) => `2026-11-21T10:00:00Z INFO [main] got ${secret}, going on`,
  'shell export': (secret) => `export MY_VALUE=${secret}`,
  'env file, quoted': (secret) => `MY_VALUE="${secret}"`,
  yaml: (secret) => `  value: ${secret}`,
  'yaml list': (secret) => `  - ${secret}`,
  toml: (secret) => `value = "${secret}"`,
  'json member': (secret) => `  "value": "${secret}",`,
  'curl header': (secret) => `curl -sS -H 'X-Value: ${secret}' https://api.example.com/v1/items`,
  header: (secret) => `> X-Value: ${secret}`,
  'bearer header': (secret) => `Authorization: Bearer ${secret}`,
  'url user': (secret) => `git clone https://${secret}@git.example.com/acme/app.git`,
  'url password': (secret) => `git clone https://me:${secret}@git.example.com/acme/app.git`,
  query: (secret) => `GET /v1/items?value=${secret}&page=2 HTTP/1.1`,
  sql: (secret) => `INSERT INTO t (id, v) VALUES (17, '${secret}');`,
  markdown: (secret) => `- use \`${secret}\` for it`,
  table: (secret) => `| value | ${secret} | 17 |`,
  code: (secret) => `const client = new Client("${secret}", { retries: 3 })`,
  argument: (secret) => `$ tool --value ${secret} --verbose`,
}

/** How lines are written down, and read again. */
export interface Encoding {
  write(lines: readonly string[]): string
  read(text: string): string[]
}

const plain: Encoding = {
  write: (lines) => `${lines.join('\n')}\n`,
  read: (text) => text.slice(0, -1).split('\n'),
}

/** An encoding of each line on its own, with what turns it back. */
const eachLine = (to: (line: string) => string, from: (line: string) => string): Encoding => ({
  write: (lines) => plain.write(lines.map(to)),
  read: (text) => plain.read(text).map(from),
})

const json: Encoding = {
  write: (lines) => JSON.stringify({ exit: 0, stdout: plain.write(lines), after: 'c' }),
  read: (text) => plain.read((JSON.parse(text) as { stdout: string }).stdout),
}

/** As a terminal shows it that is so many columns wide; the lines of one line cannot be told again. */
export const wrapped = (columns: number, lineEnd: string): Encoding => ({
  write: (lines) =>
    lines
      .flatMap((line) => line.match(new RegExp(`.{1,${columns}}`, 'g')) ?? [''])
      .map((row) => row + lineEnd)
      .join(''),
  read: (text) => text.slice(0, -lineEnd.length).split(lineEnd),
})

export const ENCODINGS: Record<string, Encoding> = {
  'line feeds': plain,
  'line ends of Windows': {
    write: (lines) => plain.write(lines).replaceAll('\n', '\r\n'),
    read: (text) => plain.read(text.replaceAll('\r\n', '\n')),
  },
  JSON: json,
  'JSON in JSON': {
    write: (lines) => JSON.stringify({ body: json.write(lines), n: 7 }),
    read: (text) => json.read((JSON.parse(text) as { body: string }).body),
  },
  'added lines': eachLine(
    (line) => `+${line}`,
    (line) => line.slice(1),
  ),
  'removed lines': eachLine(
    (line) => `-${line}`,
    (line) => line.slice(1),
  ),
  'numbered lines': eachLine(
    (line) => `   12\t${line}`,
    (line) => line.slice(6),
  ),
  colours: eachLine(
    (line) => `\u001b[32m${line.slice(0, 20)}\u001b[1m${line.slice(20)}\u001b[0m`,
    (line) => line.replace(/\u001b\[[0-9;]*m/g, ''),
  ),
  'quoted lines': eachLine(
    (line) => `> ${line}`,
    (line) => line.slice(2),
  ),
}

/** What people look for in a record, and must find again whatever stands beside it. */
export const EVIDENCE: readonly string[] = [
  '42',
  '12345',
  'a1b2c3d',
  '3f786850e387550fdab836ed7e6dc881de23001b',
  '9b2c1f60-5a1e-4c1b-8d5f-0a1b2c3d4e5f',
  'HTTP/1.1',
  'HTTP/1.1 200 OK',
  'v1.22.3',
  'main',
  'ok',
  'PASS',
  'Node20Alpine',
  'src/app2.ts',
  '/usr/lib/node_modules/npm',
  '2026-11-21T10:00:00Z',
  'exit=0',
  '12 passed',
  '{',
  '}',
  'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'B2',
  'deadbeef',
]
