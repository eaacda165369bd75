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
    // Two of three engines have no HTTP cache for a frame without an origin. Where the host has our element, one frame loads
    // the program and gives it to the others, through ports that the element passes on. A frame takes only the bytes that
    // its page was made with. It hears the element through its own port, so nothing posted to the window counts here.
    const protocol = "sidelight/1";
    const isShared = window.name === protocol && self.origin === "null" && window.crypto?.subtle;
    // Resolves to the bytes of the program, or to null if this frame has to load them.
    const ask = async (port, other) => {
      const answer = new Promise((resolve) => {
        setTimeout(resolve, 3000);
        port.onmessage = ({ data }) => resolve(data);
      });
      port.postMessage(digest);
      parent.postMessage({ protocol, type: "program" }, "*", [other]);
      const bytes = await answer;
      if (!(bytes instanceof ArrayBuffer)) return null;
      port.close();
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("") === digest ? bytes : null;
    };
    // Returns the bytes of the program. All of them are there before any is compiled: with streaming, Firefox 140 stopped
    // compiling in all pages of a process after pages were left meanwhile (docs/assurance.md).
    const load = async () => {
      const response = await fetch(url(wasm));
      if (!response.ok) throw new TypeError(`the server answered with ${response.status}`);
      return response.arrayBuffer();
    };
    // Loads the program, and gives it to up to 99 frames whose ports come through this one.
    const loadToShare = (port) => {
      const loading = load();
      const bytes = loading.catch(() => null);
      let given = 0;
      port.onmessage = ({ ports: [other] }) => {
        if (!other) return;
        other.onmessage = async ({ data }) => {
          if (given++ < 99) other.postMessage(data === digest ? await bytes : null);
        };
      };
      return loading;
    };
    const share = async () => {
      const { port1, port2 } = new MessageChannel();
      return (await ask(port1, port2).catch(() => null)) ?? loadToShare(port1);
    };
    const start = async () => {
      try {
        // An import would otherwise be looked up beside this script, not beside the page.
        const [program, module_or_path] = await Promise.all([import(url(glue)), isShared ? share() : load()]);
        await program.default({ module_or_path });
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
