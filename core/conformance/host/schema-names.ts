import { Column } from '../../schema/column.ts';
import { CheckConstraint, ForeignKeyConstraint, PrimaryKeyConstraint, UniqueConstraint } from '../../schema/constraints.ts';
import { ForeignKey } from '../../schema/foreign-key.ts';
import { Computed, Identity, Sequence } from '../../schema/generated.ts';
import { Table } from '../../schema/table.ts';
import { Index } from '../../schema/table-index.ts';
import { quotedName } from '../../sql/identifier-preparer.ts';
import { callable } from './python-values.ts';

type Class = new (...args: any[]) => object;
const making = (cls: Class) => callable((args, keywords) => new cls(...args, ...(Object.keys(keywords).length ? [keywords] : [])));

/** The names of schema items, called as Python calls them. */
export function schemaNames(): (readonly [string, unknown])[] {
  return [
    ['Table', making(Table as Class)],
    ['Column', making(Column as Class)],
    ['ForeignKey', making(ForeignKey as Class)],
    ['ForeignKeyConstraint', making(ForeignKeyConstraint as Class)],
    ['PrimaryKeyConstraint', making(PrimaryKeyConstraint as Class)],
    ['UniqueConstraint', making(UniqueConstraint as Class)],
    ['CheckConstraint', making(CheckConstraint as Class)],
    ['Index', making(Index as Class)],
    ['Computed', making(Computed as Class)],
    ['Identity', making(Identity as Class)],
    ['Sequence', making(Sequence as Class)],
    ['quoted_name', (name: string, quote: boolean) => quotedName(name, quote)],
  ];
}
