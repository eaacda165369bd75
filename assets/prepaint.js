// Runs before the first paint. It applies the theme and the type settings that the reader has saved, and marks the
// document if it is in a frame. It is inline in every page, so that the text doesn't wait for a second request. The build
// removes its comments. The loader contains it too, for pages whose server sends a policy that blocks inline scripts.
// The build puts it into a block, together with `toolbar.js` on pages with a toolbar.
const html = document.documentElement;
// The choices in src/view/toolbar/setting.rs, without the defaults. A test compares the two.
const known = " theme=light theme=sepia theme=dark theme=contrast face=sans face=legible size=1 size=2 size=4 size=5 size=6 size=7 size=8 width=narrow width=wide width=full leading=tight leading=loose leading=double spacing=wide spacing=wider align=justify ";
const isKnown = (choice) => known.includes(` ${choice} `);
// The value has the form `theme=sepia size=5`. If that form changes, the number in the key must change too.
const key = "sidelight.type/1";
const { dataset } = html;
// In a frame, or with `?embed`, the host's address decides instead of the reader's storage. Here it sets only the theme
// and the background. The program handles the host's other options, and decides if they are possible.
const asked = new URLSearchParams(location.search);
let chosen = `theme=${encodeURIComponent(asked.get("theme"))}`;
if (window.parent !== window || asked.has("embed")) {
  dataset.embed = "";
  if (asked.get("background") === "paper") dataset.background = "paper";
} else {
  try {
    chosen = localStorage.getItem(key) ?? "";
  } catch {
    // Storage is blocked, so there are no saved settings.
    chosen = "";
  }
}
for (const choice of chosen.split(" ")) {
  const [name, value] = choice.split("=");
  if (isKnown(choice)) dataset[name] = value;
}
const setScheme = () => {
  const { theme = "contrast" } = dataset;
  const meta = document.querySelector("meta[name=color-scheme]");
  const scheme = theme === "contrast" ? "light dark" : theme === "dark" ? theme : "light";
  // Setting the same value makes browsers compute all styles again.
  if (meta && meta.content !== scheme) meta.content = scheme;
};
setScheme();
