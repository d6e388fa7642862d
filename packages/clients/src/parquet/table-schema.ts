import type { TableColumn } from '@evoline/contract/table-column';
import type { SchemaElement } from 'hyparquet';

/** The Parquet schema of these columns, depth first. Lists have the three levels of the format's standard. */
export function tableSchema(columns: readonly TableColumn[]): SchemaElement[] {
  return [{ name: 'root', num_children: columns.length }, ...columns.flatMap(elementsOf)];
}

function elementsOf({ name, kind, nullable, fields }: TableColumn): SchemaElement[] {
  const repetition_type = nullable ? 'OPTIONAL' : 'REQUIRED';
  switch (kind) {
    case 'text':
      return [{ name, repetition_type, ...text }];
    case 'integer':
      return [{ name, repetition_type, type: 'INT64' }];
    case 'number':
      return [{ name, repetition_type, type: 'DOUBLE' }];
    case 'flag':
      return [{ name, repetition_type, type: 'BOOLEAN' }];
    case 'instant':
      return [{ name, repetition_type, type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' }];
    case 'texts':
      return [...listCalled(name), { name: 'element', repetition_type: 'REQUIRED', ...text }];
    case 'records':
      return [
        ...listCalled(name),
        { name: 'element', repetition_type: 'REQUIRED', num_children: fields.length },
        ...fields.flatMap(elementsOf),
      ];
  }
}

const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8' } as const;

function listCalled(name: string): SchemaElement[] {
  return [
    { name, repetition_type: 'REQUIRED', converted_type: 'LIST', num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
  ];
}

/** How a file's schema differs from the expected one, as a sentence that names the column; null: it does not. */
export function schemaFault(
  found: readonly SchemaElement[],
  columns: readonly TableColumn[],
): string | null {
  const expected = tableSchema(columns);
  for (const [at, element] of expected.entries()) {
    const own = found[at];
    const where = pathsOf(expected)[at] ?? 'root';
    if (own === undefined) return `the column ${where} is missing`;
    if (at > 0 && own.name !== element.name) {
      return `expected the column ${where}, found ${JSON.stringify(own.name)}`;
    }
    if (own.type !== element.type || (own.num_children ?? 0) !== (element.num_children ?? 0)) {
      return at === 0
        ? `it has ${own.num_children ?? 0} columns where ${element.num_children} are expected`
        : `the column ${where} is of another type`;
    }
    if (at > 0 && own.repetition_type !== element.repetition_type) {
      return `the column ${where} is ${own.repetition_type}, not ${element.repetition_type}`;
    }
  }
  return null;
}

/** For each element the names that lead to it, such as `files.list.element.path`. */
function pathsOf(schema: readonly SchemaElement[]): string[] {
  const paths: string[] = [];
  const open: { readonly path: string; left: number }[] = [];
  for (const element of schema) {
    while (open.at(-1)?.left === 0) open.pop();
    const parent = open.at(-1);
    if (parent !== undefined) parent.left -= 1;
    const path =
      parent === undefined || parent.path === '' ? element.name : `${parent.path}.${element.name}`;
    paths.push(parent === undefined ? '' : path);
    if (element.num_children)
      open.push({ path: parent === undefined ? '' : path, left: element.num_children });
  }
  return paths;
}
