// Loads the program that the page is better with, after the first paint. Nothing readable waits for that.
(() => {
  "use strict";
  const script = document.currentScript;
  const started = Symbol.for("sidelight.boot");
  const url = (path) => new URL(path, document.baseURI).href;
  const begin = () => {
    const root = document.getElementById("sidelight");
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
    const { glue, wasm, digest } = script.dataset;
    if (!glue || !wasm) return fail("the page doesn’t say where its program is.");
    // Of what a frame without an origin loads, two of three browsers keep nothing. Where the host has our element, one frame
    // loads the program, and the host's page hands it on to the others. They take what they were made with and nothing else.
    const protocol = "sidelight/1";
    const isShared = window.name === protocol && self.origin === "null" && window.crypto?.subtle;
    const tell = (bytes) => parent.postMessage({ protocol, type: "program", address: url(wasm), bytes }, "*", bytes ? [bytes] : []);
    const handedOn = async () => {
      const answer = new Promise((resolve) => {
        setTimeout(resolve, 3000);
        addEventListener("message", ({ source, data }) => {
          if (source === parent && data?.protocol === protocol && data.type === "program") resolve(data.bytes);
        });
      });
      tell();
      const bytes = await answer;
      if (!(bytes instanceof ArrayBuffer)) return null;
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("") === digest ? bytes : null;
    };
    const loadToShare = async () => {
      const response = await fetch(url(wasm));
      if (response.ok) response.clone().arrayBuffer().then(tell, () => {});
      return response;
    };
    const start = async () => {
      try {
        const given = isShared && handedOn();
        // An import would otherwise be looked up beside this script, not beside the page.
        const program = await import(url(glue));
        await program.default({ module_or_path: isShared ? (await given) ?? loadToShare() : url(wasm) });
      } catch (error) {
        fail("its program couldn’t be loaded or started.", error);
      }
    };
    // Not before the page has been painted. Browsers say when, but not of every page: one opened at a fragment, say.
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
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin, { once: true });
})();
