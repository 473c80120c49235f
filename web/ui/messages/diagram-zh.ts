import type { Messages } from './messages.ts';

const number = (value: number): string => value.toLocaleString('zh-CN');
const list = (parts: readonly string[]): string => parts.join('、');
/** 表的名称就是它的称呼：中文没有单复数。 */
const name = (noun: { readonly table: string }): string => noun.table;
const symbols = { one: '恰好一个', 'zero-or-one': '零个或一个', 'zero-or-many': '零个或多个' };
const howMany = (symbol: string): string => (symbol === 'zero-or-many' ? '多个' : symbol === 'one' ? '恰好一个' : '零个或一个');

export const diagramZh: Messages['diagram'] = {
  title: '关系图',
  tables: (count) => `${number(count)} 张表`,
  folded: (count) => `${number(count)} 张关联表已折叠`,
  tidy: '整理',
  untidy: '放回原处',
  zoomIn: '放大',
  zoomOut: '缩小',
  zoomReset: (percent) => `当前缩放 ${percent} %，恢复为 100 %`,
  percent: (percent) => `${percent} %`,
  fit: '显示整个关系图',
  more: '关系图的更多操作',
  find: '查找表',
  findNone: (text) => `没有名为“${text}”的表或列。`,
  close: '关闭',
  showLegend: '显示符号的含义',
  foldLinks: '折叠关联表',
  foldLink: (table) => `把 ${table} 折叠成一条线`,
  linkWithData: (table) => `${table} 关联两张表，并有自己的数据，所以仍是一张表`,
  only: (table) => `只显示 ${table} 及其相邻的表`,
  onlyShown: (table) => `${table} 及其相邻的表`,
  showAll: '显示全部',
  exportSvg: '下载为 SVG',
  exportPng: '下载为 PNG',
  copyMermaid: '复制为 Mermaid',
  copyDbml: '复制为 DBML',
  copied: (what) => `已复制 ${what}`,
  canvas: (tables, relations) => `${number(tables)} 张表，${number(relations)} 个关系。方向键沿关系移动，Enter 打开定义，斜杠查找表。`,
  stale: (time, place) => `${time} 的关系图，${place} 出错之前`,
  empty: '还没有表。请在 models.ts 中写一个模型。',
  rows: (count) => `${number(count)} 行`,
  columns: (count) => `${number(count)} 列`,
  tableRole: '表',
  relationRole: '关系',
  primaryKey: '主键',
  foreignKey: '外键',
  unique: '唯一',
  indexed: '有索引',
  mayBeNull: '可为空',
  required: '必填',
  serverDefault: (sql) => `默认值 ${sql}`,
  computed: (sql) => `由 ${sql} 计算`,
  refersTo: (columns) => `引用 ${columns}`,
  notDefined: '未定义',
  symbols,
  relation: (columns, child, childSymbol, parent, parentSymbol) =>
    `${columns}：${howMany(childSymbol)} ${name(child)} 对 ${howMany(parentSymbol)} ${name(parent)}`,
  manyToMany: (through, left, leftSymbol, right, rightSymbol) =>
    `${through}：${howMany(leftSymbol)} ${name(left)} 对 ${howMany(rightSymbol)} ${name(right)}`,
  end: (symbol, noun) => `${symbols[symbol]} ${name(noun)}`,
  endName: (symbol, table, because) => `${table} 一端：${symbol}${because}`,
  sentence: (text) => text,
  because: {
    required: (columns) => `，因为 ${list(columns)} 必填`,
    nullable: (columns) => `，因为 ${list(columns)} 可为空`,
    'not-unique': (columns) => `，因为 ${list(columns)}${columns.length > 1 ? ' 合在一起' : ''}不唯一`,
    unique: (columns) => `，因为 ${list(columns)}${columns.length > 1 ? ' 合在一起' : ''}唯一`,
    'primary-key': (columns) => `，因为 ${list(columns)} 是主键`,
    'partial-index': (index) => `，因为唯一索引 ${index} 只覆盖部分行`,
    association: (table) => `，因为 ${table} 可以关联任意多个`,
  },
  through: (rows) => ['多对多，经由 ', `${rows === null ? '' : `，${number(rows)} 行`}。点击展开`],
  faults: {
    'no-table': (columns, table) => `${columns} 引用的 ${table} 没有定义。请定义它，或改为引用另一张表。`,
    'no-column': (columns, referred) => `${columns} 引用的 ${referred} 不存在。请添加该列，或改为引用另一列。`,
    'not-a-key': (columns, referred, key) =>
      `${columns} 引用的 ${referred} 不是键。${key ? `请改为引用 ${key}，或` : '请'}给 ${referred} 加唯一约束。`,
    'types-differ': (column, type, referred, referredType) => `${column} 是 ${type}，而 ${referred} 是 ${referredType}。请使用相同的类型。`,
  },
  facts: {
    tables: '表',
    table: '表',
    columns: '列',
    rowCount: '行数',
    relations: '关系',
    relation: '关系',
    ends: '两端',
    fault: '问题',
  },
};
