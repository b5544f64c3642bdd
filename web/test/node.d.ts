/** The parts of Node's test runner that the tests use. */

declare module "node:test" {
  export function test(name: string, run: () => void | Promise<void>): void;
}

declare module "node:assert/strict" {
  function equal(actual: unknown, expected: unknown): void;
  function deepEqual(actual: unknown, expected: unknown): void;
  function ok(value: unknown, message?: string): void;
  export { deepEqual, equal, ok };
}
