import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { AnswerOf } from '../../src/web/api/route.ts'
import type { ROUTES } from '../../src/web/api/routes.ts'
import { ServedView } from '../helpers/browser.ts'
import { HookedAgent } from '../helpers/hooked-agent.ts'
import { type TestEnv, testEnv } from '../helpers/test-env.ts'

type Answer<Name extends keyof typeof ROUTES> = AnswerOf<(typeof ROUTES)[Name]>

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')

async function letIn({ origin, token }: ServedView) {
  const body = JSON.stringify({ token })
  const entered = await fetch(`${origin}/api/enter`, { method: 'POST', body })
  const cookie = entered.headers.get('set-cookie')!.split(';')[0]!
  return (path: string) => fetch(`${origin}${path}`, { headers: { cookie } })
}

describe('a file that was written, renamed, cut and removed', () => {
  let env: TestEnv
  let fetchPage: (path: string) => Promise<Response>
  const get = async <Got>(path: string) => {
    const response = await fetchPage(path)
    expect([path, response.status]).toEqual([path, 200])
    return (await response.json()) as Got
  }
  const asked = (path: string, file: string) =>
    `/api/roots/${encodeURIComponent(env.root)}/${path}?file=${encodeURIComponent(file)}`
  const life = (file: string) => get<Answer<'fileLife'>>(asked('file', file))

  beforeAll(async () => {
    env = testEnv()
    env.write('old.txt', 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n')
    env.write('picture.png', PNG)
    env.write('drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')
    await env.snapshot()
    env.write('other.txt', 'x')
    await env.snapshot()
    const agent = new HookedAgent(env, 'first')
    await agent.say({ hook_event_name: 'SessionStart', source: 'startup' })
    const move = 'mv old.txt new.txt'
    await agent.call('Bash', { command: move }, () => {
      env.write('new.txt', 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n')
      rmSync(join(env.root, 'old.txt'))
    })
    await env.snapshot()
    env.write('new.txt', 'one\nthree\nfour\nfive\nsix\nseven\n')
    await env.snapshot()
    env.write('new.txt', 'one\nthree\nfour\nfive\nsix\nseven\neight\n')
    await env.snapshot()
    rmSync(join(env.root, 'new.txt'))
    await env.snapshot()
    fetchPage = await letIn(await ServedView.start(env))
  })

  test('its versions go back through its names, and end with its removal', async () => {
    const { versions, total } = await life('new.txt')
    expect(total).toBe(5)
    expect(
      versions.map(({ version, address, size, change }) => [
        ...[version, address, size, change?.change_type],
      ]),
    ).toEqual([
      [1, 'old.txt', 34, 'added'],
      [2, 'new.txt', 34, 'renamed'],
      [3, 'new.txt', 30, 'modified'],
      [4, 'new.txt', 36, 'modified'],
      [5, 'new.txt', null, 'removed'],
    ])
  })

  test('under its old name it tells where it went on', async () => {
    const { versions } = await life('old.txt')
    expect(versions.at(-1)).toMatchObject({
      moved_to: 'new.txt',
      change: { change_type: 'removed' },
    })
  })

  test('who removed a line is told, where git blame is silent', async () => {
    const { versions } = await life('new.txt')
    const [first, second, third, fourth] = versions.map(({ snapshot }) => snapshot.snapshot_id)
    const between = `&at=${fourth}&from=${second}`
    const lines = await get<Answer<'fileLines'>>(asked('file/lines', 'new.txt') + between)
    const removed = lines.removed.map((run) => [
      ...[run.line, run.count, lines.snapshots[run.snapshot]!.snapshot_id],
    ])
    expect(removed).toEqual([[2, 1, third]])
    const written = lines.written.map((run) => [
      ...[run.line, run.count, lines.snapshots[run.snapshot]!.snapshot_id],
    ])
    expect(written).toEqual([
      [1, 6, first],
      [7, 1, fourth],
    ])
  })

  test('of the files of a session each has all its versions, before it and after', async () => {
    const { stdout } = await env.run('sessions', '--json')
    const { id } = JSON.parse(stdout) as { id: string }
    const { files } = await get<Answer<'sessionFiles'>>(`/api/sessions/${id}/files`)
    const signs = files.map(({ address, versions }) => [
      ...[address, versions.map(({ sign }) => sign).join('')],
    ])
    expect(new Map(signs as [string, string][])).toEqual(
      new Map([
        ['new.txt', '→~~-'],
        ['old.txt', '+-'],
      ]),
    )
  })

  test('its bytes come as a download that no browser takes for a page', async () => {
    const { versions } = await life('new.txt')
    const { snapshot_id: id } = versions[3]!.snapshot
    const response = await fetchPage(`${asked('file/content', 'new.txt')}&at=${id}`)
    expect(await response.text()).toBe('one\nthree\nfour\nfive\nsix\nseven\neight\n')
    expect(response.headers.get('content-type')).toBe('application/octet-stream')
    expect(response.headers.get('content-disposition')).toMatch(/^attachment/)
    expect(response.headers.get('content-security-policy')).toContain('sandbox')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('only pictures that can do nothing are shown as pictures', async () => {
    const picture = await fetchPage(`${asked('file/content', 'picture.png')}&at=latest&as=image`)
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png'])
    const drawing = await fetchPage(`${asked('file/content', 'drawing.svg')}&at=latest&as=image`)
    expect(drawing.status).toBe(400)
  })

  test('no path leads out of the record', async () => {
    const names = [
      '../../../etc/passwd',
      '/etc/passwd',
      '..',
      'a/../../b',
      '.git/config',
      '\0',
      'bytes:AAAA',
    ]
    for (const name of names) {
      expect((await fetchPage(`${asked('file/content', name)}&at=latest`)).status).toBe(400)
      const lines = await get<Answer<'fileLines'>>(`${asked('file/lines', name)}&at=latest`)
      expect(lines.written).toEqual([])
    }
    expect((await fetchPage('/api/roots/..%2F..%2Fetc/file?file=passwd')).status).toBe(400)
  })

  test('a folder is listed as a snapshot holds it', async () => {
    const { entries } = await get<Answer<'folder'>>(`${asked('folder', '')}&at=latest`)
    expect(entries.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'file drawing.svg',
      'file other.txt',
      'file picture.png',
    ])
  })
})
