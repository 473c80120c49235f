declare module 'sql.js/dist/sql-wasm-browser.js' {
  const initSqlJs: import('../../../core/dialects/sqlite/sql-js-api.ts').InitSqlJs;
  export default initSqlJs;
}
