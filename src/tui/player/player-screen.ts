/** The player on the terminal: it takes it, plays at the true times, and gives it back on every way out. */
import type { Frame, Playback } from '../../review/playback/playback.ts'
import { monotonicNow, sleep } from '../../system/clock.ts'
import { failureText } from '../failure-text.ts'
import { Keyboard } from '../keyboard.ts'
import type { Input } from '../keys.ts'
import type { Terminal } from '../terminal.ts'
import { readBackground, themeFor } from '../theme.ts'
import { timeOfColumn } from './bar.ts'
import type { Errand, Situation } from './bindings.ts'
import { barFacts } from './chrome.ts'
import { type Composed, compose, type PlayerLook } from './compose.ts'
import { isSmaller } from './cover.ts'
import type { Deeds } from './deeds.ts'
import type { LiveTape } from './live-tape.ts'
import { markerAt } from './marks.ts'
import { found, goTo, hold, type Player, type PlayerContext, say, tick, timeOf } from './player.ts'
import { press } from './press.ts'
import type { Pane, Scene } from './scene.ts'
import { waitFor } from './waiting.ts'

export interface Playing {
  playback: Playback
  tape: LiveTape
  terminal: Terminal
  look: PlayerLook
  begin: Player
  idleLimitMs: number | undefined
  deeds: Deeds
  /** As far as the recording says how its program ended. */
  exitCode: number | undefined
  signal: AbortSignal
}

/** No terminal draws more often than can be seen. */
const FRAME_MS = 16
/** A terminal that does not answer by then is drawn on without. */
const ANSWER_MS = 100

export class PlayerScreen {
  readonly #playing: Playing
  readonly #keyboard: Keyboard
  #player: Player
  #look: PlayerLook
  #frame: Frame | undefined
  #composed: Composed | undefined
  #pane: { marker: unknown; pane?: Pane } | undefined
  #seekNumber = 0
  #isSeeking = false
  #soughtMs = Number.NaN
  #timer: NodeJS.Timeout | undefined
  #drawnMs = Number.NEGATIVE_INFINITY
  /** Whether something else has the terminal. */
  #isAway = false
  readonly #onStop = () => this.#suspend()
  /** Stopped and continued by somebody else, it finds a terminal that the shell has set up for itself. */
  readonly #onContinued = () => void this.#leaveFor(async () => {})
  #end: (error?: unknown) => void = () => {}
  #onAnswered = () => {}

  constructor(playing: Playing) {
    this.#playing = playing
    this.#player = playing.begin
    this.#look = playing.look
    this.#keyboard = new Keyboard({
      onInput: (input) => this.#onInput(input),
      onAnswer: (answer) => this.#onAnswer(answer),
      onEnd: () => this.#end(),
    })
  }

  /** Plays until the user leaves it. */
  async run(): Promise<void> {
    const { terminal, playback, signal } = this.#playing
    const ended = new Promise<void>((resolve, reject) => {
      this.#end = (error) => (error === undefined ? resolve() : reject(error))
    })
    const end = () => this.#end()
    const update = () => this.#update()
    signal.addEventListener('abort', end)
    playback.onGrown(update)
    terminal.on('resize', update).on('drain', update)
    process.on('SIGTSTP', this.#onStop).on('SIGCONT', this.#onContinued)
    try {
      await this.#enter()
      if (!signal.aborted) {
        this.#update()
        await ended
      }
    } finally {
      clearTimeout(this.#timer)
      this.#isAway = true
      process.off('SIGTSTP', this.#onStop).off('SIGCONT', this.#onContinued)
      terminal.off('resize', update).off('drain', update)
      signal.removeEventListener('abort', end)
      this.#keyboard.close()
      terminal.leave()
    }
  }

  async #enter(): Promise<void> {
    const { terminal } = this.#playing
    terminal.enter()
    this.#keyboard.open()
    const answered = new Promise<void>((resolve) => {
      this.#onAnswered = resolve
    })
    terminal.ask()
    await Promise.race([answered, sleep(ANSWER_MS)])
  }

  /** What comes late still counts. */
  #onAnswer(answer: string): void {
    const { theme } = this.#look
    const background = readBackground(answer)
    if (background && this.#look.colors === 'any') {
      this.#look = { ...this.#look, theme: themeFor(background, theme.palette.isColored) }
    }
    // Of a sign of ours that was shown in the first row: a terminal that makes it wide gets others.
    if (/^\u001b\[1;3R$/.test(answer)) this.#look = { ...this.#look, isAscii: true }
    if (answer.endsWith('c')) this.#onAnswered()
    if (this.#composed) this.#update()
  }

  #onInput(input: Input): void {
    if (this.#isAway || !this.#composed) return
    if (input.type === 'click') this.#click(input.row, input.column)
    else if (input.key === 'ctrl-c') this.#end()
    else if (input.key === 'ctrl-z') this.#suspend()
    else this.#press(input.hasShift ? `shift-${input.key}` : input.key)
    this.#update()
  }

  #press(key: string): void {
    const { player, errand, find } = press(key, this.#situation(), this.#context())
    this.#player = player
    if (find !== undefined) this.#find(find)
    if (errand) this.#run(errand)
  }

  #situation(): Situation {
    const { tape, deeds } = this.#playing
    return {
      player: this.#player,
      tape: tape.tape(),
      nowMs: monotonicNow(),
      hasSteps: deeds.hasSteps,
      openedFrom: deeds.openedFrom,
      isSmaller: this.#composed !== undefined && isSmaller(this.#composed.cover),
    }
  }

  #context(): PlayerContext {
    const view = this.#composed!.cover.view
    return { tape: this.#playing.tape.tape(), nowMs: monotonicNow(), view }
  }

  #find(text: string): void {
    const work = this.#playing.playback.find(text).then((hits) => {
      this.#player = found(this.#player, text, hits, this.#context())
      this.#update()
    })
    work.catch((error: unknown) => this.#say(failureText(error)))
  }

  #say(text: string): void {
    this.#player = say(this.#player, text)
    this.#update()
  }

  #run(errand: Errand): void {
    if (errand === 'close' || errand === 'back') this.#end()
    else if (errand === 'diff' || errand === 'open' || errand === 'undo') this.#open(errand)
    else if (errand === 'find-all') this.#findAll()
    else this.#copy(errand)
  }

  #open(what: 'diff' | 'open' | 'undo'): void {
    const { deeds, tape } = this.#playing
    const marker = markerAt(tape.tape().markers, this.#timeMs())
    this.#player = hold(this.#player, tape.tape(), monotonicNow())
    if (marker) void this.#leaveFor(() => deeds.open(what, marker))
    else this.#say('no step has begun yet')
  }

  #findAll(): void {
    const { deeds, tape } = this.#playing
    const text = this.#player.search?.text ?? ''
    this.#player = hold(this.#player, tape.tape(), monotonicNow())
    void this.#leaveFor(() => deeds.findAll(text))
  }

  #copy(what: 'copy' | 'copy-command' | 'copy-screen'): void {
    const { deeds, terminal } = this.#playing
    const isScreen = what === 'copy-screen'
    const text = isScreen
      ? (this.#frame?.rows ?? []).map((row) => row.text).join('\n')
      : deeds.nameOf(this.#timeMs(), what === 'copy-command')
    terminal.copy(text)
    this.#say(`copied ${isScreen ? 'the text of the screen' : text}`)
  }

  /** Whoever is stopped with a terminal of its own leaves it unusable. */
  #suspend(): void {
    void this.#leaveFor(async () => {
      process.off('SIGTSTP', this.#onStop)
      await this.#playing.terminal.stop()
      process.on('SIGTSTP', this.#onStop)
    })
  }

  async #leaveFor(errand: () => Promise<void>): Promise<void> {
    if (this.#isAway) return
    this.#isAway = true
    clearTimeout(this.#timer)
    this.#keyboard.close()
    const { terminal } = this.#playing
    try {
      await terminal.lend(errand)
    } catch (error) {
      this.#player = say(this.#player, failureText(error))
    }
    this.#keyboard.open()
    this.#isAway = false
    this.#update()
  }

  /** On the bar: goes there; on a mark above it: opens its step. */
  #click(row: number, column: number): void {
    const { cover } = this.#composed!
    const what = cover.chrome[row - cover.chromeTop]
    if (what === undefined || what === 'keys' || what === 'state') return
    const scene = this.#scene()
    if (!scene) return
    const facts = barFacts(scene, cover)
    const to = timeOfColumn(facts, column - facts.left)
    const { tape, nowMs } = this.#context()
    const player = { ...this.#player, pressedMs: nowMs }
    this.#player = goTo(player, tape, to, nowMs)
    if (what === 'marks' && this.#playing.deeds.hasSteps) {
      this.#player = { ...hold(this.#player, tape, nowMs), pane: 'event' }
    }
  }

  #timeMs(): number {
    return timeOf(this.#player, this.#playing.tape.tape(), monotonicNow())
  }

  /** Brings the screen to where the player is, and waits for what comes next. */
  #update(): void {
    if (this.#isAway) return
    const { tape, terminal } = this.#playing
    this.#player = tick(this.#player, tape.tape(), monotonicNow())
    this.#seek(this.#timeMs())
    this.#readPane()
    // A terminal that has not taken the last picture gets none until it has; then the one of that time.
    const isEarly = monotonicNow() - this.#drawnMs < FRAME_MS
    if (!terminal.isBusy && !isEarly) this.#draw()
    this.#schedule(isEarly)
  }

  #seek(timeMs: number): void {
    const { playback } = this.#playing
    const frame = this.#frame
    const next = frame && playback.frameAfter(frame.timeMs)
    const isShown = frame && frame.timeMs <= timeMs && (next === undefined || next > timeMs)
    const isPlaying = this.#player.phase === 'playing' || this.#player.phase === 'following'
    if ((isShown && !this.#isSeeking) || timeMs === this.#soughtMs) return
    // While it plays, one at a time: what a slow one leaves out is not shown late.
    if (this.#isSeeking && isPlaying) return
    this.#seekNumber += 1
    const number = this.#seekNumber
    this.#isSeeking = true
    this.#soughtMs = timeMs
    playback.seek(timeMs).then(
      (found) => {
        if (number !== this.#seekNumber) return
        this.#isSeeking = false
        this.#soughtMs = Number.NaN
        this.#frame = found
        this.#update()
      },
      (error: unknown) => this.#end(error),
    )
  }

  #readPane(): void {
    const marker = markerAt(this.#playing.tape.tape().markers, this.#timeMs())
    if (this.#player.pane !== 'event' || !marker || this.#pane?.marker === marker) return
    this.#pane = { marker }
    this.#playing.deeds.pane(marker).then(
      (pane) => {
        if (this.#pane?.marker !== marker) return
        this.#pane = { marker, pane }
        this.#update()
      },
      (error: unknown) => this.#say(failureText(error)),
    )
  }

  #scene(): Scene | undefined {
    const { tape: live, terminal, idleLimitMs, exitCode } = this.#playing
    if (!this.#frame) return undefined
    const tape = live.tape()
    const follows = this.#player.phase === 'following'
    return {
      player: this.#player,
      tape,
      timeMs: follows ? live.liveMs : this.#timeMs(),
      nowMs: monotonicNow(),
      size: { columns: terminal.columns, rows: terminal.rows },
      frame: this.#frame,
      idleLimitMs,
      situation: this.#situation(),
      pane: this.#pane?.pane,
      behindMs: live.behindMs,
      exit: exitCode === undefined ? undefined : `exit ${exitCode}`,
    }
  }

  #draw(): void {
    const scene = this.#scene()
    if (!scene) return
    const { terminal } = this.#playing
    this.#composed = compose(scene, this.#look)
    this.#player = { ...this.#player, window: this.#composed.window }
    terminal.show(this.#composed.picture)
    this.#drawnMs = monotonicNow()
  }

  #schedule(isEarly: boolean): void {
    clearTimeout(this.#timer)
    const { tape } = this.#playing
    const frameMs = this.#frame?.timeMs ?? 0
    const waits = [
      isEarly ? FRAME_MS : undefined,
      tape.staleMs,
      waitFor(this.#player, tape.tape(), frameMs, monotonicNow()),
    ].filter((one) => one !== undefined)
    if (waits.length === 0) return
    this.#timer = setTimeout(() => this.#update(), Math.max(1, Math.ceil(Math.min(...waits))))
  }
}
