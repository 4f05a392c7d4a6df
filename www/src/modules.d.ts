/** esbuild loads styles and Fluent files as text. */
declare module '*.css' {
  const text: string;
  export default text;
}
declare module '*.ftl' {
  const text: string;
  export default text;
}
