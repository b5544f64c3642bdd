/** What one tab remembers over a reload; where the browser forbids that, until the reload. */

export class TabMemory {
  private readonly fallback = new Map<string, string>();

  constructor(private readonly owner: string) {}

  keep(name: string, value: string): void {
    this.fallback.set(name, value);
    try {
      sessionStorage.setItem(this.key(name), value);
    } catch {
      // storage is full or forbidden: the fallback has it
    }
  }

  recall(name: string): string | null {
    try {
      return sessionStorage.getItem(this.key(name)) ?? this.fallback.get(name) ?? null;
    } catch {
      return this.fallback.get(name) ?? null;
    }
  }

  forget(...names: readonly string[]): void {
    for (const name of names) {
      this.fallback.delete(name);
      try {
        sessionStorage.removeItem(this.key(name));
      } catch {
        // nothing was kept
      }
    }
  }

  private key(name: string): string {
    return `ciso-advisor:${this.owner}:${name}`;
  }
}
