// Runs before the first paint. It applies the theme and the type settings that the reader has saved, and marks the
// document if it is in a frame. It is inline in every page, so that the text doesn't wait for a second request. The build
// removes its comments. The loader contains it too, for pages whose server sends a policy that blocks inline scripts.
//
// Its listeners serve the toolbar, which is a part of the page, until the program runs and after. They only read and set
// attributes, so that they work in any state of the program.
{
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

  const hasListeners = Symbol.for("sidelight.prepaint");
  if (!(hasListeners in window)) {
    window[hasListeners] = true;
    if (typeof WebAssembly === "object") dataset.program = "loads";
    const listen = (kind, act) => document.addEventListener(kind, act, true);
    const radios = () => [...document.querySelectorAll("#type-form input")];
    const choiceOf = ({ name, value }) => `${name}=${value}`;
    const save = () => {
      setScheme();
      let saved = true;
      const choices = radios().map(choiceOf).filter((choice) => {
        const [name, value] = choice.split("=");
        return isKnown(choice) && dataset[name] === value;
      });
      try {
        if (choices.length) localStorage.setItem(key, choices.join(" "));
        else localStorage.removeItem(key);
      } catch {
        saved = false;
      }
      document.querySelector(".settings-said > span").hidden = saved;
    };
    // Checks the radio buttons of the current settings. The default of a setting is the choice that isn't known.
    const check = () => {
      for (const radio of radios()) {
        const { name, value } = radio;
        radio.checked = isKnown(`${name}=${dataset[name]}`) ? dataset[name] === value : !isKnown(choiceOf(radio));
      }
    };
    listen("change", ({ target }) => {
      if (target.form?.id !== "type-form") return;
      if (isKnown(choiceOf(target))) dataset[target.name] = target.value;
      else delete dataset[target.name];
      save();
    });
    listen("reset", ({ target }) => {
      if (target.id !== "type-form") return;
      for (const { name } of radios()) delete dataset[name];
      save();
      // The browser resets the form after this.
      setTimeout(check);
    });
    // A panel that opens shows the current settings.
    listen("beforetoggle", ({ target }) => {
      if (target.id === "panel-type") check();
    });
    // It also gets the focus. The browser gives it back when the panel closes.
    listen("toggle", ({ target, newState }) => {
      if (newState === "open" && target.matches(".tool-panel")) {
        (target.querySelector(".search-field") ?? target).focus({ preventScroll: true });
      }
    });
    // Without the loader, no program comes.
    listen("error", ({ target }) => {
      if (target.id === "boot") delete dataset.program;
    });
    listen("click", ({ target }) => {
      target.closest?.(".tool-panel a[href^='#']")?.closest("[popover]").hidePopover();
    });
  }
}
