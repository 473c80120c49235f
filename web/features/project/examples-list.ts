/** The examples in the gallery's order; the first is the opening project. */
export const exampleIds = ['roles-and-users', 'blog', 'music-store', 'column-types', 'tree', 'two-hundred-tables', 'empty'] as const;
