// Before the first paint: gives the page the type and colours that its reader has chosen, and tells its styles whether it is
// in a frame. It stands in the page itself, so that nothing readable waits for a second request; the press leaves out lines
// like these. The loader begins with it too, for pages whose server sends a policy that lets nothing in a page run.
{
  const html = document.documentElement;
  // As in src/view/chrome/settings.rs, without what holds where nothing is chosen; a test compares the two.
  const known = " theme=light theme=sepia theme=dark theme=contrast face=sans face=legible size=1 size=2 size=4 size=5 size=6 size=7 size=8 width=narrow width=wide width=full leading=tight leading=loose leading=double spacing=wide spacing=wider align=justify ";
  // In a frame, or as in one, the host is asked instead of the reader's storage. The rest of what it asks for, and whether
  // it can be had, is seen to by the program.
  const asked = new URLSearchParams(location.search);
  let chosen = `theme=${encodeURIComponent(asked.get("theme"))}`;
  if (window.parent !== window || asked.has("embed")) html.dataset.embed = "";
  else {
    try {
      chosen = localStorage.getItem("sidelight.type/1") ?? "";
    } catch {
      // Storage is blocked: then nothing was kept either.
      chosen = "";
    }
  }
  for (const choice of chosen.split(" ")) {
    const [name, value] = choice.split("=");
    if (known.includes(` ${choice} `)) html.dataset[name] = value;
  }
  const { theme } = html.dataset;
  if (theme && theme !== "contrast") {
    document.querySelector("meta[name=color-scheme]")?.setAttribute("content", theme === "dark" ? theme : "light");
  }
}
