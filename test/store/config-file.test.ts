import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { defaultConfig } from '../../src/model/config.ts'
import { FlightrecError } from '../../src/model/errors.ts'
import { loadConfig } from '../../src/store/config-file.ts'
import { locateHome } from '../../src/store/home.ts'

beforeEach(() => {
  process.env.FLIGHTREC_HOME = join(process.env.TMPDIR!, `home-${Math.random()}`)
  mkdirSync(process.env.FLIGHTREC_HOME, { recursive: true })
})

async function load(text: string | Uint8Array) {
  writeFileSync(locateHome().configPath, text)
  return await loadConfig(locateHome())
}

async function problem(text: string | Uint8Array): Promise<string> {
  const error = await load(text).catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(FlightrecError)
  expect((error as FlightrecError).code).toBe('bad-config')
  return (error as FlightrecError).message
}

test('without a file the defaults hold', async () => {
  const loaded = await loadConfig(locateHome())
  expect(loaded.exists).toBe(false)
  expect(loaded.config).toEqual(defaultConfig())
})

test('a partial file is merged with the defaults, and each value knows its line', async () => {
  const { config, sources, warnings } = await load(
    '[daemon]\ninterval_seconds = 5\n\n[snapshot]\nmax_file_size = "2 GB"\n',
  )
  expect(config['daemon.interval_seconds']).toBe(5)
  expect(config['snapshot.max_file_size']).toBe(2_000_000_000)
  expect(config['watch.backend']).toBe('auto')
  expect(sources['snapshot.max_file_size']).toEqual({ kind: 'file', line: 5 })
  expect(sources['watch.backend']).toEqual({ kind: 'default' })
  expect(warnings).toEqual([])
})

test('errors name the line, the key and the element', async () => {
  expect(await problem('[filter]\ninclude = [\n  "a",\n  # b\n  "[bad",\n]\n')).toBe(
    "config.toml:5: filter.include[1]: bad glob '[bad' at character 1: unclosed character class",
  )
  expect(await problem('[daemon]\ninterval_seconds = "60"\n')).toBe(
    'config.toml:2: daemon.interval_seconds: expected a whole number, found the text "60"',
  )
  expect(await problem('[daemon]\ninterval_seconds = 0\n')).toBe(
    'config.toml:2: daemon.interval_seconds: 0 is too small; the least is 1',
  )
  expect(await problem('watch = 3')).toBe("config.toml:1: watch: expected a section '[watch]'")
})
