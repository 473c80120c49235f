import type { Messages } from './messages.ts';

const number = (value: number): string => value.toLocaleString('zh-CN');
const signed = (count: number): string => `${count < 0 ? '−' : '+'}${number(Math.abs(count))} 行`;

export const dataZh: Messages['data'] = {
  keep: '保留这些数据',
  runOn: (file) => `用这些数据运行 ${file}`,
  lines: (file, from, to) => (from === to ? `${file} 第 ${from} 行` : `${file} 第 ${from}–${to} 行`),
  runSelection: (from, to) => (from === to ? `运行第 ${from} 行` : `运行第 ${from}–${to} 行`),
  runNoSelection: '运行所选内容',
  runNoLine: '运行光标所在的行',
  runNoDownTo: '运行文件到光标处',
  runLine: (line) => `运行第 ${line} 行`,
  runDownTo: (file, line) => `运行 ${file} 到第 ${line} 行`,
  lacksName: (name) => `${name} 在这些行的上方声明，而只运行了这些行。`,
  rebuild: '重建数据',
  rebuildAsk: '重建数据…',
  undo: '撤销数据改动',
  nowKept: '数据已保留：此后的运行都使用这些行。',
  rebuilt: (rows) => `数据已重建：${number(rows)} 行。`,
  restored: (rows, isKept) => `数据已恢复到之前：${number(rows)} 行。${isKept ? '' : '下次运行会重新生成。'}`,
  snapshot: (time, cause, file, rows) => {
    const what = { run: `${file ?? '运行'} 运行之前`, rebuild: '重建之前', restore: '上次撤销之前' }[cause];
    return `${time}，${what}${rows === null ? '' : `，${number(rows)} 行`}`;
  },
  namedSnapshot: (name, time, rows) => `${name}，${time}${rows === null ? '' : `，${number(rows)} 行`}`,
  snapshots: '以前的数据',
  snapshotsOpen: '以前的数据…',
  snapshotsWhy: '每次改动数据的运行和每次重建之前都会留下快照，最旧的先删除。命名的会一直保留。',
  snapshotsLarge: '此数据库超过 25 MB：只保留最近两个快照。命名的会一直保留。',
  snapshotName: '给当前数据取个名称',
  keepUnderName: '以此名称保留',
  named: (name) => `数据已保留为“${name}”。`,
  restore: '恢复',
  restoreSnapshot: (what) => `恢复：${what}`,
  forgetSnapshot: (what) => `删除：${what}`,
  forgotten: '那时的数据已删除。',
  noSnapshots: '还没有快照。',
  seedChanged: '生成这些数据之后，seed.ts 已改动。',
  ranOnKept: '使用保留的数据运行',
  rowsKept: (rows) => `${number(rows)} 行已保留。`,
  changed: (rows) => `改动 ${number(rows)} 行。`,
  difference: (difference, now) => `${signed(difference)}，现有 ${number(now)} 行。`,
  metItself: (file) => `已有相同的行，可能来自 ${file} 之前的运行。`,
  undoAndRun: (time, rows) => `撤销 ${time} 的运行${rows ? `（${signed(rows)}）` : ''}并重新运行`,
  rebuildAndRun: '重建数据并运行',
  replaces: (tables, rows) => `将用 models.ts 和 seed.ts 生成的数据替换 ${number(tables)} 张表、${number(rows)} 行。会留下快照。`,
  replaceRows: (rows) => `替换 ${number(rows)} 行`,
  copyToSeed: '把这些行复制到 seed.ts',
};

export const sessionZh: Messages['session'] = {
  title: '上次运行的会话',
  none: (file) => `运行 ${file} 后，这里按状态列出对象，以及每次 flush 做了什么。`,
  states: { transient: '临时', pending: '待写入', persistent: '持久', deleted: '已删除', detached: '已脱离' },
  meanings: {
    transient: '用 new 创建，会话还不知道',
    pending: '已 add，还不在数据库中',
    persistent: '在数据库中有对应的行',
    deleted: '行已删除，尚未提交',
    detached: '已离开会话',
  },
  next: { insert: '将被插入', update: '将被更新', delete: '将被删除' },
  more: (count) => `还有 ${number(count)} 个`,
  flushes: (count) => (count ? `${number(count)} 次 flush 依次做了什么` : 'Flush'),
  flush: (at) => `第 ${at} 次 flush`,
  noFlush: '没有 flush：commit() 和查询会写入 add() 和修改留下的对象。',
  verbs: { insert: 'INSERT', update: 'UPDATE', delete: 'DELETE' },
  step: (model, count) => (count === 1 ? model : `${model} × ${number(count)}`),
};
