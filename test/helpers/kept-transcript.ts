/** An agent of which no hook tells: what it does stands in its transcript, as Claude Code keeps it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestEnv } from './test-env.ts'
import { until } from './until.ts'

export class KeptTranscript {
  readonly #env: TestEnv
  readonly #name: string
  readonly #lines: object[] = []
  #calls = 0

  /** `name` is the agent's own id of its session. */
  constructor(env: TestEnv, name = 'first') {
    this.#env = env
    this.#name = name
    this.#say('user', [{ type: 'text', text: 'go' }])
  }

  /** Calls a tool that does `work`. */
  async call(
    tool: string,
    input: object,
    work: () => unknown = () => {},
    { isError = false }: { isError?: boolean } = {},
  ): Promise<void> {
    this.#calls += 1
    const id = `toolu_${this.#name}_${this.#calls}`
    this.#say('assistant', [{ type: 'tool_use', id, name: tool, input }])
    const startMs = Date.now()
    await work()
    // No real call takes no time.
    await until('the clock goes on', () => Date.now() > startMs)
    const content = isError ? 'The user does not want to proceed' : 'done'
    this.#say('user', [{ type: 'tool_result', tool_use_id: id, content, is_error: isError }])
  }

  /** Calls a tool that writes a file. */
  async write(path: string, content: string): Promise<void> {
    const input = { file_path: this.#env.path(path), content }
    await this.call('Write', input, () => this.#env.write(path, content))
  }

  /** Returns where it is kept, outside of the watched folder. */
  keep(): string {
    const path = join(this.#env.base, `${this.#name}.jsonl`)
    writeFileSync(path, this.#lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    return path
  }

  #say(role: string, content: object[]): void {
    this.#lines.push({
      type: role,
      sessionId: this.#name,
      cwd: this.#env.root,
      uuid: `${this.#name}-${this.#lines.length}`,
      timestamp: new Date().toISOString(),
      message: { role, content },
    })
  }
}
