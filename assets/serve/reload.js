// Added to pages by `sidelight serve` only. It reloads the page after a build, keeps the scroll position, and shows the
// errors in the articles. It sets styles through the CSS object model, which a strict content security policy allows.
(() => {
  // A frame without an origin has no storage and gets no events.
  if (self.origin === "null") return;
  const own = document.currentScript;
  const place = "sidelight-place:" + location.pathname;

  const kept = sessionStorage.getItem(place);
  if (kept) {
    sessionStorage.removeItem(place);
    addEventListener("load", () => scrollTo({ top: Number(kept), behavior: "instant" }));
  }

  let shown = null;
  const show = (diagnostics) => {
    shown?.remove();
    shown = null;
    if (!diagnostics) return;
    shown = document.createElement("details");
    shown.id = "sidelight-diagnostics";
    shown.open = true;
    shown.lang = "en";
    shown.setAttribute("role", "alert");
    shown.style.cssText =
      "position:fixed;inset:auto 0 0 0;z-index:2147483647;max-height:60vh;overflow:auto;padding:0.75rem 1rem;" +
      "background:#2b0f0f;color:#fff;border-top:4px solid #ff6b5e;text-align:left;direction:ltr";
    const summary = document.createElement("summary");
    summary.textContent = "Build errors. The page shows the last version without errors.";
    summary.style.cssText = "font:600 1rem/1.5 sans-serif;cursor:pointer";
    const text = document.createElement("pre");
    text.textContent = diagnostics;
    text.style.cssText = "margin:0.5rem 0 0;white-space:pre-wrap;font:0.85rem/1.4 monospace";
    shown.append(summary, text);
    document.body.append(shown);
  };

  const events = new EventSource(own.dataset.events);
  events.addEventListener("state", (event) => {
    const state = JSON.parse(event.data);
    if (state.site !== own.dataset.site) {
      events.close();
      sessionStorage.setItem(place, String(scrollY));
      location.reload();
      return;
    }
    show(state.diagnostics);
  });
})();
