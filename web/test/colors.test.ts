import { deepEqual, equal } from "node:assert/strict";
import { test } from "node:test";
import { accentProperties, type Theme } from "../src/colors";

const SURFACES: Readonly<Record<Theme, string>> = { light: "rgb(255 255 255)", dark: "rgb(27 33 42)" };

test("text on any accent and links in it are legible in both themes", () => {
  for (const accent of ["#000", "#fff", "#ffe14d", "#0e5a6b", "#ff0000", "#00ff00", "#7f7f7f", "#1b212a"]) {
    for (const theme of ["light", "dark"] as const) {
      const { "--accent": fill, "--on-accent": text, "--accent-text": linked } = accentProperties(accent, theme);
      equal(contrast(fill!, text!) >= 4.5, true);
      equal(contrast(linked!, SURFACES[theme]) >= 4.5, true);
    }
  }
});

test("what is no color is the default", () => {
  deepEqual(accentProperties("red;}*{", "light"), accentProperties(undefined, "light"));
});

function contrast(one: string, other: string): number {
  const [dim, bright] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (bright + 0.05) / (dim + 0.05);
}

function luminance(color: string): number {
  const [red, green, blue] = color.match(/\d+/g)!.map((channel) => {
    const share = Number(channel) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
