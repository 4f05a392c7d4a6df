/** Set by www/build.mjs: whether `nabla-labs-relaxed.js` lies beside the worker. */
declare const RELAXED_IS_BUILT: boolean;
/** Set by www/build.mjs: whether `sw.js` lies beside the pages. */
declare const OFFLINE_IS_BUILT: boolean;

/** esbuild loads styles and Fluent files as text. */
declare module '*.css' {
  const text: string;
  export default text;
}
declare module '*.ftl' {
  const text: string;
  export default text;
}
