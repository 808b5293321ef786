import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import type { FlightrecError } from '../../../src/model/errors.ts'
import { type Home, locateHome } from '../../../src/store/home/home.ts'
import { checkRoots, resolveRoots } from '../../../src/store/home/roots.ts'
import { isRoot } from '../../helpers/is-root.ts'

let base: string
let home: Home

beforeEach(() => {
  base = realpathSync(mkdtempSync(join(process.env.TMPDIR!, 'roots-')))
  process.env.FLIGHTREC_HOME = join(base, 'flightrec')
  mkdirSync(join(base, 'flightrec'))
  home = locateHome()
  for (const folder of ['a', 'a/inner', 'ab']) mkdirSync(join(base, folder))
})

function refusal(given: string[], allowBroad = false): string {
  try {
    checkRoots(resolveRoots(given), home, { allowBroad })
    return 'accepted'
  } catch (error) {
    expect((error as FlightrecError).code).toBe('bad-root')
    expect((error as FlightrecError).hint).toBeTruthy()
    return (error as Error).message.replaceAll(base, '<base>')
  }
}

test('a root is where its links lead, and ~ is the home of the user', () => {
  symlinkSync('a', join(base, 'link'))
  expect(resolveRoots([join(base, 'link')])).toEqual([
    { given: join(base, 'link'), path: join(base, 'a'), state: 'folder' },
  ])
  expect(resolveRoots(['~/x'])[0]!.path).toBe(join(process.env.HOME!, 'x'))
  expect(resolveRoots(['.'])[0]!.path).toBe(process.cwd())
})

test('a missing root is kept, its parent resolved', () => {
  symlinkSync('a', join(base, 'link'))
  const [root] = resolveRoots([join(base, 'link/gone/too')])
  expect(root).toMatchObject({ path: join(base, 'a/gone/too'), state: 'missing' })
  expect(refusal([join(base, 'link/gone')])).toBe('accepted')
})

test('the same folder twice is refused, also under another name', () => {
  symlinkSync('a', join(base, 'link'))
  expect(refusal([join(base, 'a'), join(base, 'link')])).toBe(
    "'<base>/a' and '<base>/link' (<base>/a) are the same folder",
  )
})

test('a root in another is refused, in either order; a name that begins alike is not', () => {
  const message = "'<base>/a/inner' lies in '<base>/a': its files would be recorded twice"
  expect(refusal([join(base, 'a'), join(base, 'a/inner')])).toBe(message)
  expect(refusal([join(base, 'a/inner'), join(base, 'a')])).toBe(message)
  expect(refusal([join(base, 'a'), join(base, 'ab')])).toBe('accepted')
})

test('a file, and a path through a file, are no roots', () => {
  writeFileSync(join(base, 'file'), '')
  expect(refusal([join(base, 'file')])).toBe("'<base>/file' is not a folder")
  expect(refusal([join(base, 'file/x')])).toBe("'<base>/file/x' cannot be read")
})

test('links in a circle are refused', () => {
  symlinkSync('loop', join(base, 'loop'))
  expect(refusal([join(base, 'loop')])).toBe("'<base>/loop' cannot be read")
})

test('the flightrec home and what is in it are refused; a root around it is not', () => {
  expect(refusal([join(base, 'flightrec/repos')])).toBe(
    "'<base>/flightrec/repos' lies in the flightrec home <base>/flightrec",
  )
  expect(refusal([base])).toBe('accepted')
})

test('the whole disk and the home of the user need --yes', () => {
  expect(refusal(['/'])).toBe("'/' is the whole file system")
  expect(refusal(['~'])).toContain('is your home folder')
  expect(refusal([join(process.env.HOME!, '..')])).toContain('holds your home folder')
  expect(refusal(['/'], true)).toBe('accepted')
  expect(refusal(['~'], true)).toBe('accepted')
})

test('no root at all is refused', () => {
  expect(refusal([])).toBe('there is no folder to record')
})

test.skipIf(isRoot)('an unreadable folder is refused (root may read all: skipped for it)', () => {
  chmodSync(join(base, 'a'), 0o000)
  expect(refusal([join(base, 'a')])).toBe("'<base>/a' cannot be read")
  chmodSync(join(base, 'a'), 0o700)
})

test('an empty name, as of a variable that is not set, is not the current folder', () => {
  expect(refusal([''])).toBe('a folder to record has no name')
})
