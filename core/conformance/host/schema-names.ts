import { Column } from '../../schema/column.ts';
import { CheckConstraint, ForeignKeyConstraint, PrimaryKeyConstraint, UniqueConstraint } from '../../schema/constraints.ts';
import { ForeignKey } from '../../schema/foreign-key.ts';
import { Computed, Identity, Sequence } from '../../schema/generated.ts';
import { Table } from '../../schema/table.ts';
import { Index } from '../../schema/table-index.ts';
import type { KeywordArguments } from '../replay/host.ts';
import { callable } from './python-values.ts';

type Class = new (...args: any[]) => object;
const making = (cls: Class) => callable((args, keywords) => new cls(...args, ...(Object.keys(keywords).length ? [keywords] : [])));

const makeColumn = (args: readonly any[], keywords: KeywordArguments): object =>
  new (Column as Class)(...args, ...(Object.keys(keywords).length ? [keywords] : []));

/** A default that takes no argument is called without the context, as SQLAlchemy does. */
function withDefaults(keywords: KeywordArguments): KeywordArguments {
  const adapted: Record<string, unknown> = { ...keywords };
  for (const key of ['default', 'onupdate']) {
    const given = adapted[key];
    if (typeof given === 'function' && given.length === 0) adapted[key] = () => (given as () => unknown)();
  }
  return adapted;
}

/** Stands for Python's `quoted_name`: the core has the option `quote` instead. */
class QuotedName {
  constructor(
    readonly name: string,
    readonly quote: boolean,
  ) {}
}

function makeTable([name, ...args]: readonly any[], keywords: KeywordArguments): object {
  const named = name instanceof QuotedName ? { name: name.name, options: { ...keywords, quote: name.quote } } : { name, options: keywords };
  return new (Table as Class)(named.name, ...args, ...(Object.keys(named.options).length ? [named.options] : []));
}

/** The names of schema items, called as Python calls them. */
export function schemaNames(): (readonly [string, unknown])[] {
  return [
    ['Table', callable(makeTable)],
    ['Column', callable((args, keywords) => makeColumn(args, withDefaults(keywords)))],
    ['ForeignKey', making(ForeignKey as Class)],
    ['ForeignKeyConstraint', making(ForeignKeyConstraint as Class)],
    ['PrimaryKeyConstraint', making(PrimaryKeyConstraint as Class)],
    ['UniqueConstraint', making(UniqueConstraint as Class)],
    ['CheckConstraint', making(CheckConstraint as Class)],
    ['Index', making(Index as Class)],
    ['Computed', making(Computed as Class)],
    ['Identity', making(Identity as Class)],
    ['Sequence', making(Sequence as Class)],
    ['quoted_name', (name: string, quote: boolean) => new QuotedName(name, quote)],
  ];
}
