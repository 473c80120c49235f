/** Names that orm.md section 1 spells otherwise than the rule. */
const RENAMED: Readonly<Record<string, string>> = { startswith: 'startsWith', endswith: 'endsWith' };

/** `order_by` → `orderBy`, `in_` → `in`. */
export const camel = (name: string): string =>
  name.startsWith('_')
    ? name
    : (RENAMED[name] ?? name.replace(/_+$/, '').replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()));

/** The port's name of a Python attribute: as written where the object has it, else in camel case. */
export function attributeName(owner: object, name: string): string {
  return name in owner ? name : camel(name) in owner ? camel(name) : name;
}
