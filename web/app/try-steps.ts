import type { SchemaSnapshot } from '../../core/schema/snapshot.ts';
import type { TextEdit } from '../features/editor/problem.ts';
import type { StatementEntry } from '../runtime/protocol.ts';

/** One suggestion of the first visit: what it types, and what has to have happened for its tick. */
export interface TryStep {
  readonly id: 'required' | 'post' | 'ask';
  readonly path: string;
  /** `null` where the text it would change is gone. */
  edits(text: string): readonly TextEdit[] | null;
  isDone(now: {
    readonly schema: SchemaSnapshot | null;
    readonly ran: { readonly entry: string; readonly statements: readonly StatementEntry[]; readonly text: string } | null;
  }): boolean;
  readonly runs: boolean;
}

const post = `
export class Post extends db.Model('posts', {
  id: db.Column(db.Integer, { primaryKey: true }),
  title: db.Column(db.String(120)),
  author_id: db.Column(db.Integer, db.ForeignKey('users.id')),
  get author() {
    return db.relationship(() => User, { uselist: false });
  },
}) {
  toString() { return \`<Post '\${this.title}'>\`; }
}
`;
const ask = "Role.query.filterBy({ name: 'User' }).all();\n";

export const trySteps: readonly TryStep[] = [
  {
    id: 'required',
    path: 'models.ts',
    edits(text) {
      const key = "db.ForeignKey('roles.id'))";
      const at = text.indexOf(key);
      return at < 0 ? null : [insertAt(text, at + key.length - 1, ', {\n    nullable: false,\n  }')];
    },
    isDone: ({ schema }) =>
      schema?.tables.find((table) => table.name === 'users')?.columns.find((column) => column.name === 'role_id')?.nullable === false,
    runs: false,
  },
  {
    id: 'post',
    path: 'models.ts',
    edits: (text) => (/\bclass\s+Post\b/.test(text) ? null : [insertAt(text, text.length, text.endsWith('\n') ? post : `\n${post}`)]),
    isDone: ({ schema }) => schema?.tables.some((table) => table.name === 'posts') ?? false,
    runs: false,
  },
  {
    id: 'ask',
    path: 'query.ts',
    edits: (text) => (text.includes(ask.trim()) ? null : [insertAt(text, text.length, text.endsWith('\n') ? ask : `\n${ask}`)]),
    isDone: ({ ran }) => ran?.entry === 'query.ts' && ran.text.includes(ask.trim()) && ran.statements.length > 0,
    runs: true,
  },
];

/** An insertion at an offset, told as the editor counts: lines and columns from 1. */
function insertAt(text: string, offset: number, inserted: string): TextEdit {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  const column = offset - (before.lastIndexOf('\n') + 1) + 1;
  return { line, column, endLine: line, endColumn: column, text: inserted };
}
