import type { Messages } from './messages.ts';

const number = (value: number): string => value.toLocaleString('zh-CN');

export const historyZh: Messages['history'] = {
  title: '运行记录',
  open: '以前的运行',
  close: '隐藏运行记录',
  forget: '清除这些记录',
  none: '此项目之后的运行会列在这里，最新的在最前。',
  forgotten: (count) => `已清除 ${number(count)} 次运行的记录。`,
  outcomes: { done: '正常结束', failed: '因错误停止', ended: '被停止' },
  facts: (time, statements, rows) => `${time} · ${number(statements)} 条语句 · ${number(rows)} 行`,
  showing: (time, file) => `正在显示 ${file} 在 ${time} 的运行。`,
  past: (time, isCut) => (isCut ? `${time} 的运行。较长的值和日志只保留了开头。` : `${time} 的运行，与当时一样。`),
  showLast: '显示最近一次运行',
  putTextBack: (file) => `把当时的文本放回 ${file}`,
  textBack: (file, time) => `${file} 已恢复为 ${time} 运行时的样子。`,
};
