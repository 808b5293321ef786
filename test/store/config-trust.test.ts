/** Whose word a config.toml is: what others may have written is not obeyed. */
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { loadConfig } from '../../src/store/config/config-file.ts'
import { type Home, homeAt } from '../../src/store/home/home.ts'
import { isRoot } from '../helpers/is-root.ts'

const SOMEONE = 65_534

let above: string
let home: Home
beforeEach(() => {
  above = mkdtempSync(join(process.env.TMPDIR!, 'trust-'))
  home = homeAt(join(above, 'home'))
  mkdirSync(home.path, { mode: 0o755 })
  writeFileSync(home.configPath, '[daemon]\ninterval_seconds = 7\n', { mode: 0o644 })
  chmodSync(home.configPath, 0o644)
})

async function answer(): Promise<string> {
  try {
    return String((await loadConfig(home)).config['daemon.interval_seconds'])
  } catch (error) {
    const { code, message, hint } = error as { code?: string; message: string; hint?: string }
    return `${code}: ${message.replaceAll(above, '…')} ${hint?.replaceAll(above, '…')}`
  }
}

test('a config.toml that others may only read is obeyed, in a folder that they may read too', async () => {
  expect(await answer()).toBe('7')
})

test.each([0o646, 0o664, 0o622, 0o777])(
  'one of mode %o may be the word of another user, so it is not obeyed, and what to do is said',
  async (mode) => {
    chmodSync(home.configPath, mode)
    expect(await answer()).toBe(
      `bad-config: config.toml: others may write to it (mode ${mode.toString(8)}), so it is not obeyed ` +
        'Look at what it says, then run `chmod go-w …/home/config.toml`.',
    )
  },
)

test('neither is one in a folder in which others may put another in its place', async () => {
  chmodSync(home.path, 0o775)
  expect(await answer()).toContain('others may write to its folder …/home (mode 775)')
  chmodSync(home.path, 0o755)
  chmodSync(above, 0o777)
  expect(await answer()).toContain('others may write to its folder … (mode 777)')
  chmodSync(above, 0o1777)
  expect(await answer()).toBe('7')
})

test('behind a link, what it leads to is judged, and the folder of that', async () => {
  const elsewhere = join(above, 'elsewhere')
  mkdirSync(elsewhere)
  renameSync(home.configPath, join(elsewhere, 'mine.toml'))
  symlinkSync('../elsewhere/mine.toml', home.configPath)
  expect(await answer()).toBe('7')
  chmodSync(elsewhere, 0o757)
  expect(await answer()).toContain('others may write to its folder …/elsewhere (mode 757)')
  chmodSync(elsewhere, 0o755)
  chmodSync(join(elsewhere, 'mine.toml'), 0o666)
  expect(await answer()).toContain('others may write to it (mode 666)')
})

test.runIf(isRoot)(
  'one that belongs to another user is not obeyed, whatever its mode',
  async () => {
    chmodSync(home.configPath, 0o600)
    chownSync(home.configPath, SOMEONE, SOMEONE)
    expect(await answer()).toContain(`it belongs to user ${SOMEONE}`)
    chownSync(home.configPath, 0, 0)
    chownSync(home.path, SOMEONE, SOMEONE)
    expect(await answer()).toContain(`its folder …/home belongs to user ${SOMEONE}`)
  },
)
