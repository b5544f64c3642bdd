/** The panel's file name, which carries a hash of its content: set by build.mjs. */
declare const PANEL_FILE: string;

declare module "*.css" {
  const css: string;
  export default css;
}

declare module "deep-chat/dist/deepChat.bundle.js";
