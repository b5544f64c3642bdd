/** The configurator of the demo page: settings become the tag to embed, and the widget on this page. */

const settings = document.getElementById("settings");
const code = document.getElementById("code");
const copy = document.getElementById("copy");
const DEFAULT_ACCENT = "#0e5a6b";

function chosen() {
  const fields = [...settings.querySelectorAll("input, select")].map(({ name, value }) => [name, value.trim()]);
  return fields.filter(([name, value]) => value && !(name === "accent" && value === DEFAULT_ACCENT));
}

function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}

function show() {
  const attributes = chosen().map(([name, value]) => ` data-${name}="${escaped(value)}"`);
  code.textContent = `<script src="https://advisor.your-site.example/widget.js"${attributes.join("")} defer></script>`;
}

function apply() {
  show();
  window.CisoAdvisor?.destroy();
  document.querySelector('script[src="widget.js"]')?.remove();
  const script = document.createElement("script");
  script.src = "widget.js";
  for (const [name, value] of chosen()) script.setAttribute(`data-${name}`, value);
  document.head.append(script);
}

settings.addEventListener("input", show);
settings.addEventListener("change", apply);
copy.addEventListener("click", async () => {
  await navigator.clipboard.writeText(code.textContent);
  copy.textContent = "Copied";
  setTimeout(() => (copy.textContent = "Copy the code"), 2000);
});
