/** Every kind of secret in every place it may turn up, and what looks like a secret and is none; prints the scores. */
import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { createSecretFinder, redactText } from '../../../src/rules/redaction/redact-text.ts'
import { SECRET_RULES } from '../../../src/rules/redaction/tokens/secret-rules.ts'
import { fill, seededRandom } from './sample.ts'

const SEED = Number(process.env.FLIGHTREC_SEED ?? 20261121)
const random = seededRandom(SEED)
const finder = createSecretFinder()
const made = (template: string) => fill(template, random).text

/** Tokens that are known by themselves: rules whose example is one word. */
const TOKENS = SECRET_RULES.flatMap(({ id, examples }) =>
  examples.found
    .filter((template) => /^[^\s"':@]+$/.test(template))
    .map((template) => [id, template] as const),
)

const CONTEXTS: Record<string, (token: string) => string> = {
  alone: (token) => token,
  env: (token) => `FOO=1\nexport MY_VALUE=${token}\nBAR=2`,
  json: (token) => JSON.stringify({ a: [1, { value: token }], b: 'c' }),
  'json twice': (token) => JSON.stringify({ body: JSON.stringify({ out: `x\n${token}\ny` }) }),
  yaml: (token) => `a:\n  - value: ${token}\n  - 'b'`,
  query: (token) => `GET /x?value=${token}&b=c HTTP/1.1`,
  header: (token) => `> X-Value: ${token}\r\n> Accept: */*\r\n`,
  shell: (token) => `$ tool --value '${token}' | grep x; echo done`,
  log: (token) => `2026-11-21T10:00:00Z INFO [main] got ${token}, going on.`,
  diff: (token) => `@@ -1 +1 @@\n-const v = "old"\n+const v = "${token}"\n`,
  coloured: (token) =>
    `\u001b[2m$\u001b[0m ${token.slice(0, 3)}\u001b[31m${token.slice(3, 9)}\u001b[0m${token.slice(9)}\u001b[K`,
  wrapped: (token) => (`${'a '.repeat(33)}x=${token} end`.match(/.{1,80}/g) ?? []).join('\r\n'),
  markdown: (token) => `Use \`${token}\` or (${token}).`,
  code: (token) => `client = new Client("${token}", { retries: 3 });`,
}

describe('secrets', () => {
  test.each(Object.entries(CONTEXTS))('none is missed in: %s', (name, place) => {
    let total = 0
    const missed = TOKENS.flatMap(([id, template]) => {
      // Cut within its name, the row below begins like an assignment of its own.
      if (name === 'wrapped' && id === 'azure-shared-key') return []
      return Array.from({ length: 5 }, () => {
        const { text, parts } = fill(template, random)
        total++
        const { text: out } = redactText(finder, place(text))
        const kept = parts.slice(0, 1).filter((part) => joined(out).includes(part.slice(-10)))
        return kept.length > 0 || !out.includes('[redacted:')
          ? [`${id}: ${place(text)} -> ${out}`]
          : []
      }).flat()
    })
    process.stdout.write(`redaction, ${name}: ${missed.length} of ${total} missed\n`)
    expect(missed.slice(0, 3)).toEqual([])
  })

  const KEYED = [
    'DB_PASSWORD=<w9>!x',
    'export SECRET_KEY="<w24>"',
    'password: <w12>',
    '"clientSecret": "<w20>"',
    'api_key = <h32>',
    "auth_token: '<w20>'",
    '--password <w12>',
    '--token=<w24>',
    '?access_token=<w24>&x=1',
    'Password=<w10>;Server=db',
    '<password><w12></password>',
    '$env:API_KEY = "<w24>"',
    'aws_secret_access_key = <b40>',
    'PGPASSWORD=<w12> psql',
    "define('DB_PASSWORD', '<w14>');",
    '//host/:_authToken=<w36>',
    'passphrase="<w5> <w8> <w5>"',
    'x-api-key: <w24>',
    '{"password":"<w6>\\"<w8>"}',
    'ENV API_TOKEN <w24>',
    'secret => "<w18>",',
    'const password = "<w12>"',
    'MYSQL_PWD=<w10>',
    'redis_password: "<w16>"  # why',
    '"private_key_id": "x", "token": "<w40>"',
    "'apiKey': '<w32>'",
    'API_TOKEN ?= "<w24>"',
    'api_token ::= <w24>',
    'var apiToken string = "<w24>"',
    'const apiToken: string = "<w24>"',
    '{"name":"DB_PASSWORD","value":"<w14>"}',
    '<add key="Password" value="<w14>" />',
    'if (password === "<w14>") {',
    'acme_key = "<l32>"',
    'Your API key is <h32>',
    "The password is '<w12>'",
    'password is <w12>',
    'root_pw: <w12>',
    'keytool -storepass <w12>',
    '**Password:** <w12>',
    '| password | <w12> |',
    '<password><![CDATA[<w12>]]></password>',
    'Authorization%3A%20Bearer%20<w32>',
    'aws configure set aws_secret_access_key <w40>',
    "password '<w12>'",
    'NSString *password = @"<w12>";',
    'STRIPE_KEY=<w24>',
    'spring.datasource.password=<w14>',
    '-----BEGIN EC PRIVATE KEY-----\n<b64>\n<b64>\n<b20>==\n-----END EC PRIVATE KEY-----',
    '{"k":"-----BEGIN PRIVATE KEY-----\\n<b64>\\n<b30>=\\n-----END PRIVATE KEY-----\\n"}',
    'Put machine api.example.com login bob password <w12> in your ~/.netrc file.',
    'password: |\n  <w12>\nnext: 1',
    'password: >-\n  <w12>\nnext: 1',
    'db:\n  password:\n    <w12>\n  host: x',
    'password:\n  - <w12>\nnext: 1',
    'password:\n  "<w12>"\nnext: 1',
    'user,password,host\nbob,<w12>,db1\nann,<w14>,db2',
    '"user","password"\n"bob","<w12>"',
    'user;api_key;n\nbob;<w24>;1',
    'user\tpassword\nbob\t<w12>',
    '| user | password | n |\n|------|----------|---|\n| bob | <w12> | 1 |',
    ' id | name | password \n----+------+---------\n  1 | bob  | <w12>\n(1 row)',
    '+----+-------------+\n| id | password    |\n+----+-------------+\n|  1 | <w12>       |',
    'password = (\n    "<w12>"\n)',
    "PASSWORD = (\n  '<w8>'\n  '<w9>'\n)",
    'export PASSWORD=\\\n<w12>',
    'const password =\n  "<w12>";\nlet x = 1',
    'env:\n  - name: DB_PASSWORD\n    value: <w12>\n  - name: HOST',
    '{\n "name": "API_KEY",\n "value": "<w24>",\n "n": 1\n}',
    'password = """\n<w12>\n"""',
    'password = "<w8>" + "<w9>"',
    "const secret = '<w12>' + '<w13>';",
    "$password = '<w8>' . '<w9>';",
    'password = "<w8>" "<w9>"',
    'openssl enc -aes-256-cbc -pass pass:<w12> -in a',
    "echo '<w12>' | gh secret set FOO",
    '"-----BEGIN RSA PRIVATE KEY-----\\n" +\n"<b64>\\n" +\n"<b60>\\n"',
    '-----BEGIN%20RSA%20PRIVATE%20KEY-----%0A<b64>%0A<b60>%0A-----END%20RSA%20PRIVATE%20KEY-----',
    '-----BEGIN RSA PRIVATE KEY-----<br><b64><br><b60><br>-----END RSA PRIVATE KEY-----',
    '-----BEGIN RSA PRIVATE KEY-----\\r\\n<b64>\\r\\n<b60>\\r\\n-----END RSA PRIVATE KEY-----',
  ]

  test('none is missed that has a telling name, bare and within JSON', () => {
    const missed = KEYED.flatMap((template) => {
      const { text, parts } = fill(template, random)
      // One line more makes of what stands in a diff or among numbers another text.
      const isOneLine = !text.includes('\n')
      return [
        text,
        `a\n${text}\nb`,
        ...(isOneLine ? [JSON.stringify({ out: `a\n${text}\nb` }), `12:  ${text}`] : []),
        ...(isOneLine ? [`\u001b[32m+${text}\u001b[0m`] : [text.replaceAll(/^/gm, '+')]),
      ].filter((place) => parts.some((part) => redactText(finder, place).text.includes(part)))
    })
    process.stdout.write(`redaction, named: ${missed.length} of ${KEYED.length} missed\n`)
    expect(missed).toEqual([])
  })
})

test('what only looks like a secret stays', () => {
  const sha = (name: string, encoding: 'hex' | 'base64') =>
    createHash(name).update(String(random())).digest(encoding)
  const kept = [
    `commit ${sha('sha1', 'hex')}`,
    `index ${sha('sha1', 'hex').slice(0, 9)}..${sha('sha1', 'hex').slice(0, 9)} 100644`,
    `"integrity": "sha512-${sha('sha512', 'base64')}"`,
    `h1:${sha('sha256', 'base64')}`,
    `sha256:${sha('sha256', 'hex')}`,
    `checksum = "${sha('sha256', 'hex')}"`,
    made('<h8>-<h4>-4<h3>-a<h3>-<h12>'),
    `data:image/png;base64,${made('<b400>')}`,
    `${made('<b76>')}\n${made('<b76>')}\n${made('<b40>')}`,
    '00000010: 7f45 4c46 0201 0100 0000 0000 0000 0000  .ELF............',
    'password: string',
    'token: Token,',
    'const token = await getToken(user)',
    'password = os.environ["PASSWORD"]',
    'apiKey: process.env.API_KEY',
    'if (token == null) return',
    '"key": "value"',
    '"tokens": 1234',
    'max_tokens: 4096',
    'js-tokens@^4.0.0:',
    '"jsonwebtoken": "^9.0.2",',
    'PASSWORD=changeme',
    'API_KEY=<your-api-key>',
    `TOKEN=\${TOKEN}`,
    'SECRET_KEY=your-secret-key',
    'password=xxxxxxxx',
    'PWD=/home/me/project',
    'Enter your password:',
    'token: "********"',
    'the secret: be kind',
    'next_token: abcDEF123456',
    'primary_key: true',
    'key: linux-node-modules-cache',
    'passed: 12',
    'git clone https://github.com/owner/repo.git',
    'git@github.com:owner/repo.git',
    'http://localhost:3000/a?b=c@d',
    'function f(a,b){var c=a.token,d=b.password;return c==d}',
    'sk-fading-circle',
    'task-runner-0123456789',
    'Bearer <token>',
    'password_hash VARCHAR(255)',
    'secretName: my-app-tls',
    `public_key=${made('<b40>')}`,
    'kubectl get secret my-secret -o yaml',
    `cache-key: ${sha('sha1', 'hex')}`,
    'docker run -u 1000:1000 -p 8080:80 app',
    'mkdir -p src/rules',
    'AKIAIOSFODNN7EXAMPLE',
    `ETag: "${sha('md5', 'hex')}"`,
    `x-request-id: ${made('<h32>')}`,
    `sourceMappingURL=data:application/json;base64,${made('<b200>')}`,
    'password: { type: String, required: true }',
    'tokenizer: bert-base-uncased',
    'keyboard: us',
    'Password must be at least 8 characters',
    'input type="password" name="password" id="pw"',
    '"placeholder": "Enter password"',
    'token_type: bearer',
    'key=lambda x: x[1]',
    'sort(key=len)',
    'map.get(key)',
    'for key, value in items:',
    'token := lexer.Next()',
    'secret, err := client.Get(name)',
    'def open(self, name, pwd=None):',
    'git_str token = GIT_STR_INIT;',
    '    privateKey: KeyObject;',
    "    Token:   '#d0d0d0',",
    'self.token += nextchar',
    'x = "MasterUserPassword: " + name + ", "',
    'labels: {passwordLabel:"Password:",rememberLabel:"Remember me:"}',
    "token = r'(?:[^a-z]+|[0-9]{3})'",
    'the token parseExpression of the grammar',
    'if (token === "undefined") return',
    "if (key == 'Enter') submit()",
    `cache_key = "${sha('sha1', 'hex')}"`,
    `gpg: using RSA key ${sha('sha1', 'hex').toUpperCase()}`,
    'password is required',
    '| password | string | yes | what to log in with |',
    '| token | the_name | no |',
    '**Password:** required',
    'echo hello | sudo tee x',
    'https://example.com/2018-250-xoxo-party-1.jpg',
    'password:\n  type: string\n  minLength: 8',
    'secret:\n  secretName: app-tls-2\n',
    'Password:\nLast login: Tue Nov 24 10:00:00 2026',
    'token:\n  - read\n  - write2 all',
    'user, password, host2\nbob, and, ann4',
    'name,token,count\nfoo,identifier,12\nbar,punctuation,7',
    '| key | token | value |\n|---|---|---|\n| a | 12 | b |',
    'password = (\n    get_password(2)\n)',
    'the secret set of keys2 --body',
    'useradd -m -s /bin/bash bob2',
    'kubectl create secret generic x --from-file=key2=a.txt',
    'openssl req -new -key server.key -out server2.csr',
  ]
  const changed = kept.filter((text) => redactText(finder, text).text !== text)
  process.stdout.write(`redaction, look-alikes: ${changed.length} of ${kept.length} replaced\n`)
  expect(changed.map((text) => `${text} -> ${redactText(finder, text).text}`)).toEqual([])
})

/** Without line ends and escape sequences, which the replacement keeps. */
function joined(text: string): string {
  return text.replace(/\u001b\[[0-9;]*[A-Za-z]|[\r\n]/g, '')
}
