/** Finds exports that nothing imports, by the names that stand in the imports of other files. */
import { posix } from 'node:path'
import ts from 'typescript'
import type { SourceFile } from './source-files.ts'

/** How a file refers to an export: as `<file> <name>`, or as `<file> *` where it takes all of them. */
type Reference = string

/** Returns exports of `src` that no other file imports, and those that only tests import and that their own file has no use for. */
export function unusedExports(src: readonly SourceFile[], tests: readonly SourceFile[]): string[] {
  const inSrc = new Set(src.flatMap(importedBy))
  const inTests = new Set(tests.flatMap(importedBy))
  return src.flatMap((file) =>
    exportsOf(file)
      .filter((name) => {
        const isIn = (references: ReadonlySet<Reference>) =>
          references.has(`${file.path} ${name}`) || references.has(`${file.path} *`)
        return !isIn(inSrc) && !(isIn(inTests) && isUsedWithin(file, name))
      })
      .map((name) => `${file.path}: ${name}`),
  )
}

function isUsedWithin({ text }: SourceFile, name: string): boolean {
  return [...text.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length > 1
}

function exportsOf(file: SourceFile): string[] {
  return treeOf(file).statements.flatMap((node) => {
    if (ts.isExportDeclaration(node)) {
      const { exportClause } = node
      return exportClause && ts.isNamedExports(exportClause)
        ? exportClause.elements.map(({ name }) => name.text)
        : []
    }
    if (!isExported(node)) return []
    if (ts.isVariableStatement(node)) {
      return node.declarationList.declarations.flatMap(({ name }) => namesBound(name))
    }
    const { name } = node as ts.Statement & { name?: ts.Node }
    return name && ts.isIdentifier(name) ? [name.text] : []
  })
}

function isExported(node: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true
}

function importedBy(file: SourceFile): Reference[] {
  const found: Reference[] = []
  const add = (from: ts.Node | undefined, names: readonly string[]) => {
    if (!from || !ts.isStringLiteral(from) || !from.text.startsWith('.')) return
    const path = posix.join(posix.dirname(file.path), from.text)
    found.push(...names.map((name) => `${path} ${name}`))
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, namesImported(node.importClause))
    else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, namesPassedOn(node.exportClause))
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal, ['*'])
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], namesAwaited(node))
    }
    ts.forEachChild(node, visit)
  }
  visit(treeOf(file))
  return found
}

function namesImported(clause: ts.ImportClause | undefined): string[] {
  const bindings = clause?.namedBindings
  if (!bindings) return []
  if (ts.isNamespaceImport(bindings)) return ['*']
  return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text)
}

function namesPassedOn(clause: ts.NamedExportBindings | undefined): string[] {
  if (!clause || !ts.isNamedExports(clause)) return ['*']
  return clause.elements.map(({ name, propertyName }) => (propertyName ?? name).text)
}

/** Of `const { a, b } = await import(…)` these names, else all. */
function namesAwaited(call: ts.CallExpression): string[] {
  const declaration = call.parent.parent
  const isTakenApart =
    ts.isAwaitExpression(call.parent) &&
    ts.isVariableDeclaration(declaration) &&
    ts.isObjectBindingPattern(declaration.name)
  return isTakenApart ? namesBound(declaration.name) : ['*']
}

/** Returns the names that are declared, or in a pattern those that are looked up. */
function namesBound(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text]
  return name.elements.flatMap((element) => {
    if (ts.isOmittedExpression(element)) return []
    const { propertyName } = element
    return propertyName && ts.isIdentifier(propertyName)
      ? [propertyName.text]
      : namesBound(element.name)
  })
}

function treeOf({ path, text }: SourceFile): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
}
