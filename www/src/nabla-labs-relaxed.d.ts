export { default, start } from './nabla-labs';
