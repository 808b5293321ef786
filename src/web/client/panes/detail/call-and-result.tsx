/** What was called, with what, who asked for it, and what came of it. */
import type { StepDetail } from '../../../api/step-detail.ts'
import { homelyPath } from '../../state/homely-path.ts'
import { chooseStep, stepOf } from '../../state/steps.ts'
import { lengthText } from '../../state/time-text.ts'
import { RecordedText } from '../recorded-text.tsx'
import { Section } from './section.tsx'

interface CallProps {
  detail: StepDetail
  onWhole(): void
}

export function CallAndResult({ detail, onWhole }: CallProps) {
  const { event, prompt, result, kind } = detail
  const isSaid = kind === 'says' || kind === 'prompt' || kind === 'think'
  return (
    <Section title={isSaid ? 'Words' : 'Call and result'} more={endText(detail)}>
      <dl class="facts call-facts">
        {event.tool !== undefined && (
          <>
            <dt>tool</dt>
            <dd>
              <RecordedText class="mono" text={event.tool} />
              {event.cwd !== undefined && (
                <span class="faint">
                  {' in '}
                  <RecordedText class="mono" text={homelyPath(event.cwd)} />
                </span>
              )}
            </dd>
          </>
        )}
        {detail.arguments.map(({ name, ...argument }) => (
          <Argument key={name} name={name} argument={argument} onWhole={onWhole} />
        ))}
        {prompt && !isSaid && (
          <>
            <dt>asked by</dt>
            <dd>
              <button type="button" onClick={() => choose(prompt.seq)}>
                <b>#{prompt.seq}</b> “<RecordedText text={prompt.text} />”
              </button>
            </dd>
          </>
        )}
      </dl>
      {isSaid && (
        <LongText
          class="words"
          text={{ text: detail.subject, left_out: 0, rest: null }}
          onWhole={onWhole}
        />
      )}
      {result && <LongText class="output mono" text={result} onWhole={onWhole} />}
    </Section>
  )
}

function choose(seq: number): void {
  const step = stepOf(seq)
  if (step) chooseStep(step)
}

type CutText = NonNullable<StepDetail['result']>

interface ArgumentProps {
  name: string
  argument: CutText
  onWhole(): void
}

function Argument({ name, argument, onWhole }: ArgumentProps) {
  const isLong = argument.text.includes('\n') || argument.text.length > 200
  return (
    <>
      <dt>
        <RecordedText text={name} />
      </dt>
      <dd>
        {isLong ? (
          <LongText class="output mono" text={argument} onWhole={onWhole} />
        ) : (
          <RecordedText class="mono" text={argument.text} />
        )}
      </dd>
    </>
  )
}

/** A text of which the middle may be left out. */
function LongText({
  class: name,
  text,
  onWhole,
}: {
  class: string
  text: CutText
  onWhole(): void
}) {
  return (
    <div class={name}>
      <RecordedText isBlock text={text.text} />
      {text.left_out > 0 && (
        <>
          <button type="button" class="button" onClick={onWhole}>
            show {text.left_out.toLocaleString('en')} characters more
          </button>
          <RecordedText isBlock text={text.rest ?? ''} />
        </>
      )}
    </div>
  )
}

function endText({ event, end, state, result }: StepDetail): string {
  if (event.phase === undefined) return ''
  if (!end) return state === 'open' ? 'the end is not known' : ''
  const lines = result ? result.text.trimEnd().split('\n').length : 0
  const length = Date.parse(end.time) - Date.parse(event.time)
  return [
    state === 'refused' ? 'refused' : end.exit_code === undefined ? '' : `exit ${end.exit_code}`,
    lengthText(length),
    lines > 0 ? `${lines} ${lines === 1 ? 'line' : 'lines'}` : '',
  ]
    .filter((part) => part !== '')
    .join(' · ')
}
