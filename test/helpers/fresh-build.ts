/** Builds dist/ before the first test when it is missing or older than a source file. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'

const REPOSITORY = resolve(import.meta.dirname, '../..')

export default function freshBuild(): void {
  const program = join(REPOSITORY, 'dist/main.js')
  const names = readdirSync(join(REPOSITORY, 'src'), { encoding: 'utf8', recursive: true })
  const sources = ['package.json', ...names.map((name) => join('src', name))]
  const changed = Math.max(...sources.map((name) => statSync(join(REPOSITORY, name)).mtimeMs))
  if (existsSync(program) && statSync(program).mtimeMs >= changed) return
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: REPOSITORY, stdio: 'inherit' })
}
