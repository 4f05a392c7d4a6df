export { default, start } from './nabla-recurrent';
