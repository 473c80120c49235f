/** A piece of code with places to fill in, in Monaco's notation. */
export interface Snippet {
  /** What is typed to find it. */
  readonly prefix: string;
  readonly title: 'model' | 'manyToOne' | 'oneToMany' | 'manyToMany' | 'column' | 'query' | 'insert' | 'select';
  readonly body: string;
  /** `member`: inside a model's definition; `statement`: at the beginning of a statement. */
  readonly place: 'member' | 'statement';
}

export const snippets: readonly Snippet[] = [
  {
    prefix: 'model',
    title: 'model',
    place: 'statement',
    body: `export class \${1:Post} extends db.Model('\${2:posts}', {
  id: db.Column(db.Integer, { primaryKey: true }),
  \${3:title}: db.Column(db.String(\${4:120}), { nullable: false }),
}) {
  toString() { return \`<\${1:Post} '\\\${this.\${3:title}}'>\`; }
}
$0`,
  },
  {
    prefix: 'column',
    title: 'column',
    place: 'member',
    body: `\${1:name}: db.Column(db.\${2|String(64),Integer,Float,Boolean,Date,DateTime,Text|}),$0`,
  },
  {
    prefix: 'manyToOne',
    title: 'manyToOne',
    place: 'member',
    body: `\${1:user}_id: db.Column(db.Integer, db.ForeignKey('\${2:users}.id')),
get \${1:user}() {
  return db.relationship(() => \${3:User}, { uselist: false\${4:, backPopulates: '\${5:posts}'} });
},$0`,
  },
  {
    prefix: 'oneToMany',
    title: 'oneToMany',
    place: 'member',
    body: `get \${1:posts}() {
  return db.relationship(() => \${2:Post}, { backPopulates: '\${3:user}' });
},$0`,
  },
  {
    prefix: 'manyToMany',
    title: 'manyToMany',
    place: 'statement',
    body: `export const \${1:post_tags} = db.Table('\${1:post_tags}', {
  \${2:post}_id: db.Column(db.Integer, db.ForeignKey('\${3:posts}.id'), { primaryKey: true }),
  \${4:tag}_id: db.Column(db.Integer, db.ForeignKey('\${5:tags}.id'), { primaryKey: true }),
});
$0`,
  },
  {
    prefix: 'query',
    title: 'query',
    place: 'statement',
    body: `\${1:User}.query.filterBy({ \${2:username}: '\${3:john}' }).orderBy(\${1:User}.\${2:username}).all();\n$0`,
  },
  {
    prefix: 'insert',
    title: 'insert',
    place: 'statement',
    body: `db.session.add(new \${1:User}({ \${2:username}: '\${3:ann}' }));\ndb.session.commit();\n$0`,
  },
  {
    prefix: 'select',
    title: 'select',
    place: 'statement',
    body: `db.session.scalars(db.select(\${1:User}).where(\${1:User}.\${2:username}.like('\${3:j%}'))).all();\n$0`,
  },
];

/** Those that fit where the cursor stands, by the text of the line before it. */
export function snippetsAt(before: string): readonly Snippet[] {
  if (/^[A-Za-z]*$/.test(before)) return snippets.filter(({ place }) => place === 'statement');
  return /^\s+[A-Za-z]*$/.test(before) ? snippets : [];
}
