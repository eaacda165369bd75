// Loads the program that a page is better with, once the page itself is there. Nothing readable waits for it.
(() => {
  "use strict";
  const script = document.currentScript;
  const root = document.getElementById("sidelight");
  const started = Symbol.for("sidelight.boot");
  if (!script || !root || started in window) return;
  window[started] = true;

  // In a frame, or as in one: styles go by it from the first painting on. The rest of what is asked for, and whether it
  // can be had, is seen to by the program.
  const asked = new URLSearchParams(location.search);
  if (window.parent !== window || asked.has("embed")) {
    const { dataset } = document.documentElement;
    dataset.embed = "";
    if (/^(light|sepia|dark|contrast)$/.test(asked.get("theme"))) dataset.theme = asked.get("theme");
  }

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
  // Not before the page has been painted. Browsers say when, but not of every page: one opened at a fragment, say.
  const startWhenPainted = () => {
    let waiting = true;
    const startOnce = () => {
      if (waiting) start();
      waiting = false;
    };
    setTimeout(startOnce, 500);
    if (window.PerformanceObserver?.supportedEntryTypes?.includes("paint")) {
      new PerformanceObserver(startOnce).observe({ type: "paint", buffered: true });
    }
  };
  if (document.readyState === "complete") startWhenPainted();
  else addEventListener("load", startWhenPainted, { once: true });
})();
