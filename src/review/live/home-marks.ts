/**
 * What there is in a home, each with a mark that is another once it has changed: taken from names, sizes and times of
 * files, so that looking twice a second costs next to nothing.
 */
import { join } from 'node:path'
import { EVIDENCE, GAPS, MAIN, NOTES } from '../../git/history/refs.ts'
import { sideFile } from '../../git/side-files.ts'
import { isSessionId } from '../../model/session.ts'
import type { Home } from '../../store/home/home.ts'
import {
  listLiveFolders,
  listSegments,
  liveFolder,
  RECORDINGS,
  segmentFile,
  sessionFile,
} from '../../store/sessions/live-folder.ts'
import { sessionsGitDir } from '../../store/sessions/sessions-repo.ts'
import { now } from '../../system/clock.ts'
import { fileMark, folderTimeMs, namesIn } from '../../system/files.ts'

/** `session:sess_…`, `root:<name>`, `recording:rec_…` or `settings`. */
export type Topic = string

/** Is another once the thing has changed. */
export type Mark = string

type MarkOfEach = ReadonlyMap<Topic, Mark>

/** Times of folders are as coarse as the system's clock ticks: what just changed may change unseen once more. */
const TICK_MS = 1_000

const OF_A_ROOT = [MAIN, GAPS, NOTES, EVIDENCE, 'packed-refs', 'config']

export class HomeMarks {
  readonly #home: Home
  /** Those of sessions at rest: there are many, and they change seldom. */
  #stored: { at: string; marks: MarkOfEach } | undefined

  constructor(home: Home) {
    this.#home = home
  }

  read(): MarkOfEach {
    const marks = new Map([['settings', fileMark(this.#home.configPath)]])
    for (const name of namesIn(this.#home.reposPath)) {
      if (!name.startsWith('.')) marks.set(`root:${name}`, this.#rootMark(name))
    }
    for (const [topic, mark] of this.#storedMarks()) marks.set(topic, mark)
    for (const id of listLiveFolders(this.#home)) {
      const folder = liveFolder(this.#home, id)
      const segment = listSegments(folder).at(-1) ?? 0
      const stored = marks.get(`session:${id}`) ?? ''
      const live = [sessionFile(folder), segmentFile(folder, segment)].map(fileMark)
      marks.set(`session:${id}`, [segment, ...live, stored].join())
      for (const [topic, mark] of recordingMarks(folder)) marks.set(topic, mark)
    }
    return marks
  }

  #rootMark(name: string): string {
    const gitDir = join(this.#home.reposPath, name)
    const files = OF_A_ROOT.map((file) => join(gitDir, file))
    const ours = (['open-gaps.json', 'cut-short.json'] as const).map((it) => sideFile(gitDir, it))
    return [...files, ...ours].map(fileMark).join()
  }

  #storedMarks(): MarkOfEach {
    const gitDir = sessionsGitDir(this.#home)
    const folder = join(gitDir, 'refs/sessions')
    const changedMs = folderTimeMs(folder) ?? 0
    const at = `${changedMs} ${fileMark(join(gitDir, 'packed-refs'))}`
    if (this.#stored?.at === at) return this.#stored.marks
    const ids = namesIn(folder).filter(isSessionId)
    const marks = new Map(ids.map((id) => [`session:${id}`, fileMark(join(folder, id))]))
    // Of sessions whose refs are packed, nothing is known but that they rest.
    const isSettled = now() - changedMs > TICK_MS
    this.#stored = isSettled ? { at, marks } : undefined
    return marks
  }
}

function recordingMarks(folder: string): MarkOfEach {
  const recordings = join(folder, RECORDINGS)
  const casts = namesIn(recordings).filter((name) => name.endsWith('.cast'))
  return new Map(
    casts.map((name) => {
      const topic = `recording:${name.slice(0, -'.cast'.length)}`
      return [topic, fileMark(join(recordings, name))]
    }),
  )
}
