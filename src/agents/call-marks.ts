/**
 * What agents say of calls besides their beginnings and ends: that leave is asked for, given or refused, and that a
 * turn is over, after which no call goes on.
 */
import type { Permission } from '../model/event.ts'
import type { EventDraft } from './agent.ts'
import type { Fields } from './fields.ts'

const TURN_ENDS: ReadonlySet<string> = new Set([
  ...['stop', 'stopfailure', 'agentstop', 'afteragent', 'interrupt', 'turnend', 'turnended'],
  ...['turncomplete', 'turncompleted', 'agentturncomplete', 'turnaborted', 'turnfailed'],
  ...['taskcomplete', 'taskcancel', 'sessionidle', 'sessionerror', 'postcascaderesponse'],
])

const ASKING: ReadonlySet<string> = new Set([
  ...['permissionrequest', 'permissionrequested', 'permissionasked', 'permissionupdated'],
  'elicitation',
])
const ANSWERING: ReadonlySet<string> = new Set([
  ...['permissionresult', 'permissionreplied', 'permissionresponse', 'elicitationresult'],
])

type Marks = Pick<EventDraft, 'permission' | 'turn_end'>

/** Returns what a hook or an event of this name says of calls, be it spelt in whatever way. */
export function callMarks(name: string, payload: Fields): Marks {
  const plain = plainName(name)
  if (plain === 'notification') return notificationMarks(payload)
  if (TURN_ENDS.has(plain)) return { turn_end: true }
  if (plain === 'sessionstatus') {
    const status = payload.child('status').text('type') ?? payload.text('status')
    return status === 'idle' ? { turn_end: true } : {}
  }
  if (ASKING.has(plain)) return { permission: 'asked' }
  if (plain === 'permissiondenied') return { permission: 'refused' }
  const answer = ANSWERING.has(plain) ? answerIn(payload) : undefined
  return answer === undefined ? {} : { permission: answer }
}

function plainName(name: string): string {
  return name.replace(/[^a-z]/gi, '').toLowerCase()
}

function notificationMarks(payload: Fields): Marks {
  const type = plainName(payload.text('notification_type', 'notificationType', 'type') ?? '')
  if (type === 'idleprompt') return { turn_end: true }
  return /permission|elicitation/.test(type) ? { permission: 'asked' } : {}
}

function answerIn(payload: Fields): Permission | undefined {
  const answer = payload.text('reply', 'response', 'decision', 'behavior', 'result', 'action') ?? ''
  if (/^(?:reject|den|declin|refus|cancel|block|abort|no\b)/i.test(answer)) return 'refused'
  return /^(?:once|always|allow|approv|accept|grant|yes\b)/i.test(answer) ? 'granted' : undefined
}

/** How agents tell a model that a call was not allowed to run; commands that fail say other things. */
const REFUSALS: readonly RegExp[] = [
  /^(?:Error: )?The user (?:rejected|doesn['’]t want|does not want|denied|declined|chose not)/i,
  /^(?:Error: )?The user has specified a rule which prevents/i,
  /^(?:Error: )?Permission to (?:use|run|execute|read|edit|write) .{1,200} (?:has been|was) denied/i,
  /^[\w ]{1,40} requested permissions? to (?:use|read|write|edit|run) /i,
  /^[\w ]{1,40} requires permission to use .{1,200}(?:declined|denied)/i,
  /^This (?:command|tool|operation) requires (?:approval|permission)/i,
  /^Permission denied and could not request permission from user/i,
  /^(?:The )?tool (?:call|use|execution) (?:was |has been )?(?:rejected|denied|declined)/i,
  /^Tool execution (?:denied|blocked) by policy/i,
  /^(?:exec command|patch|command|tool call|execution)[\w ]* (?:rejected|denied|declined) by (?:the )?user/i,
  /^\[?(?:Operation Cancelled|User (?:cancelled|rejected|declined|denied))/i,
  /^rejected(?:: | by )/i,
]

/** Whether the answer to a call that failed says that it was not allowed to run. */
export function tellsRefusal(answer: string | undefined): boolean {
  const start = answer?.trimStart().slice(0, 400)
  return start !== undefined && REFUSALS.some((refusal) => refusal.test(start))
}
