import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const namedExportsOnly = [
  { selector: 'ExportDefaultDeclaration', message: 'Export it by name.' },
  { selector: 'ExportAllDeclaration', message: 'No barrels: import from the file that holds it.' },
];
const zodByNamespace = {
  selector: "ImportDeclaration[source.value='zod'][importKind!='type'] > :not(ImportNamespaceSpecifier).specifiers",
  message: "Write import * as z from 'zod': the other form adds 360 KB to a bundle.",
};
const noCatch = {
  selector: 'CatchClause',
  message: 'Let it throw: the pipeline answers what is unexpected. An adapter turns what it expects of its service into a value.',
};
const banned = (names, message) => names.map((name) => ({ name, message }));

export default defineConfig(
  globalIgnores(['docs/samples/', 'cdk.out/', 'coverage/', 'reports/', '.doorstep/', '.stryker-tmp/']),
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: { console: 'readonly', process: 'readonly', URL: 'readonly' } },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { globals: { module: 'writable', process: 'readonly' } },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true }],
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as', objectLiteralTypeAssertions: 'allow' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-floating-promises': 'error',
      // It is called deprecated so that it stands out: it lets sign-in go without https on one machine.
      '@typescript-eslint/no-deprecated': [
        'error',
        { allow: [{ from: 'package', package: 'oauth4webapi', name: 'allowInsecureRequests' }] },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { allowDefaultCaseForExhaustiveSwitch: false, considerDefaultExhaustiveForUnions: true },
      ],
      // A port in memory is asynchronous because its port is.
      '@typescript-eslint/require-await': 'off',
      'no-restricted-syntax': ['error', ...namedExportsOnly, zodByNamespace],
      eqeqeq: 'error',
    },
  },
  {
    files: ['{bin,functions,lib}/**/*.{ts,tsx}'],
    ignores: ['functions/adapters/**', 'functions/http/**', '**/*.lambda.ts'],
    rules: { 'no-restricted-syntax': ['error', ...namedExportsOnly, zodByNamespace, noCatch] },
  },
  {
    files: ['functions/domain/**/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...banned(['Date', 'performance'], 'Pass `now` in: the wiring reads the clock, once per command.'),
        ...banned(['process'], 'Pass the value in: the wiring reads the environment.'),
        ...banned(['crypto'], 'Pass the id or the key in: the same decision on the same facts must come out the same.'),
        ...banned(['fetch'], 'Answer with what is owed: settling sends it.'),
        ...banned(['console'], 'Return what is worth knowing: the pipeline logs it.'),
        ...banned(
          ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
          'Set `dueAt`: rules do not wait, they say when to look again.',
        ),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Pass the id in: the same decision on the same facts must come out the same.' },
        { object: 'Temporal', property: 'Now', message: 'Pass `now` in: the wiring reads the clock, once per command.' },
        { object: 'globalThis', message: 'Pass it in: rules read nothing from outside.' },
      ],
    },
  },
  {
    files: ['test/**/*.{ts,tsx}'],
    rules: {
      // In a test a missing value is a failing test.
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Give the test its own time.' },
        ...['mock', 'doMock'].map((property) => ({ object: 'vi', property, message: 'Hand the function another adapter.' })),
      ],
    },
  },
  {
    files: ['*.config.ts'],
    rules: { 'no-restricted-syntax': ['error', zodByNamespace] },
  },
);
