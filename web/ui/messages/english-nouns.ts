/** A table as a sentence needs it: by its own name where many are meant, by its model's where one is. */
export interface Noun {
  readonly table: string;
  readonly model: string | null;
}

const words = (name: string): string =>
  name
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase();

/** `role`, for the table `roles` of the model `Role`. */
export function one({ table, model }: Noun): string {
  if (model !== null) return words(model);
  if (/[^aeiou]ies$/i.test(table)) return `${table.slice(0, -3)}y`;
  if (/(ss|sh|ch|x|z)es$/i.test(table)) return table.slice(0, -2);
  return /(ss|us|is)$/i.test(table) ? table : table.replace(/(?<=.)s$/i, '');
}

/** `users`, for the table `users` and for the table `user`. */
export function many(noun: Noun): string {
  const { table, model } = noun;
  const isSingular = model !== null && table.toLowerCase().replace(/[_ ]/g, '') === model.toLowerCase();
  if (!isSingular) return table;
  if (/[^aeiou]y$/i.test(table)) return `${table.slice(0, -1)}ies`;
  return /(s|x|z|ch|sh)$/i.test(table) ? `${table}es` : `${table}s`;
}

const lists = new Intl.ListFormat('en');
/** `a, b, and c`. */
export const list = (names: readonly string[]): string => lists.format(names);

/** `a is`, `a and b together are`. */
export const together = (names: readonly string[]): string => (names.length === 1 ? `${names[0]} is` : `${list(names)} together are`);

export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
