/** Holds what was said against the record, as long as the session is shown. */
import { useEffect } from 'preact/hooks'
import { ROUTES } from '../../../api/routes.ts'
import { saidQuestion } from '../../state/said.ts'
import { useAnswer } from '../use-answer.ts'
import { useNews } from '../use-news.ts'

/** It reads the whole session: once for all the news of so long. */
const PAUSE_MS = 3_000

/** `topic` is that of the session's news. */
export function useSaid(session: string, topic: string | undefined): void {
  const question = useAnswer(ROUTES.audit, { session })
  useNews(topic, question.retry, PAUSE_MS)
  useEffect(() => {
    saidQuestion.value = question
    return () => {
      saidQuestion.value = undefined
    }
  }, [question])
}
