import { expect, test } from 'vitest'
import type { AnswerOf } from '../../src/web/api/route.ts'
import type { ROUTES } from '../../src/web/api/routes.ts'
import { ServedView } from '../helpers/browser.ts'
import { testEnv } from '../helpers/test-env.ts'

type Answer<Name extends keyof typeof ROUTES> = AnswerOf<(typeof ROUTES)[Name]>

async function letIn({ origin, token }: ServedView) {
  const entered = await fetch(`${origin}/api/enter`, {
    method: 'POST',
    body: JSON.stringify({ token }),
  })
  const cookie = entered.headers.get('set-cookie')!.split(';')[0]!
  const get = async <Got>(path: string, status = 200): Promise<Got> => {
    const response = await fetch(`${origin}${path}`, { headers: { cookie } })
    expect([path, response.status]).toEqual([path, status])
    return (await response.json()) as Got
  }
  return { get }
}

test('a page finds the recording of a session, its pictures and the texts on them', async () => {
  const env = testEnv()
  const cast = [
    '{"version": 2, "width": 30, "height": 5, "timestamp": 1781272990}',
    '[1.0, "o", "$ ls\\r\\n"]',
    '[2.0, "o", "\\u001b[31msecrets.yml\\u001b[0m"]',
    '',
  ].join('\n')
  await env.runWith({ stdin: cast }, 'record', '--format', 'asciicast', '--title', 'told')
  const { stdout } = await env.run('recordings', '--json')
  const { id, session } = JSON.parse(stdout) as { id: string; session: string }
  const { get } = await letIn(await ServedView.start(env))
  const of = await get<Answer<'recordings'>>(`/api/sessions/${session}/recordings`)
  expect(of.recordings.map((one) => one.id)).toEqual([id])
  const played = await get<Answer<'recording'>>(`/api/recordings/${id}`)
  expect(played).toMatchObject({ title: 'told', columns: 30, rows: 5, pictures: 2, is_live: false })
  const first = await get<Answer<'pictures'>>(`/api/recordings/${id}/pictures?from=0&step=1`)
  expect(first.pictures[0]!.changed[0]).toEqual([0, '$ ls'])
  const all = await get<Answer<'pictures'>>(`/api/recordings/${id}/pictures?from=0&to=99999`)
  expect(all.pictures.at(-1)!.changed).toEqual([[1, '\u001b[0;31msecrets.yml\u001b[0m']])
  const found = await get<Answer<'recordingTexts'>>(`/api/recordings/${id}/texts?text=secrets`)
  expect(found.texts).toMatchObject([{ row: 1, column: 0, length: 7 }])
  await get(`/api/recordings/rec_0000000000000000/pictures?from=0`, 404)
  await get(`/api/recordings/..%2f..%2fetc%2fpasswd`, 404)
  await get(`/api/recordings/${id}/pictures?from=x`, 400)
})
