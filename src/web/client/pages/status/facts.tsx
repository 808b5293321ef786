import type { ComponentChildren } from 'preact'

/** A name, what is to be said of it, and whether it is not as it should be. */
export interface PlainFact {
  name: string
  value: ComponentChildren
  isWrong?: boolean
}

export function Facts({ title, facts }: { title: string; facts: readonly PlainFact[] }) {
  return (
    <section class="plain-facts">
      <h2 class="caption">{title}</h2>
      <dl>
        {facts.map(({ name, value, isWrong }) => (
          <div key={name}>
            <dt class="faint">{name}</dt>
            <dd class={isWrong ? 'unrecorded-text' : undefined}>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
