/** Makes output comparable: what differs from run to run becomes a name. Names are stable within one test. */
export class Normaliser {
  readonly #folders: readonly (readonly [path: string, name: string])[]
  readonly #snapshots = new Map<string, string>()

  /** `folders` are replaced in order: give the longest paths first. */
  constructor(folders: readonly (readonly [path: string, name: string])[]) {
    this.#folders = folders
  }

  /** Numbers a snapshot id before it is seen in output, and returns its name. */
  nameSnapshot(id: string): string {
    const known = this.#snapshots.get(id)
    if (known) return known
    const name = `<snapshot-${this.#snapshots.size + 1}>`
    this.#snapshots.set(id, name)
    return name
  }

  normalise(text: string): string {
    let shown = text
    for (const [path, name] of this.#folders) shown = shown.replaceAll(path, name)
    return shown
      .replaceAll(/\b\d{8}T\d{6}-\d{3}\b/g, (id) => this.nameSnapshot(id))
      .replaceAll(/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z| ?[+-]\d\d:?\d\d)?/g, '<time>')
      .replaceAll(
        /\b\d+ (?:ms|milliseconds?|seconds?|minutes?|hours?) ago\b|\bjust now\b/g,
        '<ago>',
      )
      .replaceAll(/\b\d+(?:\.\d+)? ?ms\b/g, '<duration>')
      .replaceAll(/\b(pid|process) \d+\b/g, '$1 <pid>')
      .replaceAll(/\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b/g, '<oid>')
      .replaceAll(/\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,12}\b/g, '<oid>')
  }
}
