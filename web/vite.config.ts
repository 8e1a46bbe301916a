import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

// Stable names and no hashes: the built files are committed, and two builds must give the same bytes.
export default defineConfig({
  plugins: [svelte({ configFile: false, compilerOptions: { runes: true, cssHash: ({ hash, css }) => `s-${hash(css)}` } })],
  base: './',
  build: {
    outDir: '../src/MontageAI.Studio/wwwroot',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        entryFileNames: 'page.js',
        chunkFileNames: '[name].js',
        assetFileNames: (asset) => (asset.names[0]?.endsWith('.css') ? 'page.css' : '[name][extname]'),
      },
    },
  },
  test: { include: ['tests/**/*.test.ts'], environment: 'node', css: true, testTimeout: 600_000 },
} as never);
