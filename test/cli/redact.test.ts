/** `flightrec redact` as a filter between other programs. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { jsonLines } from '../helpers/json-lines.ts'
import { runProcess } from '../helpers/processes.ts'
import { testEnv } from '../helpers/test-env.ts'
import { fill, seededRandom } from '../rules/redaction/sample.ts'

const PROGRAM = resolve(import.meta.dirname, '../../dist/main.js')
const token = fill('ghp_<w36>', seededRandom(3)).text

test('bytes go through as they are, but for the secrets', async () => {
  const stdin = Buffer.concat([
    Buffer.from([0, 0xff, 0xc3, 10]),
    Buffer.from(`pré ${token} post\r\nno line end`),
  ])
  const { stdoutBytes, exitCode } = await testEnv().runWith({ stdin }, 'redact')
  const expected = 'pré [redacted:github-token] post\r\nno line end'
  expect(stdoutBytes).toEqual(Buffer.concat([stdin.subarray(0, 4), Buffer.from(expected)]))
  expect(exitCode).toBe(0)
})

test('nothing in gives nothing out', async () => {
  expect((await testEnv().run('redact')).shown).toBe('')
})

test('JSON lines keep their bytes, and strings within strings are read', async () => {
  const inner = JSON.stringify({ headers: { 'x-api-key': 'Zq7xW2mK9' }, note: 'a\u001b[1mb' })
  const stdin = `{ "n":1.0, "cmd" : "echo ${token.slice(0, 9)}\\u001b[0m${token.slice(9)}", "body":${JSON.stringify(inner)}}\nnot json: password=hunter22\n`
  const { stdout } = await testEnv().runWith({ stdin }, 'redact', '--json-lines')
  const [line, text] = stdout.split('\n')
  expect(line).toMatch(/^\{ "n":1\.0, "cmd" : "echo \[redacted:github-token\]/)
  expect(JSON.parse(JSON.parse(line!).body)).toEqual({
    headers: { 'x-api-key': '[redacted:keyed-value]' },
    note: 'a\u001b[1mb',
  })
  expect(text).toBe('not json: password=[redacted:keyed-value]')
})

test('the report on stderr counts by rule', async () => {
  const stdin = `${token} ${token}\npassword=hunter22\n`
  const { stderr } = await testEnv().runWith({ stdin }, 'redact', '--report')
  expect(stderr).toBe('     2 github-token\n     1 keyed-value\n     3 in all\n')
})

describe('values of your own', () => {
  test('come from env files and from the environment', async () => {
    const env = testEnv()
    env.write(
      '.env',
      'A="first-val/ue7"\nexport B=second_value8 # why\nMODE=production\nDIR=/usr/local/lib\n',
    )
    const stdin = `first-val/ue7 first-val%2Fue7 second_value8 third-value9 production /usr/local/lib ${Buffer.from('third-value9').toString('base64')}\n`
    const settings = { stdin, env: { MY_TOKEN: 'third-value9' } }
    const { stdout } = await env.runWith(settings, 'redact', '--dotenv', '.env', '--known-env')
    const mark = '[redacted:known-value]'
    expect(stdout).toBe(`${mark} ${mark} ${mark} ${mark} production /usr/local/lib ${mark}\n`)
  })

  test('an env file that is not there is named', async () => {
    const { shown } = await testEnv().run('redact', '--dotenv', 'nowhere.env')
    expect(shown).toMatchInlineSnapshot(`
      "[stderr]
      flightrec: cannot read 'nowhere.env': no such file
      hint: Give --dotenv the path of a file that is there.
      [exit 2]
      "
    `)
  })
})

test('the rules can be listed, as JSON too', async () => {
  const { stdout } = await testEnv().run('redact', '--list-rules')
  expect(stdout).toContain('github-token ')
  const json = await testEnv().run('redact', '--list-rules', '--json')
  const rules = jsonLines(json.stdout)
  expect(rules.length).toBeGreaterThan(60)
  expect(rules[0]).toMatchObject({ type: 'redaction-rule', version: 1, id: 'github-token' })
})

test('--json alone is refused, as the output is not made of objects', async () => {
  const { exitCode, stderr } = await testEnv().runWith({ stdin: 'x' }, 'redact', '--json')
  expect(exitCode).toBe(2)
  expect(stderr).toContain('--json-lines')
})

test('a prompt goes on at once, and half a token after a while, without its rest', async () => {
  const env = testEnv()
  const script = `(printf 'sure? '; sleep 0.4; printf '${token.slice(0, 20)}'; sleep 2.5; printf '${token.slice(20)} ok') | "${process.execPath}" "${PROGRAM}" redact`
  const { stdout } = await runProcess(['bash', '--norc', '-c', script], {
    cwd: env.root,
    env: { PATH: process.env.PATH! },
  })
  expect(stdout.toString()).toBe('sure? [redacted:github-token] ok')
})

test('a reader that leaves early is no failure', async () => {
  const env = testEnv()
  const script = `yes 'some text' | "${process.execPath}" "${PROGRAM}" redact | head -n 1; echo "\${PIPESTATUS[1]}"`
  const { stdout, stderr } = await runProcess(['bash', '--norc', '-c', script], {
    cwd: env.root,
    env: { PATH: process.env.PATH! },
  })
  expect(stdout.toString()).toBe('some text\n0\n')
  expect(stderr.toString()).toBe('')
})

test.runIf(process.platform === 'linux')('memory does not grow with the input', async () => {
  const filter = spawn(process.execPath, [PROGRAM, 'redact'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const peakBytes = () => {
    const status = readFileSync(`/proc/${filter.pid}/status`, 'latin1')
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)![1]) * 1024
  }
  const megabyte = Buffer.from(`${'plain words that hold nothing '.repeat(4)}\n`.repeat(8_666))
  const feed = async (count: number) => {
    for (let at = 0; at < count; at++) {
      if (!filter.stdin.write(megabyte)) await once(filter.stdin, 'drain')
    }
  }
  await feed(40)
  const before = peakBytes()
  await feed(120)
  expect(peakBytes() - before).toBeLessThan(60 * 1024 * 1024)
  filter.stdin.end()
  expect(await once(filter, 'exit')).toEqual([0, null])
})
