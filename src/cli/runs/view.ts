import { loadConfig } from '../../store/config/config-file.ts'
import { servedPageJson } from '../../web/api/served-page.ts'
import { servePage } from '../../web/server/serve.ts'
import type { viewCommand } from '../commands/view.ts'
import type { ContextOf } from '../framework/command.ts'
import { VERSION } from '../framework/version.ts'

export async function run(context: ContextOf<typeof viewCommand>): Promise<number> {
  const { home, options, out, signal } = context
  const config = () => loadConfig(home)
  const page = await servePage({
    port: options.port,
    context: { home, config, version: VERSION, isReadOnly: options.readOnly },
  })
  try {
    if (out.isJson) out.json(servedPageJson(page))
    else out.line(page.url)
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve()
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
  } finally {
    await page.close()
  }
  return 0
}
