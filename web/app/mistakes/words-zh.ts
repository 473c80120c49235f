import type { MistakeWords } from './words-en.ts';

const meant = (name: string | undefined): string => (name ? `是否想写 ${name}？` : '');

export const zh: MistakeWords = {
  mistakes: {
    'no-such-table': ({ table, nearest }) => [
      `没有表 ${table}。`,
      nearest ? `是否想写 ${nearest}？` : '在 models.ts 中为它写一个模型并导出：运行时会建表。',
    ],
    'no-such-table-yet': ({ table }) => [
      `还没有表 ${table}：models.ts 在读取时就查询了数据。`,
      '把查询移到 seed.ts 或 query.ts，那时表已建好。',
    ],
    'no-such-column': ({ column, nearest }) => [
      `没有列 ${column}。`,
      nearest ? `是否想写 ${nearest}？` : '在 models.ts 的模型中添加它，或写一个已有的列。',
    ],
    unique: ({ columns, value }) => [
      value ? `${columns} 必须唯一，而 ${value} 已经存在。` : `${columns} 必须唯一，而这样的行已经存在。`,
      '换一个值，或先用 filterBy 和 first() 查找这一行。',
    ],
    'not-null': ({ column, attribute }) => [
      `${column} 没有值，而它不能为 null。`,
      `创建对象时给它一个值 { ${attribute}: … }，或给该列一个默认值。`,
    ],
    'foreign-key': ({ table, value }) => [
      `${table || '某个表'} 的一行指向不存在的行${value ? `：${value}` : ''}。`,
      '先添加被指向的行，或直接赋值对象：user.role = role，会话会按顺序写入。',
    ],
    'foreign-key-delete': ({ table }) => [
      `${table} 的这一行不能删除：还有别的行指向它。`,
      "先删除那些行，或在关系上写 cascade: 'all, delete-orphan' 让它们一起删除。",
    ],
    'query-not-executed': ({ method }) => [`${method} 是列表的方法，而这里是尚未发送的查询。`, '在它前面写 .all()：发送查询并得到列表。'],
    'compared-in-javascript': ({ operator, method }) => [
      `JavaScript 用 ${operator} 自己作了比较，留给查询的只有 true 或 false。`,
      `写 .${method}(…)，它会变成 SQL。`,
    ],
    'misspelt-attribute': ({ name, nearest, owner }) => [
      `${owner ? `${owner} 没有 ${name}。` : `这里没有 ${name}。`}${meant(nearest)}`,
      null,
    ],
    'misspelt-method': ({ name, nearest }) => [`没有 ${name}()。${meant(nearest)}`, null],
    'undefined-read': ({ name }) => [`.${name} 前面的值是 undefined。`, '检查名称是否与 models.ts 中一致，以及此时是否已有值。'],
    'null-read': ({ name }) => [`没有找到行，所以没有 ${name}。`, 'first() 和 get() 找不到行时给出 null。写 ?.，或先判断是否为 null。'],
    'ambiguous-foreign-keys': ({ entity, attribute, keys }) => [
      `${entity}.${attribute}：有两个外键通向那里${keys ? `：${keys}` : ''}。`,
      '写明用哪一个：foreignKeys: () => [User.role_id]。',
    ],
    'missing-export': ({ name, file }) => [`${file} 没有导出 ${name}。`, '在它前面写 export，其他文件才能使用。'],
    'circular-import': ({ name, file, other }) => [
      `${file} 使用 ${name} 时 ${other} 还没有读完：两个文件互相导入。`,
      '把两者放进一个文件，或晚一点使用：在函数里，或写成 () => Role。',
    ],
    'hidden-attribute': ({ entity, name }) => [
      `${entity} 的字段 ${name} 遮住了列 ${name}。`,
      `删除它：列已有类型。需要类型时写 declare ${name}。`,
    ],
    'pending-rollback': ({ cause }) => [
      `会话在等待回滚，因为之前的 flush 失败了${cause ? `：${cause}` : ''}。`,
      '在捕获该错误的地方写 db.session.rollback()，然后继续。',
    ],
    'wrong-type': ({ attribute, takes, value }) => [`${attribute} 需要 ${takes}，不能是 ${value}。`, null],
    'wrong-key': ({ name, entity, nearest, known }) => [`${entity} 没有 ${name}。${meant(nearest)}`, nearest ? null : `它有 ${known}。`],
    'unknown-file-near': ({ specifier, nearest }) => [`没有文件 '${specifier}'。是否想写 '${nearest}'？`, null],
    'text-not-statement': () => ['文本不是语句。', "用 db.text('…') 包住它，值写成 :name。"],
    'called-without-new': ({ name }) => [`${name} 是一个类。`, `写 new ${name}({ … }) 来创建对象。`],
    'not-a-model-object': () => ['只能添加模型的对象。', "先创建一个：new User({ username: 'ann' })。"],
    'no-result': () => ['没有找到行，而 one() 要求恰好一行。', '写 first()，没有时给出 null。'],
    'multiple-results': () => ['找到了多行，而 one() 要求恰好一行。', '写 first() 取其中一行，或继续筛选。'],
    'sql-syntax': ({ near }) => [`SQLite 不理解 ${near} 附近的语句。`, '看看它前面的词：缺少或写错了逗号、括号或关键字。'],
    'no-columns': ({ table }) => [
      `${table} 没有列，SQLite 无法创建这样的表。`,
      '至少给它一列：id: db.Column(db.Integer, { primaryKey: true })。',
    ],
    'models-ask-database': () => ['models.ts 在读取时访问数据库。', '把它移到 seed.ts 或 query.ts：模型只作描述。'],
    'table-twice': ({ table }) => [`两个模型都叫 ${table}。`, '给其中一个换个表名。'],
    'no-primary-key': ({ table }) => [`${table} 没有主键。`, '模型的每个表都需要主键。'],
    'unknown-referred-table': ({ column, table, nearest }) => [
      `${column} 指向 ${table}，而没有这个表。${meant(nearest)}`,
      nearest ? null : '外键按数据库中的名称写表和列。',
    ],
    'unknown-referred-column': ({ column, referred, nearest }) => [
      `${column} 指向 ${referred}，而没有这个列。${meant(nearest)}`,
      nearest ? null : '外键按数据库中的名称写表和列。',
    ],
    'name-not-imported': ({ name, from }) => [`这里没有导入 ${name}。`, `import { ${name} } from '${from}';`],
    'unknown-name': ({ name, nearest }) => [
      `这里没有 ${name}。${meant(nearest)}`,
      nearest ? null : '声明它或导入它。运行选中部分时，只执行选中的语句。',
    ],
    detached: ({ attribute }) => [`对象已离开会话，所以不能加载 ${attribute || '该属性'}。`, '在它离开之前读取，或重新查询该对象。'],
    'not-persisted': () => ['对象还没有行，没有可删除的。', 'db.session.expunge(…) 把新对象移出会话。'],
    'uselist-missing': ({ entity, attribute }) => [`${entity}.${attribute} 是一个对象，不是列表。`, '类型必须写明：uselist: false。'],
    'back-populates-missing': ({ entity, attribute, name, nearest }) => [
      `${entity}.${attribute} 的另一侧写的是 ${name}，而它不存在。${meant(nearest)}`,
      nearest ? null : `在另一个模型中写关系 ${name}，或在这里写 backref: '${name}'。`,
    ],
  },
  cures: {
    write: (what) => `写 ${what}`,
    insert: (what) => `添加 ${what}`,
    remove: (what) => `删除 ${what}`,
    export: (what) => `导出 ${what}`,
    import: (what) => `导入 ${what}`,
  },
  hints: {
    'not-executed': '这个查询已写好，但没有发送。',
    'promise-shown': '这是 Promise：值稍后才有。',
  },
};
