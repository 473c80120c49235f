/** A piece of a sentence: prose, or code set in the code face. */
export interface SentencePart {
  readonly text: string;
  readonly isCode: boolean;
}

/** `` `name` ``, or a call such as `db.ForeignKey('roles.id')` with at most one call inside. */
const codePattern = /`([^`]+)`|[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*\((?:[^()]|\([^()]*\))*\)/g;

/** Splits a sentence of an error into prose and code. */
export function codeParts(sentence: string): SentencePart[] {
  const parts: SentencePart[] = [];
  let from = 0;
  for (const match of sentence.matchAll(codePattern)) {
    if (match.index > from) parts.push({ text: sentence.slice(from, match.index), isCode: false });
    parts.push({ text: match[1] ?? match[0], isCode: true });
    from = match.index + match[0].length;
  }
  if (from < sentence.length) parts.push({ text: sentence.slice(from), isCode: false });
  return parts;
}
