import angular from 'angular-eslint';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

// Imports go one way: role area -> {chat, chatbot, video-visit, booking} -> ui -> core -> api.
// Each layer lists the folders it may not reach into.
const roleAreas = ['public', 'patient', 'doctor', 'admin'];
const shared = ['chat', 'chatbot', 'video-visit', 'booking'];

const forbid = (layer, folders, ignores = []) => ({
  files: [`src/app/${layer}/**/*.ts`],
  ignores,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^(\\.\\./)+(${folders.join('|')})(/|$)`,
            message: `${layer}/ may not import ${folders.join(', ')}: imports go role area -> shared features -> ui -> core -> api.`,
          },
        ],
      },
    ],
  },
});

const layers = [
  ...roleAreas.map((area) =>
    forbid(
      area,
      roleAreas.filter((other) => other !== area),
    ),
  ),
  ...shared.map((area) => forbid(area, roleAreas)),
  forbid('ui', [...roleAreas, ...shared]),
  // The shell is drawn with ui pieces, so core/layout stands above ui and nothing in core uses it.
  forbid('core', [...roleAreas, ...shared, 'ui', 'layout'], ['src/app/core/layout/**']),
  forbid('core/layout', [...roleAreas, ...shared]),
  forbid('api', [...roleAreas, ...shared, 'ui', 'core']),
];

export default defineConfig([
  {
    ignores: [
      'dist/',
      '.angular/',
      'node_modules/',
      'src/app/api/',
      'test-results/',
      'playwright-report/',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strict, tseslint.configs.stylistic, angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@angular-eslint/component-selector': [
        'error',
        { type: 'element', prefix: 'app', style: 'kebab-case' },
      ],
      '@angular-eslint/directive-selector': [
        'error',
        { type: 'attribute', prefix: 'app', style: 'camelCase' },
      ],
      '@angular-eslint/component-class-suffix': 'off',
      '@angular-eslint/directive-class-suffix': 'off',
    },
  },
  {
    files: ['**/*.html'],
    extends: [angular.configs.templateRecommended, angular.configs.templateAccessibility],
    rules: { '@angular-eslint/template/prefer-control-flow': 'error' },
  },
  { files: ['**/*.spec.ts', 'e2e/**/*.ts'], rules: { 'max-lines': 'off' } },
  {
    files: ['e2e/**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          name: '@playwright/test',
          importNames: ['test', 'expect'],
          message: "Take them from './journey': each worker has a server of its own.",
        },
      ],
      'no-restricted-properties': [
        'error',
        {
          object: 'Date',
          property: 'now',
          message: 'Journeys have a present of their own: now().',
        },
      ],
    },
  },
  ...layers,
]);
