/** The panel's file name, which carries a hash of its content: set by build.mjs. */
declare const PANEL_FILE: string;

declare module "*.css" {
  const css: string;
  export default css;
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown };
}

interface Window {
  readonly CloseWatcher?: unknown;
}
