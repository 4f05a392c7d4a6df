/** The same worker for `math: fast`; see www/src/worker.ts. */
export { default } from './nabla-worker.js';
