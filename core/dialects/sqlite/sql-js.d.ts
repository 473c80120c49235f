declare module 'sql.js' {
  const initSqlJs: import('./sql-js-api.ts').InitSqlJs;
  export default initSqlJs;
}
