// What the first load weighs: the entry and everything it needs before the first page, gzipped. Fails above the goal.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT = 400;
const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'));
const files = new Set(['index.html']);
function need(key) {
  const chunk = manifest[key];
  if (!chunk || files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const next of chunk.imports ?? []) need(next);
}
need('index.html');
// Beside the entry a first visit fetches the language and the home page.
need('src/app/locale-zh-CN.ts');
need('src/app/Home.tsx');
let total = 0;
for (const file of files) total += gzipSync(readFileSync(`dist/${file}`)).length;
const kilobytes = total / 1024;
console.log(`first load: ${kilobytes.toFixed(1)} KB gzip in ${files.size} files (goal ≤ ${LIMIT} KB)`);
if (kilobytes > LIMIT) process.exit(1);
