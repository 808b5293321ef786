/** Commands whose words are names of packages, images, branches of a registry: such a name may look like a path. */
import { looksLikeFile, optionFiles, plainOperands } from './operand-words.ts'
import { wordSet } from './word-set.ts'

const NAMERS = wordSet(
  `npm pnpm yarn bun deno npx pnpx bunx lerna nx turbo pip pip3 pipx uv uvx poetry pdm pipenv hatch rye conda mamba
  cargo go gem composer nuget dotnet mix pod opam luarocks nix nix-env asdf mise volta corepack
  docker podman nerdctl docker-compose helm kubectl oc kustomize terraform tofu`,
)
const CONTAINERS = /^(?:docker|podman|nerdctl|docker-compose|helm|kubectl|oc)$/
/** What a project's own scripts are given is for them to say. */
const RUNS = /^(?:run|run-script|test|t|start|exec|script|task)$/
const FILE_OPTIONS = wordSet(
  `-f -r -c -e --file --filename --values --requirement --constraint --env-file --var-file -var-file --kubeconfig
  --config --secret --from-file --mount -v --volume`,
)

/** Whether the words of such a command are names first. */
export function namesThings(name: string): boolean {
  return NAMERS.has(name)
}

/** Returns the words that are files all the same: spelled as such, or the value of an option that takes one. */
export function filesAmongThings(name: string, args: readonly string[]): string[] {
  const dashes = args.indexOf('--')
  const before = dashes < 0 ? args : args.slice(0, dashes)
  const given = dashes < 0 ? [] : plainOperands(args.slice(dashes + 1))
  const words = plainOperands(before)
  const isRun = !CONTAINERS.test(name) && RUNS.test(words[0] ?? '')
  const values = before.filter((_, index) => FILE_OPTIONS.has(before[index - 1] ?? ''))
  const spelled = isRun ? words : words.filter((word) => /^(?:~|\.{0,2}\/|\.\w)/.test(word))
  return [...spelled, ...values, ...given, ...optionFiles(args)]
    .map(hereOfMount)
    .filter(looksLikeFile)
}

/** Of a mount such as `~/.aws:/root/.aws:ro`, the side of this machine. */
function hereOfMount(word: string): string {
  return word.replace(/(?<=.):\/.*$/s, '').replace(/^[\w-]+=(?=[~./\w])/, '')
}
