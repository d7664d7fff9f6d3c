// Moves levers, asks the server, and puts what it says in its place.
//
// One request is under way at most: a new one ends the one before. An answer comes line by line, first
// a preview of few replications, then narrower ones. Each chart is set up once; after that only its
// data are replaced.

const WAIT = 20; // milliseconds in which a lever that is still moving may move on
const KEPT = /^(pinned_(?!text$)|precision$|seed$)/; // fields that stay when another scenario is chosen

const token = document.querySelector("meta[name=token]").content;
const form = document.getElementById("setting");
const at = (id) => document.getElementById(id);
const views = new Map();
const legends = new Map();
let request = null;
let timer = 0;
let found = null;

// What the form says. Levers at their start are left out, so that links and scenarios stay short.

function fields() {
  const said = {};
  for (const [name, value] of new FormData(form)) {
    const start = form.elements[name]?.dataset?.start;
    if (name === "token" || value === "" || value === start) continue;
    said[name] = value;
  }
  return said;
}

function ask(wait = WAIT) {
  clearTimeout(timer);
  request?.abort();
  document.body.dataset.state = "asked";
  timer = setTimeout(send, wait, performance.now());
}

async function send(begun) {
  const mine = new AbortController();
  request = mine;
  try {
    const reply = await fetch("/answer", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Page-Token": token },
      body: JSON.stringify(fields()),
      signal: mine.signal,
    });
    if (reply.status === 503) return ask(1000 * reply.headers.get("Retry-After"));
    if (!reply.ok) return refuse((await reply.json()).problem);
    let shown = false;
    for await (const line of lines(reply.body)) {
      const told = JSON.parse(line);
      if (mine.signal.aborted) return;
      if (told.problem) return shown ? stop(told.problem) : refuse(told.problem);
      await show(told);
      shown = true;
      if (mine.signal.aborted) return;
      performance.measure(`drawn ${told.replications}`, { start: begun });
      document.body.dataset.replications = told.replications;
      document.body.dataset.state = told.final ? "final" : "narrowing";
      if (told.final) say(`Answer of ${told.replications.toLocaleString("en-GB")} replications.`);
    }
  } catch (error) {
    if (mine.signal.aborted) return;
    refuse("The simulator cannot be reached. Start it again with: sim serve");
  } finally {
    if (request === mine) request = null;
  }
}

async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const parts = (rest + value).split("\n");
    rest = parts.pop();
    yield* parts;
  }
}

function refuse(problem) {
  const { text, ...asked } = fields(); // a text is in no link
  history.replaceState(null, "", `/?${new URLSearchParams(asked)}`);
  at("problem").textContent = problem;
  at("problem").hidden = false;
  at("found").hidden = true; // it answers another setting
  say("There is no answer to this setting. What is wrong is said below.");
  document.body.dataset.state = "refused";
}

// What was found so far stays: it answers this setting, if not as precisely as was asked.
function stop(problem) {
  at("problem").textContent = problem;
  at("problem").hidden = false;
  say("The answer is not as precise as was asked. Why is said below.");
  document.body.dataset.state = "stopped";
}

async function show(told) {
  found = told;
  at("problem").hidden = true;
  at("found").hidden = false;
  at("sentence").textContent = told.sentence;
  at("difference").textContent = told.difference;
  at("difference").hidden = !told.difference;
  at("rests").textContent = told.rests;
  at("yaml").textContent = told.yaml;
  at("command").textContent = told.command;
  fill("indicators", told.indicators);
  fill("differences", told.differences);
  at("compared").hidden = told.differences.length === 0;
  history.replaceState(null, "", told.link);
  await Promise.all(Object.entries(told.charts).map(([name, chart]) => draw(name, chart)));
}

// What is said again is heard again: the next answer may be of as many replications.
function say(text) {
  at("status").textContent = text;
}

function fill(table, rows) {
  const body = at(table).tBodies[0];
  body.replaceChildren(
    ...rows.map(([first, ...cells]) => {
      const row = document.createElement("tr");
      const head = document.createElement("th");
      head.scope = "row";
      head.textContent = first;
      row.append(head);
      for (const cell of cells) row.insertCell().textContent = cell;
      return row;
    }),
  );
}

async function draw(name, chart) {
  const figure = at(`chart-${name}`);
  for (const part of ["title", "drawn", "condition", "source"]) {
    figure.querySelector(`.${part}`).textContent = chart[part];
  }
  figure.querySelector(".alternative").setAttribute("aria-label", chart.alternative);
  const view = await views.get(name);
  for (const [dataset, rows] of Object.entries(chart.data)) view.data(dataset, rows);
  const legend = JSON.stringify(chart.data.key);
  if (legends.get(name) !== legend) view.resize(); // it may take more room, or less
  legends.set(name, legend);
  await view.runAsync();
}

async function setUp() {
  const specs = await (await fetch("/assets/charts.json")).json();
  for (const [name, spec] of Object.entries(specs)) {
    const drawing = at(`chart-${name}`).querySelector(".drawing");
    const options = {
      mode: "vega",
      ast: true, // expressions are interpreted: nothing here needs eval
      renderer: "svg",
      actions: false,
      tooltip: false,
      defaultStyle: false,
      logLevel: 1, // errors only: a dataset that is empty is nothing to warn of
    };
    views.set(
      name,
      vegaEmbed(drawing, spec, options).then(({ view }) => view),
    );
  }
}

// Levers: a slider and a number each, which follow one another.

function pair(slider) {
  const number = at(slider.dataset.for);
  slider.hidden = false;
  slider.addEventListener("input", () => {
    number.value = slider.value;
    mark(number);
    ask();
  });
  number.addEventListener("input", () => {
    slider.value = number.value || number.dataset.start;
    mark(number);
    if (number.value !== "" && number.checkValidity()) ask();
  });
  number.addEventListener("change", () => {
    if (number.value === "") number.value = number.dataset.start;
    number.reportValidity();
  });
  mark(number);
}

function mark(number) {
  number.closest(".lever").classList.toggle("moved", Number(number.value) !== Number(number.dataset.start));
}

function reset() {
  for (const slider of form.querySelectorAll("input[type=range]")) {
    const number = at(slider.dataset.for);
    number.value = slider.value = number.dataset.start;
    mark(number);
  }
  at("text").value = "";
  giveWay();
  ask();
}

// What the setting is compared with: the scenario itself, or a setting that was pinned.

function pin() {
  unpinned();
  for (const [name, value] of Object.entries({ scenario: form.elements.scenario.value, ...fields() })) {
    if (name === "seed" || name === "precision" || name.startsWith("pinned_")) continue;
    const kept = document.createElement("input");
    Object.assign(kept, { type: "hidden", className: "pinned", name: `pinned_${name}`, value });
    form.prepend(kept);
  }
  showPinned();
  ask();
}

function unpinned() {
  for (const kept of form.querySelectorAll("input.pinned")) kept.remove();
}

function showPinned() {
  at("unpin").hidden = !form.querySelector("input.pinned");
}

async function copy(text, what) {
  try {
    await navigator.clipboard.writeText(text);
    say(`${what} copied.`);
  } catch {
    say("The browser does not let this page copy; select the text instead.");
  }
}

form.addEventListener("submit", (event) => {
  const action = event.submitter?.value;
  if (action === "download") return; // the server sends a file, and the page stays as it is
  event.preventDefault();
  if (action === "reset") reset();
  else ask();
});
// Another scenario has other levers: the server writes the form anew.
at("scenario").addEventListener("change", () => {
  const kept = Object.entries(fields()).filter(([name]) => KEPT.test(name));
  location.assign(`/?${new URLSearchParams({ scenario: at("scenario").value, ...Object.fromEntries(kept) })}`);
});
// A scenario of one's own takes the place of the levers.
function giveWay() {
  at("levers").disabled = at("text").value.trim() !== "";
  at("own").hidden = !at("levers").disabled;
}

at("text").addEventListener("input", giveWay);
giveWay();
for (const id of ["precision", "seed", "text"]) at(id).addEventListener("change", () => ask());
for (const slider of form.querySelectorAll("input[type=range]")) pair(slider);
for (const id of ["pin", "copy-link", "copy-yaml"]) at(id).hidden = false;
for (const scriptless of document.querySelectorAll(".scriptless")) scriptless.hidden = true;
at("pin").addEventListener("click", pin);
at("unpin").addEventListener("click", () => {
  unpinned();
  showPinned();
  ask();
});
at("copy-link").addEventListener("click", () => copy(location.href, "Link"));
at("copy-yaml").addEventListener("click", () => copy(found?.yaml ?? "", "Scenario"));
showPinned();
at("found").hidden = false; // a chart takes the width that it finds when it is set up
await setUp();
if (at("problem").hidden) ask(0);
else refuse(at("problem").textContent); // the link asked for what cannot be
