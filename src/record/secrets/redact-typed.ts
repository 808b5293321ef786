/** Returns `request` with what a person has said in it as it is recorded; without a word, no rules are loaded. */
export async function redactTyped<Request extends { message?: string | undefined }>(
  request: Request,
  root: string,
): Promise<Request> {
  if (request.message === undefined) return request
  const { RootSecrets } = await import('./root-secrets.ts')
  return { ...request, message: new RootSecrets().redact(request.message, root) }
}
