import { expect, test } from 'vitest'
import type { PatchAnswer, PatchRow } from '../../src/web/api/change-routes.ts'
import { ROUTES } from '../../src/web/api/routes.ts'
import { askPage } from '../helpers/ask-page.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

const SECRET = 'sk_live_4eC39HqLyjWDarjtT1zdp7dcA9x2'

/** Returns the patch of the only file that the latest snapshot changed. */
async function latestPatch(
  env: TestEnv,
  asked: Readonly<Record<string, string>> = {},
): Promise<PatchAnswer> {
  const root = env.root
  const to = await env.latest()
  const { from_snapshot_id: from, changes } = await askPage(env, ROUTES.changes, { root, to })
  const [change] = changes
  return await askPage(env, ROUTES.patch, {
    root,
    ...(change!.old_address !== null && { from: from!, old: change!.old_address }),
    ...(change!.new_address !== null && { to, new: change!.new_address }),
    ...asked,
  })
}

async function changed(before: string | undefined, after: string | undefined, name = 'a.ts') {
  const env = testEnv()
  env.write('other', 'x\n')
  if (before !== undefined) env.write(name, before)
  await env.snapshot()
  if (after === undefined) env.remove(name)
  else env.write(name, after)
  await env.snapshot()
  return env
}

const textOf = ({ text }: PatchRow) => text.map(([piece]) => piece).join('')
const lookOf = ({ text }: PatchRow, part: string) =>
  text.find(([piece]) => piece.includes(part))?.[1]?.split(' ') ?? []

test('a row has the numbers of its lines, the colours of its language and the words that differ', async () => {
  const env = await changed(
    "const a = 1\nconst driver = 'redis' // why\n",
    "const a = 1\nconst driver = 'memory' // why\n",
  )
  const { rows, state, added_lines, removed_lines } = await latestPatch(env)
  expect({ state, added_lines, removed_lines }).toEqual({
    state: 'text',
    added_lines: 1,
    removed_lines: 1,
  })
  expect(rows.map((row) => [row.is, row.old, row.new])).toEqual([
    ['hunk', undefined, undefined],
    ['context', 1, 1],
    ['removed', 2, undefined],
    ['added', undefined, 2],
  ])
  const removed = rows[2]!
  expect(textOf(removed)).toBe("const driver = 'redis' // why")
  expect(lookOf(removed, 'const')).toEqual(['key'])
  expect(lookOf(removed, 'redis')).toEqual(['string', 'changed'])
  expect(lookOf(removed, '// why')).toEqual(['comment'])
})

test('side by side each row stands opposite the one in its place, or nothing', async () => {
  const env = await changed('one\ntwo\nthree\n', 'one\n2\n', 'a.txt')
  const { pairs, total_rows } = await latestPatch(env, { beside: 'yes' })
  const shown = pairs.map((pair) => pair.map((row) => row && `${row.is} ${textOf(row)}`))
  expect(shown.slice(1)).toEqual([
    ['context one', 'context one'],
    ['removed two', 'added 2'],
    ['removed three', null],
  ])
  expect(total_rows).toBe(4)
})

test('what looks like a secret is not even sent before the veil is lifted', async () => {
  const env = await changed(undefined, `key: plain\nstripe_key: ${SECRET}\n`, 'secrets.yml')
  const veiled = await latestPatch(env)
  expect(JSON.stringify(veiled)).not.toContain(SECRET.slice(8))
  expect(veiled.secrets).toEqual({ count: 1, rules: ['stripe-key'] })
  expect(textOf(veiled.rows[2]!)).toBe('stripe_key: ••••••••••••')
  const lifted = await latestPatch(env, { secrets: 'shown' })
  expect(textOf(lifted.rows[2]!)).toBe(`stripe_key: ${SECRET}`)
})

test('of a private key that begins above the hunk, the lines of the hunk are veiled all the same', async () => {
  const body = Array.from({ length: 20 }, (_, n) => `${n}`.padStart(64, 'MIIEvQIBADANBgkqh'))
  const key = (lines: string[]) =>
    `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`
  const env = await changed(key(body), key(body.with(10, 'Q'.repeat(64))), 'id.pem')
  const { rows } = await latestPatch(env)
  expect(rows.filter((row) => textOf(row).includes('MIIE') || textOf(row).includes('QQQ'))).toEqual(
    [],
  )
})

test('the line that heads a hunk stands there, unless there is a secret in it', async () => {
  const lines = [`api_token = "${SECRET}"`, ...Array.from({ length: 20 }, (_, n) => ` line ${n}`)]
  const env = await changed(lines.join('\n'), lines.with(15, ' other').join('\n'), 'a.py')
  const patch = await latestPatch(env)
  expect(textOf(patch.rows[0]!)).toBe('@@ -13,7 +13,7 @@')
  expect(JSON.stringify(patch)).not.toContain(SECRET.slice(8))
  const harmless = await changed(
    lines.with(0, 'def f():').join('\n'),
    lines.with(0, 'def f():').with(15, 'x').join('\n'),
    'a.py',
  )
  expect(textOf((await latestPatch(harmless)).rows[0]!)).toMatch(/ @@ def f\(\):$/)
})

test('the parts of a long patch are the whole of it', async () => {
  const many = (word: string) => Array.from({ length: 700 }, (_, n) => `${word} ${n}\n`).join('')
  const env = await changed(many('old'), many('new'), 'a.txt')
  const whole = await latestPatch(env)
  const rows: PatchRow[] = []
  while (rows.length < whole.total_rows) {
    const part = await latestPatch(env, { start: String(rows.length), count: '300' })
    expect(part.rows.length).toBeGreaterThan(0)
    rows.push(...part.rows)
  }
  expect(whole.total_rows).toBe(1 + 2 * 700)
  expect(whole.rows).toHaveLength(1_000)
  expect(rows.slice(0, 1_000)).toEqual(whole.rows)
})

test.each([
  ['with a line end', 'one\ntwo\n'],
  ['without one', 'one\ntwo'],
  ['of one line', 'one\n'],
])('a file that came, %s, has the rows that git would give', async (_, content) => {
  const env = await changed(undefined, content, 'a.txt')
  const { rows } = await latestPatch(env)
  const said = await env.git('diff', 'refs/heads/main~1', 'refs/heads/main', '--', 'a.txt')
  const lines = said
    .split('\n')
    .slice(5)
    .filter((line) => line !== '')
  const signs: Record<string, string> = { added: '+', hunk: '', note: '' }
  expect(rows.map((row) => `${signs[row.is]}${textOf(row)}`)).toEqual(lines)
})

test('where there is no text to show, the state says why', async () => {
  const binary = await changed('\0one', '\0two', 'a.bin')
  expect(await latestPatch(binary)).toMatchObject({
    state: 'binary',
    before: { size: 4 },
    after: { size: 4 },
    rows: [],
  })
  const renamed = await changed('the same\n'.repeat(20), undefined)
  renamed.write('b.ts', 'the same\n'.repeat(20))
  await renamed.snapshot()
  const last = await renamed.latest()
  const asked = { root: renamed.root, from: last, old: 'b.ts', to: last, new: 'b.ts' }
  expect((await askPage(renamed, ROUTES.patch, asked)).state).toBe('same')
  expect((await askPage(renamed, ROUTES.patch, { ...asked, old: 'x', new: 'x' })).state).toBe(
    'absent',
  )
})

test('a name that is no UTF-8 is asked for by the address that the list of changes has', async () => {
  const env = testEnv()
  env.write('other', 'x\n')
  await env.snapshot()
  const name = Buffer.from([0x61, 0xff, 0x62])
  const { writeFileSync } = await import('node:fs')
  writeFileSync(Buffer.concat([Buffer.from(`${env.root}/`), name]), 'hello\n')
  await env.snapshot()
  const { rows, after } = await latestPatch(env)
  expect(textOf(rows[1]!)).toBe('hello')
  expect(after).toMatchObject({ name: 'a\\xffb', address: 'bytes:Yf9i' })
})

test('control characters of a file reach the page as they are: what shows them makes signs of them', async () => {
  const env = await changed(undefined, 'a\u001b[31mb\u202ec\n', 'a.txt')
  const { rows } = await latestPatch(env)
  expect(textOf(rows[1]!)).toBe('a\u001b[31mb\u202ec')
})

test('an id that is cut short is refused: what never changes needs a whole one', async () => {
  const env = await changed('a\n', 'b\n')
  await expect(askPage(env, ROUTES.changes, { root: env.root, to: 'latest' })).rejects.toThrow(
    'is no whole id of a snapshot',
  )
})
