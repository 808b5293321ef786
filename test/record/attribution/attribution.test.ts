import { expect, test, vi } from 'vitest'
import { rawFromText } from '../../../src/model/raw-path.ts'
import type { SessionId } from '../../../src/model/session.ts'
import type { ManualSession } from '../../../src/record/attribution/attribute.ts'
import { Attributor } from '../../../src/record/attribution/attributor.ts'
import type { Lives } from '../../../src/record/attribution/call.ts'
import { CallBook } from '../../../src/record/attribution/call-book.ts'
import type { FoundChange } from '../../../src/record/attribution/change-moment.ts'
import type { NewEvent } from '../../../src/record/sessions/prepare-event.ts'
import { growth } from '../../helpers/growth.ts'

const ROOT = '/r'

function world(manual: ManualSession[] = [], lives: Lives = () => undefined) {
  const book = new CallBook()
  const attributor = new Attributor({ book, catchUp: () => {}, manualIn: () => manual, lives })
  const tell = (who: string, time: number, event: Partial<NewEvent>, order?: number) =>
    book.note(
      { id: `sess_${who}` as SessionId, agent: who },
      { event_type: 'SHELL_EXEC', summary: '', source: 'hook', time: '', cwd: ROOT, ...event },
      { time, ...(order !== undefined && { order }) },
    )
  const call = (who: string, id: string, from: number, to: number, event: Partial<NewEvent>) => {
    tell(who, from, { call_id: id, phase: 'before', ...event })
    tell(who, to, { call_id: id, phase: 'after', ...event })
  }
  const look = { trigger: 'watch' as const, sinceMs: 0 }
  /** One change, as evidence and name. */
  const who = (path: string, ctimeMs: number, first?: number) => {
    const noticed = first === undefined ? undefined : { first, last: ctimeMs }
    return told({ type: 'added', after: side(path) }, ctimeMs, noticed)
  }
  const lost = (path: string, atMs: number) =>
    told({ type: 'removed', before: side(path) }, undefined, { first: atMs, last: atMs })
  const side = (path: string) => ({ path: rawFromText(path), mode: 0o100644 })
  const told = (
    change: FoundChange['change'],
    ctimeMs: number | undefined,
    noticed: FoundChange['noticed'],
  ) => {
    const [found] = attributor.attribute(ROOT, [{ change, ctimeMs, noticed }], look)
    const { evidence, by } = found!
    return by ? `${evidence} ${by.agent} ${by.call?.key ?? ''}`.trim() : evidence
  }
  return { tell, told, side, call, who, lost, book, attributor }
}

test('a call that names the path is believed for as long as it lasts, and no longer', () => {
  const { call, who } = world()
  call('a', 'c1', 1000, 2000, { event_type: 'FILE_WRITE', paths: ['/r/x'] })
  expect(who('x', 1500)).toBe('declared a c1')
  expect(who('x', 999)).toBe('none')
  expect(who('x', 2001)).toBe('none')
  expect(who('y', 1500)).toBe('none')
})

test('a change that was begun before the call is not put down to it', () => {
  const { call, who } = world()
  call('a', 'c1', 1000, 2000, { event_type: 'FILE_WRITE', paths: ['/r/x'] })
  expect(who('x', 1500, 950)).toBe('none')
})

test('what was noticed before or after the call is not put down to it, though its times say otherwise', () => {
  const { tell, told, side } = world()
  const edit = { event_type: 'FILE_WRITE' as const, paths: ['/r/x'], call_id: 'c1' }
  tell('a', 1000, { ...edit, phase: 'before' }, 7)
  const change = { type: 'added' as const, after: side('x') }
  const noticed = { first: 1100, last: 1100 }
  const order = (first: number, last: number) => ({ ...noticed, order: { first, last } })
  expect(told(change, 1090, order(6, 8))).toBe('none')
  expect(told(change, 1090, order(8, 9))).toBe('declared a c1')
  tell('a', 1095, { ...edit, phase: 'after' }, 20)
  expect(told(change, 1090, order(8, 19))).toBe('declared a c1')
  expect(told(change, 1090, order(8, 21))).toBe('none')
  expect(told(change, 1090, noticed)).toBe('declared a c1')
})

test('a command of unknown reach is believed only while nobody else could have done it', () => {
  const { call, who } = world()
  call('a', 'c1', 1000, 2000, { command: 'npm test' })
  expect(who('x', 1500)).toBe('window a c1')
  call('b', 'c2', 1800, 2500, { command: 'make' })
  expect(who('x', 1900)).toBe('contended')
  expect(who('x', 2200)).toBe('window b c2')
})

test('a command of known reach neither claims nor disputes what it does not name', () => {
  const { call, who } = world()
  call('a', 'c1', 1000, 2000, { command: 'npm test' })
  call('b', 'c2', 1000, 2000, { command: 'sleep 1; echo x > y' })
  expect(who('x', 1500)).toBe('window a c1')
  expect(who('y', 1500)).toBe('declared b c2')
})

test('a file that goes while its folder is made, or comes while it is removed, is not the command’s doing', () => {
  const { call, lost, who } = world()
  call('a', 'c1', 1000, 2000, { command: 'mkdir -p d && echo > d/x' })
  expect(lost('d/y', 1500)).toBe('none')
  expect(lost('d/x', 1500)).toBe('none')
  expect(who('d/y', 1500)).toBe('none')
  expect(who('d/x', 1500)).toBe('declared a c1')
  call('a', 'c2', 3000, 4000, { command: 'rm d/x' })
  expect(who('d/x', 3500)).toBe('none')
  expect(lost('d/x', 3500)).toBe('declared a c2')
})

test('two calls that both name the path leave it to nobody', () => {
  const { call, who } = world()
  call('a', 'c1', 1000, 2000, { command: 'echo > x' })
  call('b', 'c2', 1500, 2500, { command: 'echo > x' })
  expect(who('x', 1700)).toBe('contended')
  expect(who('x', 1200)).toBe('declared a c1')
})

test('two calls of one session still name the session, but no call', () => {
  const { call, who } = world()
  call('a', 'c1', 1000, 2000, { command: 'npm run a' })
  call('a', 'c2', 1000, 2000, { command: 'npm run b' })
  expect(who('x', 1500)).toBe('window a')
})

test('once somebody unknown was at work, a window alone proves nothing', () => {
  const { call, who } = world()
  call('a', 'c1', 1000, 2000, { command: 'npm test' })
  expect(who('by-hand', 500)).toBe('none')
  expect(who('x', 1500)).toBe('contended')
  call('a', 'c2', 700_000, 800_000, { command: 'npm test' })
  expect(who('x', 750_000)).toBe('window a c2')
})

test('what a call leaves behind when it ends is no sign of somebody unknown', () => {
  const { call, who } = world()
  call('a', 'c1', 1000, 2000, { command: 'npm test' })
  expect(who('late', 2500)).toBe('none')
  call('a', 'c2', 3000, 4000, { command: 'npm test' })
  expect(who('x', 3500)).toBe('window a c2')
})

test('a session begun by hand has what changes while it runs, but not what another names', () => {
  const span = { session: 'sess_bot' as SessionId, agent: 'bot' }
  const { call, who } = world([span])
  expect(who('x', 1500)).toBe('window bot')
  call('a', 'c1', 2000, 3000, { event_type: 'FILE_WRITE', paths: ['/r/y'] })
  expect(who('y', 2500)).toBe('declared a c1')
  call('a', 'c2', 4000, 5000, { command: 'npm test' })
  expect(who('x', 4500)).toBe('contended')
})

test('a call with the id of one that has ended is another call', () => {
  const { call, who } = world()
  call('a', 'call_0', 1000, 2000, { command: 'npm test' })
  call('a', 'call_0', 3000, 4000, { event_type: 'FILE_WRITE', paths: ['/r/x'] })
  expect(who('x', 3500)).toBe('declared a call_0')
  expect(who('y', 3500)).toBe('none')
  expect(who('y', 2500)).toBe('none')
})

test('a call that is never said to end ends with the next prompt', () => {
  const { tell, who } = world()
  tell('a', 1000, { call_id: 'c1', phase: 'before', command: 'npm test' })
  expect(who('x', 1500)).toBe('window a c1')
  tell('a', 2000, { event_type: 'USER_INPUT' })
  expect(who('x', 2500)).toBe('none')
})

test('a call of which only the end is told began when it says, or when the agent last spoke', () => {
  const { tell, who } = world()
  tell('a', 1000, { event_type: 'USER_INPUT' })
  tell('a', 2000, { phase: 'after', event_type: 'FILE_WRITE', paths: ['x'], call_id: 'c1' })
  tell('a', 9000, { phase: 'after', command: 'echo > y', call_id: 'c2', duration_ms: 500 })
  expect(who('x', 1500)).toBe('declared a c1')
  expect(who('y', 8600)).toBe('declared a c2')
  expect(who('y', 8400)).toBe('none')
})

test('folders named through a link are the same folders', () => {
  const { book, who } = world()
  const event = { event_type: 'FILE_WRITE' as const, paths: ['/link/x'], cwd: '/link' }
  const told = { summary: '', source: 'hook' as const, time: '', phase: 'before' as const }
  const caller = { id: 'sess_a' as SessionId, agent: 'a' }
  book.note(caller, { ...event, ...told, call_id: 'c1' }, { time: 1000, realCwd: '/r' })
  expect(who('x', 1500)).toBe('declared a c1')
})

test('what a restore writes is not put down to a call that is open meanwhile', () => {
  const { call, who, attributor } = world()
  const now = Date.now()
  call('a', 'c1', now - 1000, now + 1000, { command: 'npm test' })
  attributor.noteSnapshot(ROOT, 'safety')
  expect(who('x', now)).toBe('none')
  attributor.noteSnapshot(ROOT, 'restore')
  expect(who('x', now)).toBe('window a c1')
})

const refused = { command: 'npm test', call_id: 'c1' }

test.each([
  ['the turn is over', { event_type: 'AGENT_ACT', turn_end: true }],
  ['the session is over', { event_type: 'SESSION_END' }],
  ['the session goes on from the start', { event_type: 'SESSION_START' }],
  ['a person speaks', { event_type: 'USER_INPUT' }],
] as const)(
  'a call that was refused without a word has nothing that changes once %s',
  (_, said) => {
    const { tell, who, lost } = world()
    tell('a', 1000, { ...refused, phase: 'before' })
    tell('a', 2000, said)
    expect(who('x', 2500)).toBe('none')
    expect(lost('y', 2600)).toBe('none')
    // Nor what changed before, but is looked at only now.
    expect(who('x', 1500)).toBe('none')
  },
)

test('a call after which its session has begun and ended another names nobody, neither by time nor by path', () => {
  const { tell, call, who } = world()
  tell('a', 1000, { ...refused, phase: 'before' })
  tell('a', 1100, { event_type: 'FILE_WRITE', paths: ['/r/y'], call_id: 'c2', phase: 'before' })
  call('a', 'c3', 2000, 2100, { event_type: 'FILE_READ', paths: ['/r/z'] })
  expect(who('x', 2500)).toBe('none')
  expect(who('y', 2600)).toBe('none')
})

test('of calls at the same time each has what it made, as soon as its end is told', () => {
  const { tell, call, who } = world()
  tell('a', 1000, { command: 'make', call_id: 'c1', phase: 'before' })
  tell('a', 1010, { event_type: 'FILE_WRITE', paths: ['/r/y'], call_id: 'c2', phase: 'before' })
  call('a', 'c3', 1020, 1500, { event_type: 'FILE_READ', paths: ['/r/z'] })
  expect(who('x', 1600)).toBe('none')
  tell('a', 2000, { event_type: 'FILE_WRITE', paths: ['/r/y'], call_id: 'c2', phase: 'after' })
  expect(who('y', 1900)).toBe('declared a c2')
  tell('a', 3000, { command: 'make', call_id: 'c1', phase: 'after' })
  expect(who('x', 2500)).toBe('window a c1')
  // What was nobody's while that was not known is no sign of a person any more.
  call('a', 'c4', 4000, 5000, { command: 'make' })
  expect(who('z', 4500)).toBe('window a c4')
})

test('a call after which its session has begun another has only what it names', () => {
  const { tell, who } = world()
  tell('a', 1000, { ...refused, phase: 'before' })
  tell('a', 1010, { event_type: 'FILE_WRITE', paths: ['/r/y'], call_id: 'c2', phase: 'before' })
  tell('a', 1100, { command: 'sleep 3', call_id: 'c3', phase: 'before' })
  expect(who('by-hand', 1500)).toBe('none')
  expect(who('y', 1600)).toBe('declared a c2')
})

test('a person who edits while a lost call seems open is seen as one', () => {
  const { tell, call, who } = world()
  tell('a', 1000, { ...refused, phase: 'before' })
  call('a', 'c2', 2000, 2100, { event_type: 'FILE_READ', paths: ['/r/z'] })
  expect(who('by-hand', 2500)).toBe('none')
  call('a', 'c3', 3000, 4000, { command: 'make' })
  expect(who('x', 3500)).toBe('contended')
})

test('a lost call has nothing, but what it could have done is no other session’s for sure', () => {
  const { tell, call, who } = world()
  tell('a', 1000, { ...refused, phase: 'before' })
  call('a', 'c2', 2000, 2100, { event_type: 'FILE_READ', paths: ['/r/z'] })
  call('b', 'c3', 3000, 4000, { command: 'make' })
  expect(who('x', 3500)).toBe('contended')
})

test('a call that was refused aloud has changed nothing, not even what it names', () => {
  const { tell, who } = world()
  const edit = { event_type: 'FILE_WRITE' as const, paths: ['/r/x'], call_id: 'c1' }
  tell('a', 1000, { ...edit, phase: 'before' })
  tell('a', 1500, { event_type: 'AGENT_ACT', call_id: 'c1', phase: 'after', permission: 'refused' })
  expect(who('x', 1400)).toBe('none')
  expect(who('x', 1600)).toBe('none')
})

test('while a person is asked whether a command may run it has nothing, and afterwards what it ran for', () => {
  const { tell, who } = world()
  tell('a', 1000, { ...refused, phase: 'before', tool: 'Bash' })
  tell('a', 1010, { event_type: 'AGENT_ACT', tool: 'Bash', permission: 'asked' })
  expect(who('by-hand', 1500)).toBe('none')
  tell('a', 9000, { ...refused, phase: 'after', tool: 'Bash', duration_ms: 500 })
  expect(who('by-hand-too', 2000)).toBe('none')
  // The person was seen at work meanwhile.
  expect(who('x', 8700)).toBe('contended')
})

test('leave that is given opens the call, and leave that is refused closes it', () => {
  const { tell, who } = world()
  tell('a', 1000, { ...refused, phase: 'before' })
  tell('a', 1010, { event_type: 'AGENT_ACT', permission: 'asked' })
  tell('a', 2000, { event_type: 'AGENT_ACT', permission: 'granted' })
  expect(who('x', 2500)).toBe('window a c1')
  tell('b', 3000, { command: 'make', call_id: 'c2', phase: 'before' })
  tell('a', 3000, { ...refused, phase: 'after' })
  tell('b', 3010, { event_type: 'AGENT_ACT', permission: 'asked' })
  tell('b', 3500, { event_type: 'AGENT_ACT', permission: 'refused' })
  expect(who('y', 3200)).toBe('none')
  expect(who('y', 3600)).toBe('none')
})

test('a call whose agent was killed has nothing from then on', () => {
  let lives: boolean | undefined = true
  const { tell, who } = world([], () => lives)
  tell('a', 1000, { ...refused, phase: 'before' })
  expect(who('x', 1500)).toBe('window a c1')
  lives = false
  expect(who('x', 2000)).toBe('none')
})

test('an agent whose process is not known is believed to be in a call for ten minutes, one that lives for an hour', () => {
  let lives: boolean | undefined
  const { tell, who } = world([], () => lives)
  tell('a', 1000, { ...refused, phase: 'before' })
  expect(who('x', 590_000)).toBe('window a c1')
  expect(who('x', 610_000)).toBe('none')
  lives = true
  tell('b', 4_000_000, { ...refused, phase: 'before' })
  expect(who('x', 7_000_000)).toBe('window b c1')
  expect(who('x', 7_700_000)).toBe('none')
})

test('a session that is put away takes its calls along, and those of its subagents', () => {
  const { book, tell, who } = world()
  const child = { id: 'sess_child' as SessionId, agent: 'a', parent: 'sess_a' }
  const begun = {
    event_type: 'SHELL_EXEC' as const,
    summary: '',
    source: 'hook' as const,
    time: '',
  }
  book.note(child, { ...begun, ...refused, cwd: ROOT, phase: 'before' }, { time: 1000 })
  expect(who('x', 1500)).toBe('window a c1')
  tell('a', 2000, { event_type: 'AGENT_ACT', turn_end: true })
  // It may work on by itself, or have been given up.
  expect(who('x', 2500)).toBe('none')
  book.close('sess_a' as SessionId, 3000)
  expect(book.openAt(3500)).toEqual([])
})

test('without ids, an end is that of the call that looks like it, and not of one that was refused before', () => {
  const { tell, who } = world()
  const shell = { tool: 'Bash', event_type: 'SHELL_EXEC' as const }
  tell('a', 1000, {
    ...shell,
    command: 'npm test',
    summary: 'npm test',
    phase: 'before',
    intake: '1',
  })
  tell('a', 2000, { ...shell, command: 'make', summary: 'make', phase: 'before', intake: '2' })
  tell('a', 3000, { ...shell, command: 'make', summary: 'make', phase: 'after', intake: '3' })
  expect(who('x', 2500)).toBe('window a 2')
  expect(who('x', 3500)).toBe('none')
})

test('a call with the id of one that was refused is another call', () => {
  const { tell, who } = world()
  tell('a', 1000, { ...refused, phase: 'before' })
  tell('a', 9000, { event_type: 'FILE_WRITE', paths: ['/r/x'], call_id: 'c1', phase: 'before' })
  expect(who('x', 9500)).toBe('declared a c1')
  expect(who('y', 9500)).toBe('none')
})

test('a beginning that is heard after its end does not open the call again', () => {
  const { tell, who } = world()
  tell('a', 500, { event_type: 'AGENT_ACT' })
  tell('a', 1010, { command: 'make', call_id: 'c1', phase: 'after' })
  tell('a', 1015, { command: 'make', call_id: 'c1', phase: 'before' })
  expect(who('x', 1005)).toBe('window a c1')
  expect(who('x', 5000)).toBe('none')
})

test('a file that comes and goes beside one that a call writes, within that call, is no sign of a person', () => {
  const { tell, call, who, lost } = world()
  const edit = { event_type: 'FILE_WRITE' as const, paths: ['/r/src/x'], call_id: 'c1' }
  tell('a', 1000, { ...edit, phase: 'before' })
  expect(who('src/x.tmp.7.ab', 1200)).toBe('none')
  expect(lost('src/x.tmp.7.ab', 1300)).toBe('none')
  expect(who('src/x', 1300)).toBe('declared a c1')
  tell('a', 1400, { ...edit, phase: 'after' })
  call('a', 'c2', 5000, 6000, { command: 'make' })
  expect(who('out', 5500)).toBe('window a c2')
  // What stays, or lies elsewhere, is.
  tell('a', 17000, { ...edit, call_id: 'c3', phase: 'before' })
  expect(who('notes', 17100)).toBe('none')
  expect(lost('notes', 17200)).toBe('none')
  tell('a', 17400, { ...edit, call_id: 'c3', phase: 'after' })
  call('a', 'c4', 18000, 19000, { command: 'make' })
  expect(who('out', 18500)).toBe('contended')
})

test('only what no call names, beside what one is about to write, is likely to be put in its place', () => {
  const { tell, attributor } = world()
  const isPassing = (path: string) => attributor.passingIn(ROOT)(rawFromText(path))
  expect(isPassing('src/x.tmp')).toBe(false)
  const edit = { event_type: 'FILE_WRITE' as const, paths: ['/r/src/x'], call_id: 'c1' }
  tell('a', 1000, { ...edit, phase: 'before' })
  tell('a', 1001, { command: 'make; echo > y', call_id: 'c2', phase: 'before' })
  expect(isPassing('src/x.tmp')).toBe(true)
  expect(isPassing('src/x')).toBe(false)
  expect(isPassing('src/deep/x.tmp')).toBe(false)
  expect(isPassing('out')).toBe(false)
  tell('a', 2000, { ...edit, phase: 'after' })
  expect(isPassing('src/x.tmp')).toBe(false)
})

test('who deleted a folder is told in proportion to its files: a daemon that takes their square answers nobody', () => {
  const { attributor, side } = world()
  const removeMany = (count: number) => {
    const gone = Array.from({ length: count }, (_, at): FoundChange => {
      const change = { type: 'removed' as const, before: side(`d/${at}`) }
      return { change, ctimeMs: undefined, noticed: { first: 1000, last: 1000 } }
    })
    attributor.attribute(ROOT, gone, { trigger: 'watch', sinceMs: 0 })
  }
  expect(growth(10_000, removeMany)).toBeLessThan(3)
})

test('the calls around many changes of one moment are looked up once', () => {
  const { attributor, book, side } = world()
  const openAt = vi.spyOn(book, 'openAt')
  const gone = Array.from({ length: 500 }, (_, at): FoundChange => {
    const change = { type: 'removed' as const, before: side(`d/${at}`) }
    return { change, ctimeMs: undefined, noticed: { first: 1000, last: 1000 } }
  })
  attributor.attribute(ROOT, gone, { trigger: 'watch', sinceMs: 0 })
  expect(openAt).toHaveBeenCalledTimes(1)
})
