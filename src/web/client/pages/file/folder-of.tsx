/** What a root held at a moment, folder by folder: the way to a file. */
import { useState } from 'preact/hooks'
import { formatSize } from '../../../../model/units.ts'
import type { AnswerOf } from '../../../api/route.ts'
import { ROUTES } from '../../../api/routes.ts'
import { useKeys } from '../../keys/use-keys.ts'
import { Listbox } from '../../list/listbox.tsx'
import { Failure } from '../../panes/failure.tsx'
import { Link } from '../../panes/link.tsx'
import { RecordedText } from '../../panes/recorded-text.tsx'
import { useAnswer } from '../../panes/use-answer.ts'
import { changeView, openView, view } from '../../state/view.ts'
import { RootChooser } from '../timeline/root-chooser.tsx'

type FolderAnswer = AnswerOf<typeof ROUTES.folder>
type EntryAnswer = FolderAnswer['entries'][number]

const ROW_HEIGHT = 22

export function FolderOf({ root }: { root: string | undefined }) {
  const { answer, failure, retry } = useAnswer(ROUTES.roots, {})
  const roots = answer.value?.roots ?? []
  const shown = root ?? roots[0]?.name
  if (failure.value) return <Failure failure={failure.value} onRetry={retry} />
  if (answer.value && roots.length === 0)
    return (
      <p class="empty">
        Nothing is recorded yet. <code>flightrec watch</code> in a folder begins to.
      </p>
    )
  return (
    <div class="folder-page">
      <div class="filter-bar">
        <RootChooser
          roots={roots}
          shown={shown}
          onChoose={(name) => openView('file', { root: name })}
        />
        {shown !== undefined && <Way root={shown} />}
        <span class="spring" />
        <When />
      </div>
      {shown !== undefined && <Entries root={shown} />}
    </div>
  )
}

/** The folders that lead here. */
function Way({ root }: { root: string }) {
  const { folder = '', at } = view.value.parameters
  const parts = folder === '' ? [] : folder.split('/')
  return (
    <h1 class="way cut">
      <Link page="file" parameters={{ root, at }}>
        {root}/
      </Link>
      {parts.map((part, place) => {
        const path = parts.slice(0, place + 1).join('/')
        return (
          <Link key={path} page="file" parameters={{ root, at, folder: path }}>
            <RecordedText text={part} />/
          </Link>
        )
      })}
    </h1>
  )
}

/** As of which moment. */
function When() {
  const { at } = view.value.parameters
  return (
    <label class="faint">
      as of{' '}
      <input
        class="when-box mono"
        placeholder="now: 14:05, 10m ago, a snapshot"
        value={at ?? ''}
        onChange={({ currentTarget }) => changeView({ at: currentTarget.value.trim() }, 'push')}
      />
    </label>
  )
}

function Entries({ root }: { root: string }) {
  const { folder = '', at = 'latest' } = view.value.parameters
  const { answer, failure, retry, isWaiting } = useAnswer(ROUTES.folder, { root, file: folder, at })
  const [chosen, setChosen] = useState(0)
  const found = answer.value
  const entries = found ? sorted(found.entries) : []
  const open = (index: number) => {
    const entry = entries[index]
    if (!entry) return
    const isFolder = entry.kind === 'folder'
    setChosen(0)
    openView('file', {
      root,
      ...(at !== 'latest' && { at }),
      ...(isFolder ? { folder: entry.address } : { file: entry.address }),
    })
  }
  useKeys('page', [
    {
      keys: ['j', '↓'],
      does: 'next',
      run: () => setChosen(Math.min(entries.length - 1, chosen + 1)),
    },
    { keys: ['k', '↑'], does: 'before', run: () => setChosen(Math.max(0, chosen - 1)) },
    { keys: ['Enter', '→'], does: 'open', isAtFoot: true, run: () => open(chosen) },
    {
      keys: ['←', 'Esc'],
      does: 'folder above',
      isAtFoot: true,
      run: () => changeView({ folder: folder.split('/').slice(0, -1).join('/') }, 'push'),
      whyNot: () => (folder === '' ? 'this is the top of the root' : undefined),
    },
  ])
  if (failure.value) return <Failure failure={failure.value} onRetry={retry} />
  return (
    <div class="folder-entries" data-slow={isWaiting.value}>
      {found && entries.length === 0 && <p class="empty">The folder was empty, or not there.</p>}
      <Listbox
        label="Entries"
        count={entries.length}
        rowHeight={ROW_HEIGHT}
        chosen={chosen}
        row={(index) => <EntryRow entry={entries[index]!} />}
        onChoose={open}
        onOpen={open}
      />
      {found && found.total > found.entries.length && (
        <p class="empty">
          The first {found.entries.length.toLocaleString('en')} of{' '}
          {found.total.toLocaleString('en')} are shown.
        </p>
      )}
      {found && <p class="folder-as-of small faint">as snapshot {found.snapshot_id} holds it</p>}
    </div>
  )
}

/** Folders first, as people look for them. */
function sorted(entries: readonly EntryAnswer[]): EntryAnswer[] {
  const rank = ({ kind }: EntryAnswer) => (kind === 'folder' ? 0 : 1)
  return [...entries].sort((one, other) => rank(one) - rank(other))
}

const KINDS: Readonly<Record<EntryAnswer['kind'], string>> = {
  folder: '',
  file: '',
  link: 'link',
  large: 'content not recorded: over the size cap',
  skipped: 'not recorded',
}

function EntryRow({ entry }: { entry: EntryAnswer }) {
  const { name, kind, mode, size } = entry
  return (
    <div class="entry" data-kind={kind}>
      <span class="mono cut">
        <RecordedText text={name} />
        {kind === 'folder' && '/'}
      </span>
      <span class="small faint cut">{KINDS[kind]}</span>
      <span class="small faint">{mode.slice(-4)}</span>
      <span class="small number">{size === null ? '' : formatSize(size)}</span>
    </div>
  )
}
