const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whether letters, digits and cases take turns in `value` as they do in no word, name or number. */
export function looksRandom(value: string): boolean {
  if (!/^[\w+=.~-]{16,}$/.test(value) || UUID.test(value)) return false
  const body = /[A-Za-z0-9]{16,1024}/.exec(value)?.[0]
  if (!body) return false
  const runs = body.match(/[a-z]+|[A-Z]+|\d+/g) ?? []
  const numbers = runs.filter((run) => /\d/.test(run)).length
  if (numbers === 0 || numbers === runs.length) return false
  return (numbers >= 2 && runs.length >= body.length / 6) || runs.length >= body.length / 2
}
