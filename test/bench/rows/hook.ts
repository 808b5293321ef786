/** What a hook adds to each event of an agent. */
import type { Row } from '../bench.ts'

export const hook: Row = {
  name: 'hook',
  title: 'hook per event',
  async measure() {
    return [{ label: 'added to the agent', note: 'not built yet' }]
  },
}
