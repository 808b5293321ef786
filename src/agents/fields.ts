/** Reads untrusted JSON: what is absent, of the wrong type or inherited is not there. */

/** The fields of a JSON object; those of anything else are none. */
export class Fields {
  /** The value itself, whatever it is. */
  readonly value: unknown
  readonly #object: Readonly<Record<string, unknown>>

  constructor(value: unknown) {
    this.value = value
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    this.#object = isObject ? (value as Record<string, unknown>) : {}
  }

  has(...names: string[]): boolean {
    return names.every((name) => this.get(name) !== undefined)
  }

  get(name: string): unknown {
    return Object.hasOwn(this.#object, name) ? this.#object[name] : undefined
  }

  /** Returns the first of these fields that is a string with something in it. */
  text(...names: string[]): string | undefined {
    return names
      .map((name) => this.get(name))
      .find((value) => typeof value === 'string' && value !== '') as string | undefined
  }

  /** Returns the first of these fields that is a finite number. */
  number(...names: string[]): number | undefined {
    return names.map((name) => this.get(name)).find(Number.isFinite) as number | undefined
  }

  isTrue(name: string): boolean {
    return this.get(name) === true
  }

  /** Returns the fields of the first of these that is an object, else none. */
  child(...names: string[]): Fields {
    const values = names.map((name) => this.get(name))
    return new Fields(values.find((value) => typeof value === 'object' && !Array.isArray(value)))
  }

  /** As `child`, but a string that holds JSON is read as such. */
  decoded(...names: string[]): Fields {
    const text = this.text(...names)
    if (text === undefined) return this.child(...names)
    try {
      return new Fields(JSON.parse(text))
    } catch {
      // Free text, which has no fields.
      return new Fields(undefined)
    }
  }

  list(name: string): unknown[] {
    const value = this.get(name)
    return Array.isArray(value) ? value : []
  }

  texts(name: string): string[] {
    return this.list(name).filter((value) => typeof value === 'string')
  }

  /** Returns all of them; none unless this is an object. */
  fields(): Readonly<Record<string, unknown>> {
    return this.#object
  }

  /** Returns this object without these fields. */
  without(...names: string[]): Fields {
    const kept = Object.entries(this.#object).filter(([name]) => !names.includes(name))
    return new Fields(Object.fromEntries(kept))
  }

  /** Returns this object with some of its fields under other names. */
  renamed(names: Readonly<Record<string, string>>): Fields {
    const entries = Object.entries(this.#object)
    const nameOf = (name: string) => (Object.hasOwn(names, name) ? names[name]! : name)
    return new Fields(Object.fromEntries(entries.map(([name, value]) => [nameOf(name), value])))
  }
}
