/** What overrules the system's choice between light and dark; undefined leaves it to the system. */
export function setTheme(theme: 'light' | 'dark' | undefined): void {
  const { dataset } = document.documentElement
  if (theme === undefined) delete dataset.theme
  else dataset.theme = theme
}
