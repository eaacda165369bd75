// The host's side of an embedded page. Loaded once or more often, it makes this element work:
//   <sidelight-article src="https://example.org/slug/" box="casualties">what is there without it</sidelight-article>
(() => {
  "use strict";
  const NAME = "sidelight-article";
  if (customElements.get(NAME)) return;
  const PROTOCOL = "sidelight/1";
  const OPTIONS = ["theme", "ui", "open", "compact", "scroll", "accent"];
  const TALLEST = 1e6;
  const LARGEST = 4e6;
  // The programs of pages, by address. Of what a frame without an origin loads, two of three browsers keep nothing, and
  // twenty frames would load it twenty times. So the first that loads one hands it on, and those that come later wait for it.
  const programs = new Map();
  const share = (address, bytes, answer) => {
    const known = programs.get(address);
    if (!known) {
      let arrive;
      const arrival = new Promise((resolve) => (arrive = resolve));
      if (programs.size < 9) programs.set(address, { arrive, arrival });
      answer();
    } else if (!bytes) known.arrival.then(answer);
    else if (bytes.byteLength < LARGEST) known.arrive(bytes);
  };
  const SHEET = new CSSStyleSheet();
  SHEET.replaceSync(":host{display:block;box-sizing:border-box;width:100%}:host([hidden]){display:none}iframe{display:block;width:100%;border:0}");

  customElements.define(
    NAME,
    class extends HTMLElement {
      static observedAttributes = ["src", "box", "height", "title", ...OPTIONS];
      #frame = null;
      #changed = false;
      #hear = (event) => {
        if (this.#frame && event.source === this.#frame.contentWindow) this.#take(event.data);
      };

      connectedCallback() {
        addEventListener("message", this.#hear);
        this.#show();
      }

      disconnectedCallback() {
        removeEventListener("message", this.#hear);
        this.#frame?.remove();
        this.#frame = null;
      }

      // Several attributes set at once make one new frame.
      attributeChangedCallback() {
        if (!this.#frame || this.#changed) return;
        this.#changed = true;
        queueMicrotask(() => {
          this.#changed = false;
          if (this.#frame) this.#show();
        });
      }

      // Takes the element away with all that belongs to it.
      destroy() {
        this.remove();
        this.shadowRoot?.replaceChildren();
      }

      #address() {
        const url = new URL(this.getAttribute("src") ?? "", document.baseURI);
        if (!/^https?:$/.test(url.protocol) || !this.hasAttribute("src")) throw new TypeError("src is not an http address");
        const box = this.getAttribute("box");
        if (box) url.pathname = url.pathname.replace(/\/?$/, `/${encodeURIComponent(box)}/`);
        url.searchParams.set("embed", "");
        for (const name of OPTIONS) if (this.hasAttribute(name)) url.searchParams.set(name, this.getAttribute(name));
        return url.href;
      }

      #show() {
        let src;
        try {
          src = this.#address();
        } catch (error) {
          return console.warn(`Sidelight: <${NAME}> shows what is in it: ${error.message}.`);
        }
        if (!this.shadowRoot) this.attachShadow({ mode: "open" }).adoptedStyleSheets = [SHEET];
        const frame = document.createElement("iframe");
        // By this name the page knows that its host is an element of ours.
        frame.name = PROTOCOL;
        frame.title = this.title || this.querySelector("a")?.textContent.trim() || "Sidelight";
        frame.loading = "lazy";
        frame.referrerPolicy = "no-referrer";
        frame.allow = "clipboard-write; web-share";
        frame.sandbox = "allow-scripts allow-popups allow-popups-to-escape-sandbox";
        frame.height = parseInt(this.getAttribute("height"), 10) || 480;
        frame.src = src;
        this.#frame = frame;
        this.shadowRoot.replaceChildren(frame);
      }

      #take(said) {
        if (said?.protocol !== PROTOCOL) return;
        const { type, height, top } = said;
        const frame = this.#frame;
        const answer = (message) => frame.contentWindow?.postMessage({ protocol: PROTOCOL, ...message }, "*");
        if (type === "ready") answer({ type: "hello", events: this.hasAttribute("events") });
        else if (type === "program") return share(said.address, said.bytes, (bytes) => answer({ type, bytes }));
        else if (type === "height") {
          if (!(height > 0 && height < TALLEST) || this.hasAttribute("scroll")) return;
          this.#frame.height = Math.ceil(height);
        } else if (type === "scroll") {
          // Only for a reader who is in the frame.
          if (top >= 0 && this.shadowRoot.activeElement === this.#frame) scrollBy(0, this.#frame.getBoundingClientRect().top + Math.min(top, TALLEST));
          return;
        } else if (type !== "open" && type !== "passage") return;
        if (this.hasAttribute("events")) {
          const { protocol, type: _, ...detail } = said;
          this.dispatchEvent(new CustomEvent(`sidelight:${type}`, { bubbles: true, composed: true, detail }));
        }
      }
    },
  );
})();
