import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The page and its API share one origin in production (the server serves dist); the dev server stands in for that.
const server = process.env['ONACCOUNT_API'] ?? 'http://localhost:8080';

export default defineConfig({
  plugins: [react()],
  server: {
    port: Number(process.env['PORT'] ?? 5173),
    strictPort: true,
    proxy: { '/api': { target: server } },
  },
  build: {
    target: 'es2022',
    sourcemap: false,
    manifest: true,
    chunkSizeWarningLimit: 1200,
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['src/lib/testing/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    css: false,
    // A machine that builds something else at the same time is no failure.
    testTimeout: 30_000,
  },
});
