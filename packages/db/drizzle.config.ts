import type { Config } from 'drizzle-kit';

// drizzle-kit reads a default export; `casing` must equal the one in src/open-database.ts.
export default {
  dialect: 'postgresql',
  schema: './src/tables/*.ts',
  out: './migrations',
  casing: 'snake_case',
} satisfies Config;
