/** A style sheet as text: `build.mjs` puts it into the script. */
declare module "*.css" {
  const text: string;
  export default text;
}
