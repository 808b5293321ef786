import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { plainText } from '../../../src/review/recordings/plain-text.ts'
import { openCastFile } from '../../../src/store/recordings/recording-source.ts'
import { castOf } from '../../helpers/recordings.ts'
import { testEnv } from '../../helpers/test-env.ts'

async function textOf(texts: readonly string[]): Promise<string> {
  const path = join(testEnv().base, 'a.cast')
  writeFileSync(path, castOf(texts))
  const source = openCastFile(path)
  let text = ''
  for await (const piece of plainText(source)) text += piece
  source.close()
  return text
}

test('no line is lost or told twice, however many scroll by', async () => {
  const lines = Array.from({ length: 70_000 }, (_, n) => `line ${n} ${'x'.repeat(n % 200)}`)
  expect(await textOf(lines.map((line) => `${line}\r\n`))).toBe(`${lines.join('\n')}\n`)
})

test('a program that has the whole screen to itself at the end is shown below what came before', async () => {
  expect(await textOf(['before\r\n', '\x1b[?1049h\x1b[Htop of the screen'])).toBe(
    'before\ntop of the screen\n',
  )
})
