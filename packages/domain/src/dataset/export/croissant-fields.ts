import type { ColumnKind, TableColumn } from '@evoline/contract/table-column';
import { itemColumns } from './item-columns.ts';

type Json = Readonly<Record<string, unknown>>;

const dataTypes: Readonly<Record<ColumnKind, string | null>> = {
  text: 'sc:Text',
  integer: 'cr:Int64',
  number: 'cr:Float64',
  flag: 'sc:Boolean',
  instant: 'sc:DateTime',
  texts: 'sc:Text',
  records: null,
};

/** The fields of a record set over a file set of Parquet, one for each column. */
export function croissantFields(recordSet: string, fileSet: string): Json[] {
  return itemColumns.map((column) => fieldOf(column, recordSet, fileSet));
}

function fieldOf(column: TableColumn, recordSet: string, fileSet: string): Json {
  const { name, kind, description, fields } = column;
  const id = `${recordSet}/${name}`;
  const source = { fileSet: { '@id': fileSet }, extract: { column: name } };
  const field = { '@type': 'cr:Field', '@id': id, name: id, description };
  if (kind === 'records') {
    const subField = fields.map((own) => subFieldOf(own, id, source));
    return { ...field, repeated: true, subField };
  }
  return {
    ...field,
    dataType: dataTypes[kind],
    source,
    ...(kind === 'texts' && { repeated: true }),
  };
}

function subFieldOf({ name, kind, description }: TableColumn, parent: string, source: Json): Json {
  const id = `${parent}/${name}`;
  return {
    '@type': 'cr:Field',
    '@id': id,
    name: id,
    description,
    dataType: dataTypes[kind],
    source: { ...source, transform: { jsonPath: name } },
  };
}
