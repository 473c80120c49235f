import { describe, expect, test } from 'vitest';
import { CompileError, IdentifierError } from '../../errors.ts';
import { Column } from '../../schema/column.ts';
import { CheckConstraint, PrimaryKeyConstraint, UniqueConstraint } from '../../schema/constraints.ts';
import { CreateIndex, DropConstraint, DropIndex, SetColumnComment, SetTableComment } from '../../schema/ddl-element.ts';
import { ForeignKey } from '../../schema/foreign-key.ts';
import { Computed, Identity, Sequence } from '../../schema/generated.ts';
import { MetaData } from '../../schema/metadata.ts';
import { Table } from '../../schema/table.ts';
import { Index } from '../../schema/table-index.ts';
import { compile } from '../../sql/compile.ts';
import { languageNames } from '../../sql/sql.ts';
import * as types from '../../sql/types/factories.ts';
import { mysqlDialect } from './dialect.ts';

const { func, insert, literal, select, text } = languageNames;
const { ddl, sql } = mysqlDialect;
const oneLine = (statement: string): string => statement.replaceAll(/\s+/g, ' ').replaceAll(' ,', ',').trim();
const create = (...items: ConstructorParameters<typeof Table>[2][]) => {
  const table = new Table('t', new MetaData(), ...(items as Column[]));
  return oneLine(ddl.createTable(table)).replace(/^CREATE TABLE t /, '');
};

describe('MySQL as text', () => {
  test('tables with their options, comments and counting keys', () => {
    expect(
      create(
        new Column('id', types.Integer, { primaryKey: true, comment: "the 'key' \\" }),
        new Column('name', types.String(20), { nullable: false, serverDefault: "it's" }),
        { mysqlEngine: 'InnoDB', mysqlCharset: 'utf8mb4', comment: 'c' } as never,
      ),
    ).toBe(
      `( id INTEGER NOT NULL COMMENT 'the ''key'' \\\\' AUTO_INCREMENT, name VARCHAR(20) NOT NULL DEFAULT 'it''s', PRIMARY KEY (id) )ENGINE=InnoDB CHARSET=utf8mb4 COMMENT='c'`,
    );
    expect(() => create(new Column('a', types.Integer), { mysqlEngine: "x'; DROP TABLE t" } as never)).toThrow(CompileError);
  });

  test('sequences and identities count as any key does', () => {
    for (const item of [new Sequence('s'), new Identity({ start: 3 })]) {
      expect(create(new Column('id', types.Integer, item, { primaryKey: true }))).toBe(
        '( id INTEGER NOT NULL AUTO_INCREMENT, PRIMARY KEY (id) )',
      );
    }
  });

  test('generated columns, checks, keys and uniques', () => {
    expect(
      create(
        new Column('a', types.Integer),
        new Column('b', types.Integer, new Computed('a * 2', { persisted: false })),
        new Column('flag', types.Boolean({ createConstraint: true, name: 'ck_flag' })),
        new Column('kind', types.Enum('x', "it's")),
        new UniqueConstraint('a', { name: 'uq_a' }),
        new CheckConstraint('a > 0'),
      ),
    ).toBe(
      `( a INTEGER, b INTEGER GENERATED ALWAYS AS (a * 2) VIRTUAL, flag BOOL, kind ENUM('x','it''s'), CONSTRAINT uq_a UNIQUE (a), CHECK (a > 0), CONSTRAINT ck_flag CHECK (flag IN (0, 1)) )`,
    );
  });

  test('a text without a length is refused, with table and column', () => {
    expect(() => create(new Column('name', types.String))).toThrow(/\(in table 't', column 'name'\): VARCHAR requires a length/);
  });

  test('constraints are dropped by their kind', () => {
    const metadata = new MetaData();
    const parent = new Table('p', metadata, new Column('id', types.Integer), new PrimaryKeyConstraint('id', { name: 'pk' }));
    const child = new Table(
      'c',
      metadata,
      new Column('p_id', types.Integer, new ForeignKey('p.id', { name: 'fk' })),
      new UniqueConstraint('p_id', { name: 'uq' }),
      new CheckConstraint('p_id > 0', { name: 'ck' }),
    );
    const drops = [...parent.constraints, ...child.constraints.filter(({ name }) => name !== null)];
    expect(drops.map((constraint) => new DropConstraint(constraint).toSql(ddl))).toEqual([
      'ALTER TABLE p DROP PRIMARY KEY',
      'ALTER TABLE c DROP FOREIGN KEY fk',
      'ALTER TABLE c DROP INDEX uq',
      'ALTER TABLE c DROP CHECK ck',
    ]);
    expect(() => new DropConstraint(new UniqueConstraint(child.c['p_id'] as Column)).toSql(ddl)).toThrow(/it has no name/);
  });

  test('indexes', () => {
    const table = new Table('t', new MetaData(), new Column('a', types.String(9)), new Column('b', types.Integer));
    const make = (...items: any[]) => new CreateIndex(new Index('ix', ...items)).toSql(ddl);
    expect(make(table.c['a'], table.c['b']!.desc())).toBe('CREATE INDEX ix ON t (a, b DESC)');
    expect(make(func.lower(table.c['a']!), { unique: true })).toBe('CREATE UNIQUE INDEX ix ON t ((lower(a)))');
    expect(oneLine(new DropIndex(new Index('ix', table.c['a']!)).toSql(ddl))).toBe('DROP INDEX ix ON t');
    expect(() => make(table.c['a'], { where: 'b > 0' })).toThrow(/no partial indexes/);
    expect(() => new CreateIndex(new Index('x'.repeat(65), table.c['a']!)).toSql(ddl)).toThrow(IdentifierError);
  });

  test('comments change by ALTER TABLE', () => {
    const table = new Table('t', new MetaData(), new Column('a', types.Integer, { comment: 'old' }), { comment: 'x' });
    expect(new SetTableComment(table).toSql(ddl)).toBe("ALTER TABLE t COMMENT 'x'");
    expect(new SetColumnComment(table.c['a'] as Column).toSql(ddl)).toBe("ALTER TABLE t CHANGE a a INTEGER COMMENT 'old'");
  });

  test('names in backticks, backslashes doubled', () => {
    const table = new Table('order`x', new MetaData(), new Column('select', types.Integer), new Column('ok', types.Integer));
    expect(oneLine(compile(select(table), sql).sql)).toBe('SELECT `order``x`.`select`, `order``x`.ok FROM `order``x`');
    expect(compile(select(literal("a\\'b")), sql, { literal: true }).sql).toContain("'a\\\\''b'");
  });

  test('upserts and functions', () => {
    const table = new Table('t', new MetaData(), new Column('a', types.Integer), new Column('b', types.String(9)));
    const statement = insert(table).values({ a: 1, b: 'x' }) as any;
    expect(oneLine(compile(statement.onDuplicateKeyUpdate({ b: 'y' }), sql).sql)).toBe(
      'INSERT INTO t (a, b) VALUES (?, ?) ON DUPLICATE KEY UPDATE b = ?',
    );
    expect(oneLine(compile(select(table.c['b']!.concat('x')).where(text('1 = 1')), sql).sql)).toBe(
      'SELECT concat(t.b, ?) AS anon_1 FROM t WHERE 1 = 1',
    );
  });
});
