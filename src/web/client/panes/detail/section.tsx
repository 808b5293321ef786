import type { ComponentChildren } from 'preact'

interface SectionProps {
  title: string
  /** Stands at the right end of the title. */
  more?: ComponentChildren
  children: ComponentChildren
}

export function Section({ title, more, children }: SectionProps) {
  return (
    <section class="section">
      <h3 class="caption">
        <span>{title}</span>
        <span class="section-more">{more}</span>
      </h3>
      {children}
    </section>
  )
}
