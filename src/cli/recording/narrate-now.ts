/** Asking a language model on the user's word, in this process, whose environment has the key. */
import { withWriter } from '../../daemon/writer.ts'
import { FlightrecError } from '../../model/errors.ts'
import type { KeptNarrative } from '../../model/narrative.ts'
import type { Oid } from '../../model/oid.ts'
import { showText } from '../../model/show.ts'
import { mayBeSent } from '../../record/narrate/allowed-roots.ts'
import { AskFailure } from '../../record/narrate/language-model.ts'
import { Narrator } from '../../record/narrate/narrator.ts'
import { waitAfter } from '../../record/narrate/retry.ts'
import { loadConfig } from '../../store/config/config-file.ts'
import type { Home } from '../../store/home/home.ts'
import { keepNarrative } from '../../store/timeline/narratives.ts'
import { sleep } from '../../system/clock.ts'
import type { Output } from '../terminal/output.ts'
import { tellBusy } from './tell-busy.ts'

const ATTEMPTS = 4
const WAIT_MAX_MS = 30_000

interface Asking {
  home: Home
  out: Output
  signal: AbortSignal
}

/**
 * Asks for a narrative, several times when the provider is busy.
 * @throws {FlightrecError} failed, when config.toml does not allow it for `root` or there is no answer; interrupted.
 */
export async function narrateNow<Result>(
  { home, out, signal }: Asking,
  root: string | undefined,
  ask: (narrator: Narrator) => Promise<Result>,
): Promise<Result> {
  const { config } = await loadConfig(home)
  if (root === undefined ? !config['llm.enabled'] : !mayBeSent(config, root)) throw notAllowed()
  const narrator = new Narrator(home, config)
  for (let attempt = 1; ; attempt += 1) {
    out.progress(`asking ${config['llm.model']} (${config['llm.provider']})`)
    try {
      return await ask(narrator)
    } catch (error) {
      if (signal.aborted) throw new FlightrecError('interrupted', 'interrupted')
      if (!(error instanceof AskFailure)) throw error
      const waitMs = waitAfter(attempt, error.waitMs)
      const isInVain = error.kind === 'setup' || error.kind === 'refused' || waitMs > WAIT_MAX_MS
      if (isInVain || attempt === ATTEMPTS) throw noNarrative(error)
      out.talk(`${error.message}; trying again`)
      await sleep(waitMs, signal)
    } finally {
      out.progress(undefined)
    }
  }
}

function notAllowed(): FlightrecError {
  return new FlightrecError('failed', 'config.toml lets no language model be told of this', {
    hint: 'Set `enabled = true` in [llm], and name the folder in its `roots` if there are any; see docs/narratives.md.',
  })
}

function noNarrative(error: AskFailure): FlightrecError {
  return new FlightrecError('failed', `there is no narrative: ${showText(error.message)}`, {
    hint: 'Run `flightrec report` without `--regenerate` for the facts.',
    cause: error,
  })
}

/** Keeps a narrative on a commit of a repo; `roots` are those whose recording has to hold still for it. */
export async function keepNow(
  { home, out, signal }: Asking,
  roots: readonly string[],
  { gitDir, commit, narrative }: { gitDir: string; commit: Oid; narrative: KeptNarrative },
): Promise<void> {
  await withWriter(home, { signal, onBusy: tellBusy(out) }, (writer) =>
    writer.alone(roots, () => keepNarrative(gitDir, commit, narrative)),
  )
}
