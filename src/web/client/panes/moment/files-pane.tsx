/** The files of the session as they were at the moment: which version of how many. */
import { useComputed } from '@preact/signals'
import { ROUTES } from '../../../api/routes.ts'
import { Listbox } from '../../list/listbox.tsx'
import { cursor } from '../../state/cursor.ts'
import { type FileThen, filesThen } from '../../state/files-then.ts'
import { session } from '../../state/session.ts'
import { openView } from '../../state/view.ts'
import { Failure } from '../failure.tsx'
import { RecordedText } from '../recorded-text.tsx'
import { useAnswer } from '../use-answer.ts'
import { useNews } from '../use-news.ts'

const ROW_HEIGHT = 22

export function FilesPane({ session: name }: { session: string }) {
  const { answer, failure, retry } = useAnswer(ROUTES.sessionFiles, { session: name })
  useNews(answer.value?.repo ? `root:${answer.value.repo}` : undefined, retry)
  const rows = useComputed(() => {
    const [files, at] = [answer.value, cursor.value]
    const sinceMs = Date.parse(session.value?.started_at ?? '')
    return files && at ? filesThen(files, at.timeMs, sinceMs) : []
  })
  const changed = rows.value.filter(({ sign }) => sign !== '').length
  const found = answer.value
  const open = (index: number) => {
    const { address, snapshot } = rows.value[index]!
    if (found?.repo) openView('file', { root: found.repo, file: address, at: snapshot })
  }
  return (
    <section class="files-pane" aria-label="Files at this moment" data-of={cursor.value?.timeMs}>
      <header class="pane-head">
        <h2 class="caption">Files at this moment</h2>
        <span class="spring" />
        <span class="faint">
          {found && `${changed} of ${rows.value.length}${found.is_cut ? '+' : ''} changed so far`}
        </span>
      </header>
      {failure.value && <Failure failure={failure.value} onRetry={retry} />}
      {found && found.root === null && (
        <p class="empty">The folder of this session is not recorded.</p>
      )}
      {found && found.root !== null && rows.value.length === 0 && (
        <p class="empty">No file changed while it worked.</p>
      )}
      <Listbox
        label="Files"
        count={rows.value.length}
        rowHeight={ROW_HEIGHT}
        chosen={-1}
        row={(index) => <FileRow file={rows.value[index]!} />}
        onChoose={open}
        onOpen={open}
      />
    </section>
  )
}

const SIGNS: Readonly<Record<string, readonly [text: string, name: string]>> = {
  '+': ['+', 'added'],
  '-': ['−', 'removed'],
  '~': ['~', 'modified'],
  '→': ['→', 'renamed'],
}

function FileRow({ file }: { file: FileThen }) {
  const { address, sign, isGone, isOwn, version, total, dots } = file
  const [text, name] = SIGNS[sign] ?? ['', '']
  return (
    <div class="file-then" data-gone={isGone} data-own={isOwn}>
      <span class={`mono ${name}`}>{text}</span>
      <span class="file-then-name mono">
        <RecordedText text={address} />
      </span>
      <span class="file-dots" role="img" aria-label={`version ${version} of ${total}`}>
        {[...dots.entries()].map(([place, dot]) => (
          <i key={place} data-dot={dot} />
        ))}
      </span>
      <span class="small faint file-then-version">
        {isGone ? 'gone' : version === 0 ? 'not yet' : `v${version} of ${total}`}
      </span>
    </div>
  )
}
