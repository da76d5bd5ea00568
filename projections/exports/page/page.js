"use strict";
(() => {
  const given = JSON.parse(document.getElementById("data").textContent);
  const words = given.words, subjects = given.subjects, MOST = 500;

  function element(name, text, parent, attributes) {
    const made = document.createElement(name);
    if (text !== null) made.textContent = text;
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    if (parent) parent.append(made);
    return made;
  }

  function labelled(text, control, parent) {
    const label = element("label", text, parent);
    label.append(control);
    return control;
  }

  // What the fields hold after the first so many of a subject's changes.
  function after(course, count) {
    const held = new Map();
    for (const step of course.slice(0, count)) {
      for (const [field, value] of Object.entries(step[2])) held.set(field, value);
    }
    return held;
  }

  function differences(course, first, last) {
    const before = after(course, first), now = after(course, last), found = [];
    for (const field of now.keys()) before.has(field) || before.set(field, words.nothing);
    for (const [field, was] of before) {
      const is = now.has(field) ? now.get(field) : words.nothing;
      if (is !== was) found.push([field, was, is]);
    }
    return found;
  }

  function table(heads, rows, parent) {
    const box = element("div", null, parent, { class: "wide", tabindex: "0" });
    const made = element("table", null, box);
    const head = element("tr", null, element("thead", null, made));
    for (const text of heads) element("th", text, head, { scope: "col" });
    const body = element("tbody", null, made);
    for (const row of rows.slice(0, MOST)) {
      const line = element("tr", null, body);
      row.forEach((text, place) => element(place ? "td" : "th", text, line, place ? {} : { scope: "row" }));
    }
    if (rows.length > MOST) element("p", `${rows.length - MOST} ${words.more}`, parent, { class: "caution" });
  }

  function shown(answer, heads, rows) {
    answer.replaceChildren();
    if (rows.length) table(heads, rows, answer);
    else element("p", words.none, answer);
  }

  function compareOne(place) {
    const courses = subjects[place.dataset.stream];
    if (!courses) return;
    const choice = element("div", null, place, { class: "choice" });
    const axis = labelled(words.axis, element("select", null, null), choice);
    for (const name of ["legal", "known"]) element("option", words[name], axis, { value: name });
    const from = labelled(words.from, element("select", null, null), choice);
    const to = labelled(words.to, element("select", null, null), choice);
    const answer = element("div", null, place, { "aria-live": "polite" });

    function answered() {
      const course = courses[axis.value], ends = [Number(from.value), Number(to.value)].sort((a, b) => a - b);
      shown(answer, [words.field, words.before, words.after], differences(course, ends[0], ends[1]));
    }
    function listed() {
      const course = courses[axis.value];
      for (const select of [from, to]) {
        select.replaceChildren();
        element("option", words.start, select, { value: "0" });
        course.forEach((step, place) => element("option", step[0], select, { value: String(place + 1) }));
      }
      from.value = String(Math.max(0, course.length - 2));
      to.value = String(course.length);
      answered();
    }
    axis.addEventListener("change", listed);
    from.addEventListener("change", answered);
    to.addEventListener("change", answered);
    listed();
  }

  function compareAll(place) {
    place.replaceChildren();
    const days = Object.values(subjects).flatMap((one) => one.legal.map((step) => step[1])).sort();
    if (!days.length) return;
    const choice = element("div", null, place, { class: "choice" });
    const from = labelled(words.from, element("input", null, null, { type: "date", value: days[Math.floor(days.length / 2)] }), choice);
    const to = labelled(words.to, element("input", null, null, { type: "date", value: days[days.length - 1] }), choice);
    const answer = element("div", null, place, { "aria-live": "polite" });

    function answered() {
      if (!from.value || !to.value) return;
      const ends = [from.value, to.value].sort(), rows = [];
      for (const [stream, courses] of Object.entries(subjects)) {
        const count = (day) => courses.legal.filter((step) => step[1] <= day).length;
        for (const line of differences(courses.legal, count(ends[0]), count(ends[1]))) rows.push([stream, ...line]);
      }
      shown(answer, [words.subject, words.field, words.before, words.after], rows);
    }
    from.addEventListener("change", answered);
    to.addEventListener("change", answered);
    answered();
  }

  // A link into something folded unfolds it.
  function unfold() {
    let part = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
  }

  // On paper nothing can be unfolded: all of it is printed, and then folded again as it was.
  const folded = [];
  addEventListener("beforeprint", () => {
    folded.push(...document.querySelectorAll("details:not([open])"));
    for (const part of folded) part.open = true;
  });
  addEventListener("afterprint", () => {
    for (const part of folded.splice(0)) part.open = false;
  });
  for (const said of document.querySelectorAll(".folded")) said.remove();

  for (const place of document.querySelectorAll(".compare")) {
    place.closest("details").addEventListener("toggle", () => compareOne(place), { once: true });
  }
  document.querySelectorAll(".compare-all").forEach(compareAll);
  addEventListener("hashchange", unfold);
  unfold();
})();
