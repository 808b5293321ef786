/** Asks the server for what a pane shows, as long as it is shown. */
import { useEffect, useMemo } from 'preact/hooks'
import { addressOf, type Parameters, type Route } from '../../api/route.ts'
import { ask } from '../browser/fetching.ts'
import { PaneQuestion } from '../state/question.ts'

/** Undefined asks nothing, and keeps what stands there. */
export function useAnswer<Asked extends Parameters, Answer>(
  route: Route<Asked, Answer>,
  asked: Asked | undefined,
): PaneQuestion<Answer> & { retry(): void } {
  const question = useMemo(() => new PaneQuestion<Answer>(), [])
  const key = asked && `${route.method} ${addressOf(route, asked)} ${JSON.stringify(asked)}`
  useEffect(() => {
    if (key !== undefined && asked) question.ask(key, (signal) => ask(route, asked, signal))
  })
  useEffect(() => () => question.end(), [question])
  const retry = () => {
    if (asked) question.again((signal) => ask(route, asked, signal))
  }
  return Object.assign(question, { retry })
}
