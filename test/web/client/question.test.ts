import { expect, test } from 'vitest'
import { PaneQuestion } from '../../../src/web/client/state/question.ts'

/** Answers when it is told to, in the order in which it was asked. */
class Server {
  readonly asked: AbortSignal[] = []
  readonly #answers: ((answer: string) => void)[] = []

  readonly request = (signal: AbortSignal) => {
    this.asked.push(signal)
    return new Promise<string>((resolve) => this.#answers.push(resolve))
  }

  async answer(text: string): Promise<void> {
    this.#answers.shift()!(text)
    await new Promise((resolve) => setTimeout(resolve))
  }
}

test('news that is quicker than the answers lets each arrive, and is asked for once afterwards', async () => {
  const [question, server] = [new PaneQuestion<string>(), new Server()]
  question.ask('a', server.request)
  for (const _ of [1, 2, 3]) question.again(server.request)
  await server.answer('one')
  expect([question.answer.value, question.isWaiting.value]).toEqual(['one', true])
  await server.answer('two')
  expect([question.answer.value, question.isWaiting.value]).toEqual(['two', false])
  expect(server.asked.length).toBe(2)
})

test('another question drops what was to be asked again, and the end drops all', async () => {
  const [question, server] = [new PaneQuestion<string>(), new Server()]
  question.ask('a', server.request)
  question.again(server.request)
  question.ask('b', server.request)
  await server.answer('of a')
  expect(question.answer.value).toBeUndefined()
  await server.answer('of b')
  expect([question.answer.value, question.isWaiting.value]).toEqual(['of b', false])
  question.again(server.request)
  question.again(server.request)
  question.end()
  await server.answer('too late')
  expect(question.answer.value).toBe('of b')
  expect([server.asked.length, server.asked.at(-1)!.aborted]).toEqual([3, true])
})

test('a failure is followed by what was to be asked again', async () => {
  const [question, server] = [new PaneQuestion<string>(), new Server()]
  question.ask('a', () => Promise.reject(new Error('lost')))
  question.again(server.request)
  await new Promise((resolve) => setTimeout(resolve))
  expect(question.failure.value?.message).toBe('lost')
  await server.answer('there')
  expect([question.answer.value, question.failure.value]).toEqual(['there', undefined])
})
