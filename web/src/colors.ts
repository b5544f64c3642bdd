/** One accent color, made legible wherever it is used: the WCAG 2 contrast is computed. */

type Rgb = readonly [number, number, number];

const TEXT = 4.5;
/** For links and the words on chips, which also stand on tinted ground; thin light text on dark needs more. */
const CLEAR = { light: 5.5, dark: 7 };
const SHAPE = 3;
const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];
const INK: Rgb = [16, 21, 28];
const SURFACE = { light: WHITE, dark: [27, 33, 42] as Rgb };

export const ACCENT = "#0e5a6b";

export type Theme = keyof typeof SURFACE;

/** Custom properties for an accent color: `#rgb` or `#rrggbb`, anything else is the default. */
export function accentProperties(accent: string | undefined, theme: Theme): Readonly<Record<string, string>> {
  const surface = SURFACE[theme];
  const wanted = parsed(accent ?? ACCENT) ?? parsed(ACCENT)!;
  const fill = legible(wanted, surface, SHAPE);
  return {
    "--accent": css(fill),
    "--on-accent": css(contrast(fill, WHITE) >= TEXT ? WHITE : contrast(fill, INK) >= TEXT ? INK : BLACK),
    "--accent-text": css(legible(wanted, surface, CLEAR[theme])),
  };
}

/** The color, moved towards black or white just far enough to stand out from the ground. */
function legible(color: Rgb, ground: Rgb, minimum: number): Rgb {
  const towards = luminance(ground) > 0.5 ? BLACK : WHITE;
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(color, towards, share);
    if (contrast(mixed, ground) >= minimum) return mixed;
  }
  return towards;
}

function parsed(text: string): Rgb | null {
  const long = text.trim().replace(/^#(.)(.)(.)$/, "#$1$1$2$2$3$3");
  const found = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(long);
  return found ? [hex(found[1]), hex(found[2]), hex(found[3])] : null;
}

function hex(digits: string | undefined): number {
  return parseInt(digits ?? "0", 16);
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  return [0, 1, 2].map((i) => Math.round(from[i]! + (to[i]! - from[i]!) * share)) as unknown as Rgb;
}

function contrast(one: Rgb, other: Rgb): number {
  const [bright, dim] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (bright + 0.05) / (dim + 0.05);
}

function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((channel) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function css(color: Rgb): string {
  return `rgb(${color.join(" ")})`;
}
