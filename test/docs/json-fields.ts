/** The fields of what the builders of JSON return, by the compiler's own account of their types. */
import ts from 'typescript'

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ['node'],
  strict: true,
  exactOptionalPropertyTypes: true,
  allowImportingTsExtensions: true,
  skipLibCheck: true,
  noEmit: true,
}

/** Returns the name of each field, at any depth, that a function of these files named `…Json` returns. */
export function jsonFields(paths: readonly string[]): Set<string> {
  const program = ts.createProgram([...paths], OPTIONS)
  const checker = program.getTypeChecker()
  const fields = new Set<string>()
  const seen = new Set<ts.Type>()
  for (const path of paths) {
    ts.forEachChild(program.getSourceFile(path)!, (node) => {
      if (!ts.isFunctionDeclaration(node) || !node.name?.text.endsWith('Json')) return
      const returned = checker.getSignatureFromDeclaration(node)!.getReturnType()
      visit(checker.getAwaitedType(returned) ?? returned)
    })
  }
  return fields

  function visit(type: ts.Type): void {
    if (seen.has(type) || isText(type)) return
    seen.add(type)
    if (type.isUnion()) for (const part of type.types) visit(part)
    else if (checker.isArrayType(type) || checker.isTupleType(type))
      for (const element of checker.getTypeArguments(type as ts.TypeReference)) visit(element)
    else if (type.isIntersection() || (type.flags & ts.TypeFlags.Object) !== 0)
      for (const property of checker.getPropertiesOfType(type)) {
        fields.add(property.name)
        visit(checker.getTypeOfSymbol(property))
      }
  }
}

/** A branded text has the methods of one. */
function isText(type: ts.Type): boolean {
  const parts = type.isIntersection() ? type.types : [type]
  return parts.some(
    ({ flags }) => (flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike)) !== 0,
  )
}
