// Loads the program that a page is better with, once the page itself is there. Nothing readable waits for it.
(() => {
  "use strict";
  const script = document.currentScript;
  const root = document.getElementById("sidelight");
  const started = Symbol.for("sidelight.boot");
  if (!script || !root || started in window) return;
  window[started] = true;

  const fail = (reason, error) => {
    console.warn(`Sidelight: ${reason}`, error ?? "");
    performance.mark("sidelight:failed");
    if (root.dataset.sidelight === "package" && !document.getElementById("article")) {
      root.textContent = `This article can’t be shown: ${reason}`;
    }
  };
  if (typeof WebAssembly !== "object") {
    return fail("this browser has no WebAssembly, or it is switched off.");
  }
  const { glue, wasm } = script.dataset;
  if (!glue || !wasm) return fail("the page doesn’t say where its program is.");
  // An import would otherwise be looked up beside this script, not beside the page.
  const url = (path) => new URL(path, document.baseURI).href;
  const start = async () => {
    try {
      const program = await import(url(glue));
      await program.default({ module_or_path: url(wasm) });
    } catch (error) {
      fail("its program couldn’t be loaded or started.", error);
    }
  };
  // Not before the page has been painted, which is when a frame has passed; in a page that nobody sees none does.
  const startWhenPainted = () => requestAnimationFrame(() => setTimeout(start));
  if (document.readyState === "complete") startWhenPainted();
  else addEventListener("load", startWhenPainted, { once: true });
})();
