import type { Messages } from './messages.ts';
import type { PlanFacts } from './sql-en.ts';

const number = (value: number): string => value.toLocaleString('zh-CN');
const milliseconds = (ms: number): string =>
  ms < 10 ? `${ms.toFixed(1)} 毫秒` : ms < 10_000 ? `${number(Math.round(ms))} 毫秒` : `${(ms / 1000).toFixed(1)} 秒`;
const causes: Readonly<Record<string, string>> = {
  query: '查询',
  get: '按主键读取',
  flush: '写入',
  lazyLoad: '延迟加载',
  eagerLoad: '预先加载',
  refresh: '刷新',
  execute: '直接执行',
  ddl: '表定义',
  transaction: '事务',
  inspect: '检视',
};

const own = (index: string | null): boolean => index?.startsWith('sqlite_autoindex') ?? false;
const steps: Readonly<Record<string, (facts: PlanFacts) => readonly [said: string, more: string]>> = {
  scan: ({ table }) => [`读取 ${table} 的每一行`, ''],
  'scan-index': ({ table, index }) => [`读取 ${table} 的每一行`, own(index) ? '按唯一键的顺序' : `按索引 ${index} 的顺序`],
  'scan-covering': ({ table, index }) => [own(index) ? '只读唯一键' : `只读索引 ${index}`, `其中已有 ${table} 所需的一切`],
  search: ({ table, index, by }) => [own(index) ? `按唯一键找到 ${table} 的行` : `按索引 ${index ?? ''} 找到 ${table} 的行`, by ?? ''],
  'search-key': ({ table, by }) => [`按主键找到 ${table} 的行`, by?.replace('rowid', '主键') ?? ''],
  'search-temporary': ({ table, by }) => [`为这一条语句给 ${table} 临时建索引`, by ?? ''],
  sort: () => ['在内存中排序', ''],
  group: () => ['在内存中分组', ''],
  distinct: () => ['在内存中去重', ''],
  subquery: () => ['在里面查询一次：', ''],
  correlated: () => ['对每一行查询一次：', ''],
  materialise: ({ table }) => ['先回答内层查询', table?.startsWith('(') ? '' : (table ?? '')],
  compound: () => ['把各部分合在一起', ''],
  either: () => ['分别按几个索引查找', ''],
};

export const sqlZh: Messages['sqllog'] = {
  title: '上次运行的语句',
  lookedForTables: (count) => `查看表是否存在：${number(count)} 条语句`,
  madeTheData: (count) => `生成数据：models.ts 和 seed.ts 的 ${number(count)} 条语句`,
  rows: (count) => `${number(count)} 行`,
  milliseconds,
  failed: '失败',
  pickOne: '选中一条语句，它的代码行和关系会亮起。',
  none: (file) => `${file} 没有发送语句。`,
  onlyTheFirst: (shown, total) => `共 ${number(total)} 条语句，前 ${number(shown)} 条。`,
  cause: (cause, relationship) => `${causes[cause] ?? cause}${relationship === null ? '' : ` ${relationship}`}，位于`,
  parameters: '参数：',
  andMoreSets: (next, count) => `然后 ${next.join('；')}${count > next.length + 1 ? ' …' : ''}，共 ${number(count)} 组`,
  copy: '复制语句',
  copied: '已复制语句。',
  copyRefused: '浏览器不允许写入剪贴板。',
  goTo: (file, line) => `${file} 第 ${line} 行`,
  times: (count) => `${number(count)} 次`,
  oneAtATime: (relationship) => `${relationship} 每次只读一个。改用：`,
  repeated: (count) => `换值发送了 ${number(count)} 次，可以合成一次查询。`,
  addToLine: (line) => `加到第 ${line} 行`,
  addIndex: '加上 index: true',
  dialect: '数据库',
  sideBySide: '三种并列',
  runOnce: (file) => `运行 ${file} 后可看到该数据库的写法。`,
  onlySqlite: '这条语句直接写成文本，或只有 SQLite 能表达。',
  markWords: {
    begin: 'BEGIN',
    commit: 'COMMIT',
    rollback: 'ROLLBACK',
    savepoint: 'SAVEPOINT',
    release: 'RELEASE SAVEPOINT',
    'rollback-to': 'ROLLBACK TO SAVEPOINT',
  },
  markHint: (mark, writes, isAtTheEnd) => {
    if (mark === 'begin') return '事务开始';
    if (mark === 'savepoint') return '从这里起可以单独放弃';
    if (mark === 'commit' || mark === 'release') return writes ? `保留 ${number(writes)} 条语句` : '没有写入';
    return `${isAtTheEnd ? '文件结束，' : ''}${writes ? `放弃 ${number(writes)} 条语句` : '没有写入'}`;
  },
  plan: {
    title: 'SQLite 如何回答',
    source: '查询计划',
    timesOver: (times) => `查询计划，重复 ${number(times)} 次`,
    rows: (count) => `${number(count)} 行`,
    noIndex: (column) => `${column} 没有索引`,
    step: (facts) => steps[facts.kind]?.(facts) ?? [facts.detail, ''],
  },
};
