/** A page in one file that plays a recording with asciinema's player. It asks nothing of the network, and cannot. */
import { commandText } from '../../model/recording.ts'
import type { RecordingSource } from '../../store/recordings/recording-source.ts'
import { htmlText } from '../export/html-text.ts'
import { castText } from './cast-text.ts'
import type { PlayerFiles } from './player-files.ts'

/** The player brings its emulator as WebAssembly, in the script itself, and runs it in a worker made of a blob. */
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:",
  'worker-src blob:',
  "style-src 'unsafe-inline'",
  'font-src data:',
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

const STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; padding: 1.5rem; font: 15px/1.5 system-ui, sans-serif; }
h1 { margin: 0 0 .25rem; font-size: 1.1rem; font-weight: 600; overflow-wrap: anywhere; }
p { margin: 0 0 1rem; opacity: .7; }
`

const START = `
const cast = JSON.parse(document.getElementById('cast').textContent)
AsciinemaPlayer.create({ data: cast }, document.getElementById('player'), {
  fit: 'width', idleTimeLimit: 2, preload: true, poster: 'npt:0:1',
})
`

export async function* htmlPage(
  source: RecordingSource,
  { script, style }: PlayerFiles,
): AsyncGenerator<string> {
  const { title, id, started } = source.recording
  const name = title ?? commandText(source.recording) ?? id ?? 'recording'
  const about = [id, started].filter((fact) => fact !== undefined).join(', ')
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${htmlText(name)}</title>
<style>${style.replaceAll('</', '<\\/')}${STYLE}</style>
</head>
<body>
<h1>${htmlText(name)}</h1>
<p>${htmlText(about)}</p>
<div id="player"></div>
<script id="cast" type="application/json">"`
  for await (const text of castText(source)) yield jsonInside(text)
  yield `"</script>
<script>${inScript(script)}</script>
<script>${START}</script>
</body>
</html>
`
}

/** Part of a string of JSON in which nothing can be taken for markup. */
function jsonInside(text: string): string {
  return JSON.stringify(text).slice(1, -1).replaceAll('<', '\\u003c')
}

/** Within a string or a regular expression, where alone these can stand, it is the same. */
function inScript(code: string): string {
  return code.replaceAll(/<(?=\/script|!--)/gi, '\\x3c')
}
