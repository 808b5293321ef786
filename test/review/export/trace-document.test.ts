import { expect, test } from 'vitest'
import { EVENT_TYPES } from '../../../src/model/event.ts'
import { traceDocument } from '../../../src/review/export/trace-document.ts'
import { ODD_EVENTS, toldSession } from '../../helpers/told-session.ts'

test('every event has the five fields of TraceLog 1.0 first, and all else stands beside them', async () => {
  for (const isPretty of [false, true]) {
    let text = ''
    for await (const piece of traceDocument(toldSession(...ODD_EVENTS), isPretty)) text += piece
    const { format_version: version, session, events } = JSON.parse(text)
    expect(version).toBe('1.0')
    expect(session).toMatchObject({ agent: 'bot', total_steps: 0, total_anomalies: 0 })
    expect(events).toHaveLength(ODD_EVENTS.length)
    for (const [n, event] of events.entries()) {
      const five = ['seq', 'event_type', 'summary', 'risk_level', 'duration_ms']
      expect(Object.keys(event).slice(0, 5)).toEqual(five)
      expect(event.seq).toBe(n + 1)
      expect(Object.keys(EVENT_TYPES)).toContain(event.event_type)
    }
    expect(text).not.toMatch(/\\ud[89a-f]/)
  }
})
