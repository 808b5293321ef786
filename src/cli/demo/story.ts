/** The demo: an agent works, a person works beside it, and flightrec tells what happened. */

import { FlightrecError } from '../../model/errors.ts'
import type { Event } from '../../model/event.ts'
import { showText } from '../../model/show.ts'
import { shortSessionId } from '../sessions/session-lines.ts'
import type { Output } from '../terminal/output.ts'
import { AGENT, DAMAGE, PAUSE, PERSON, PROJECT } from './scripts.ts'
import { Stage } from './stage.ts'

/** Plays the demo in a scratch folder, which is removed at the end unless it `isKept`. */
export async function playDemo(out: Output, signal: AbortSignal, isKept: boolean): Promise<void> {
  const stage = new Stage(out, signal)
  try {
    await record(stage, out)
    await review(stage, out)
  } finally {
    await stage.close(isKept)
  }
  tellEnd(stage, out, isKept)
}

async function record(stage: Stage, out: Output): Promise<void> {
  const about = (text: string) => out.line(out.style('dim', text))
  about(`# A small project in ${showText(stage.project)}. Its flightrec home is beside it;`)
  about('# nothing of yours is read or written.')
  await stage.act(PROJECT)
  await stage.show('daemon', 'start', '.')
  await stage.settle()
  out.line('')
  about('# An agent works in it, by the hook that `flightrec hooks install` sets up.')
  await stage.act(AGENT, PAUSE, async () => {
    about('# Meanwhile, you edit config/app.yml: port 8080 → 9090')
    await stage.act(PERSON)
    await stage.settle()
  })
  await stage.settle()
}

async function review(stage: Stage, out: Output): Promise<void> {
  const about = (text: string) => {
    out.line('')
    out.line(out.style('dim', text))
  }
  about('# So it said. What happened?')
  const [session] = await stage.ask<{ id: string }>('sessions', '--json')
  if (!session) throw notRecorded('the session of the demo')
  const name = shortSessionId(session.id).replace('…', '')
  await stage.show('sessions')
  await stage.show('inspect', name, '--anomalies-only')
  await stage.show('log', '--oneline')
  await stage.show('audit', name)
  about('# The step that deleted the file is taken back. What you changed later stays.')
  await stage.show('undo', `${name}#${await damageOf(stage, session.id)}`)
  await stage.showProgram('cat', 'config/secrets.yml', 'config/app.yml')
  await stage.show('verify')
}

async function damageOf(stage: Stage, session: string): Promise<number> {
  const lines = await stage.ask<Partial<Event>>('timeline', session, '--json')
  const step = lines.find(({ command }) => command === DAMAGE)
  if (step?.seq !== undefined) return step.seq
  throw notRecorded('what the agent did in the demo')
}

function notRecorded(what: string): FlightrecError {
  return new FlightrecError('failed', `${what} was not recorded`, {
    hint: 'Run `flightrec doctor` to see what may be wrong on this machine.',
  })
}

function tellEnd({ folder, home, project }: Stage, out: Output, isKept: boolean): void {
  out.line('')
  const text = isKept
    ? `# Kept in ${showText(folder)}. Look around: cd ${showText(project)}; export FLIGHTREC_HOME=${showText(home)}`
    : '# All of it is removed again. Yours: `flightrec daemon start ~/my-app; flightrec hooks install claude-code`'
  out.line(out.style('dim', text))
}
