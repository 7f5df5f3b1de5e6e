import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

// One way only: app → module → ui → lib. Modules don't know each other: what joins them is composed in app.
const modules = [
  'catalog',
  'credit',
  'document',
  'fulfilment',
  'insight',
  'invoicing',
  'organization',
  'party',
  'receivables',
  'sales',
  'stock',
];
const wall = (folder, forbidden, message) => ({
  files: [`src/${folder}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: [{ group: forbidden.flatMap((f) => [`../${f}/*`, `../${f}`]), message }] },
    ],
  },
});

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'src/lib/schema.d.ts'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  reactHooks.configs.flat['recommended-latest'],
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'error',
      eqeqeq: ['error', 'smart'],
    },
  },
  wall('lib', ['app', 'ui', ...modules], 'lib knows nothing above it'),
  wall('ui', ['app', ...modules], 'ui knows only lib'),
  ...modules.map((m) => wall(m, ['app', ...modules.filter((x) => x !== m)], 'a module uses ui and lib only')),
  {
    files: ['scripts/**', '*.config.js'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly' } },
    rules: { 'no-console': 'off' },
  },
);
