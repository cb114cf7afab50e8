"use strict";
(() => {
  const entries = Array.from(document.querySelectorAll("article"));
  const levels = Array.from(document.querySelectorAll("input[name=level]"));
  const host = document.getElementById("host");
  const module = document.getElementById("module");
  const words = document.getElementById("words");
  const shown = document.getElementById("shown");
  const texts = new Map();
  const textOf = entry => {
    if (!texts.has(entry)) texts.set(entry, entry.textContent.toLowerCase());
    return texts.get(entry);
  };
  const apply = () => {
    const on = new Set(levels.filter(box => box.checked).map(box => box.value));
    const wanted = words.value.toLowerCase().split(" ").filter(word => word);
    let count = 0;
    for (const entry of entries) {
      const fits = on.has(entry.dataset.level)
        && (host.value === "" || entry.dataset.host === host.value)
        && (module.value === "" || entry.dataset.module === module.value)
        && wanted.every(word => textOf(entry).includes(word));
      entry.hidden = !fits;
      if (fits) count++;
    }
    for (const section of document.querySelectorAll("section[data-level]")) {
      section.hidden = !section.querySelector("article:not([hidden])") && !section.querySelector(".said");
    }
    shown.textContent = count + " of " + entries.length + " entries shown";
  };
  for (const box of levels) box.addEventListener("change", apply);
  host.addEventListener("change", apply);
  module.addEventListener("change", apply);
  words.addEventListener("input", apply);
  for (const button of document.querySelectorAll("button[data-module]")) {
    button.addEventListener("click", () => { module.value = button.dataset.module; apply(); });
  }
  for (const button of document.querySelectorAll("button[data-host]")) {
    button.addEventListener("click", () => { host.value = button.dataset.host; apply(); });
  }
  apply();
})();
