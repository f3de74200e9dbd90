"use strict";
const form = document.querySelector("form");
const cases = [...document.querySelectorAll("[data-verdict]")];
const texts = cases.map((one) => one.textContent.toLowerCase());
const shown = document.querySelector("output");

function filter() {
  const verdicts = new Set(new FormData(form).getAll("verdict"));
  const words = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  cases.forEach((one, rank) => {
    const kept = verdicts.has(one.dataset.verdict) && words.every((word) => texts[rank].includes(word));
    one.hidden = !kept;
    count += kept;
  });
  shown.value = `${count} of ${cases.length} shown`;
}

form.hidden = false;
form.addEventListener("input", filter);
form.addEventListener("submit", (event) => event.preventDefault());
filter();
