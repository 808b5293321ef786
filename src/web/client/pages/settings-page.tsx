/** The settings in force, which config.toml holds, and those that this browser keeps. */
import { writeSize } from '../../../model/write-size.ts'
import type { AnswerOf } from '../../api/route.ts'
import { ROUTES } from '../../api/routes.ts'
import { Failure } from '../panes/failure.tsx'
import { RecordedText } from '../panes/recorded-text.tsx'
import { useAnswer } from '../panes/use-answer.ts'
import { useNews } from '../panes/use-news.ts'
import { homelyPath } from '../state/homely-path.ts'
import { BrowserSettings } from './settings/browser-settings.tsx'
import { PageFacts } from './settings/page-facts.tsx'

type ConfigAnswer = AnswerOf<typeof ROUTES.config>

export function SettingsPage() {
  const { answer, failure, retry } = useAnswer(ROUTES.config, {})
  useNews('settings', retry)
  return (
    <div class="plain-page scrolls">
      <header class="plain-head">
        <h1>Settings</h1>
      </header>
      <div class="plain-columns">
        <BrowserSettings />
        <PageFacts />
      </div>
      {failure.value && <Failure failure={failure.value} onRetry={retry} />}
      {answer.value && <ConfigTable config={answer.value} />}
    </div>
  )
}

function ConfigTable({ config }: { config: ConfigAnswer }) {
  return (
    <section>
      <h2 class="caption plain-caption">
        <RecordedText text={homelyPath(config.path)} />
        {!config.exists && ' (not there: all is as it is by default)'}
      </h2>
      {config.warnings.map((warning) => (
        <p key={warning} class="unrecorded-text plain-line" role="alert">
          <RecordedText text={warning} />
        </p>
      ))}
      <table class="settings">
        <tbody>
          {Object.entries(config.values).map(([key, { value, ...origin }]) => (
            <tr key={key} class={origin.source === 'default' ? 'dim' : undefined}>
              <th scope="row" class="mono">
                {key}
              </th>
              <td class="mono">
                <RecordedText text={valueText(key, value)} />
              </td>
              <td class="small faint">
                {origin.source === 'default' ? '' : `line ${'line' in origin ? origin.line : ''}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function valueText(key: string, value: unknown): string {
  if (value === null) return '·'
  if (Array.isArray(value)) return value.length === 0 ? '·' : value.map(String).join('  ')
  return key.endsWith('_size') ? writeSize(Number(value)) : String(value)
}
