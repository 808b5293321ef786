import { withSessions } from '../../review/answers/session-reading.ts'
import { loadConfig } from '../../store/config/config-file.ts'
import { servedPageJson } from '../../web/api/served-page.ts'
import { type ServedPage, servePage } from '../../web/server/serve.ts'
import type { viewCommand } from '../commands/view.ts'
import type { ContextOf } from '../framework/command.ts'
import { VERSION } from '../framework/version.ts'
import { openInBrowser } from '../terminal/open-in-browser.ts'

type ViewContext = ContextOf<typeof viewCommand>

export async function run(context: ViewContext): Promise<number> {
  const { home, options, signal } = context
  const { port, readOnly: isReadOnly } = options
  const path = await pathOf(context)
  const config = () => loadConfig(home)
  const page = await servePage({ port, context: { home, config, version: VERSION, isReadOnly } })
  try {
    await show(context, page, path)
    if (page.runsIn === undefined && !signal.aborted) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
    }
  } finally {
    await page.close()
  }
  return 0
}

/** Returns where to go. */
async function pathOf({ home, options: { session } }: ViewContext): Promise<string> {
  if (session === undefined) return '/'
  const { id } = await withSessions(home, (reading) => reading.find(session))
  return `/s/${id}`
}

/** Tells the address, and opens it where that is asked for. */
async function show(
  { home, options, out }: ViewContext,
  { port, token, runsIn }: ServedPage,
  path: string,
): Promise<void> {
  const url = `http://127.0.0.1:${port}${path}#token=${token}`
  if (out.isJson) out.json(servedPageJson({ url, port, runs_in: runsIn ?? null }))
  else out.line(url)
  if (runsIn !== undefined) out.talk(`It is served already, by process ${runsIn}.`)
  if (options.open) await openInBrowser(home, { port, url }, out)
}
