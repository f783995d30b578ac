// Imports: sends files and folders in parts.
import { bind } from "./keys.js";

const PART = 100; // files a request
const PART_BYTES = 8_000_000; // so that progress moves

bind({});
sending(document.getElementById("send"));

function sending(form) {
  const alert = document.getElementById("alert");
  const bar = document.getElementById("upload");
  const line = document.getElementById("sent-said");
  const files = document.getElementById("files");
  const folder = document.getElementById("folder");
  const token = form.elements.csrfmiddlewaretoken.value;
  let request;
  let next;

  form.querySelector(".folder").hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send([...files.files].map((file) => ({ file, path: file.name })));
  });
  folder.addEventListener("change", () => {
    send([...folder.files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
  });
  document.getElementById("stop").addEventListener("click", stop);
  for (const type of ["dragenter", "dragover"]) form.addEventListener(type, over);
  for (const type of ["dragleave", "drop"]) {
    form.addEventListener(type, () => form.classList.remove("over"));
  }
  form.addEventListener("drop", async (event) => {
    event.preventDefault();
    send(await dropped(event.dataTransfer));
  });

  function over(event) {
    event.preventDefault();
    form.classList.add("over");
  }

  async function send(found) {
    if (busy()) return;
    const all = found.filter(({ path }) => !path.split("/").some((part) => part.startsWith(".")));
    const total = weight(all);
    const problem = refusal(all.length, total);
    if (problem) return fail(problem);
    alert.hidden = true;
    told(0, total, all.length);
    show(true);
    try {
      location.assign(await upload(all, total));
    } catch (error) {
      if (error.name === "AbortError") cancel();
      else fail(error.message);
    }
  }

  function refusal(count, total) {
    const { megabytes, entries } = form.dataset;
    if (!count) return "There is no file in it to import.";
    if (count > entries) return `These are ${count.toLocaleString("en")} files: more than ${Number(entries).toLocaleString("en")} cannot be sent at once. Pack them, or send them in several imports.`;
    if (total > megabytes * 1_000_000) return `These are ${Math.ceil(total / 1_000_000)} MB: more than ${megabytes} MB cannot be sent at once. Send them in several imports, or have them put in a folder of the server.`;
    return "";
  }

  async function upload(all, total) {
    const parts = slices(all);
    const source = named(all);
    let address = form.action;
    let sent = 0;
    for (const [index, part] of parts.entries()) {
      const last = index === parts.length - 1;
      const size = weight(part);
      const answer = await post(address, body(part, source, last), (share) => told(sent + share * size, total, all.length));
      sent += size;
      if (last) return answer.page;
      address = next = answer.next;
    }
  }

  function body(part, source, last) {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", token);
    data.append("source", source);
    if (!last) data.append("more", "1");
    for (const { file, path } of part) {
      data.append("files", file, file.name);
      data.append("paths", path);
    }
    return data;
  }

  function post(address, data, moved) {
    return new Promise((resolve, reject) => {
      request = new XMLHttpRequest();
      request.open("POST", address);
      request.setRequestHeader("Accept", "application/json");
      request.responseType = "json";
      request.upload.addEventListener("progress", (event) => moved(event.loaded / event.total));
      request.addEventListener("load", () => {
        if (request.status < 300 && request.response) resolve(request.response);
        else reject(new Error(request.response?.error ?? `The server answered ${request.status}.`));
      });
      request.addEventListener("error", () => reject(new Error("The server cannot be reached, or a file has changed while it was sent. Nothing was imported; try again.")));
      request.addEventListener("abort", () => reject(new DOMException("", "AbortError")));
      request.send(data);
    });
  }

  function told(bytes, total, count) {
    const share = total ? Math.min(bytes / total, 1) : 1;
    bar.value = share;
    line.textContent = `${Math.round(share * 100)} % of ${count.toLocaleString("en")} ${count === 1 ? "file" : "files"}, ${said(total)}`;
  }

  function busy() {
    return form.classList.contains("busy");
  }

  function show(on) {
    form.classList.toggle("busy", on);
    form.querySelector(".sending").hidden = !on;
    form.querySelector(".pickers").hidden = on;
  }

  function fail(text) {
    show(false);
    files.value = folder.value = "";
    alert.textContent = text;
    alert.hidden = false;
  }

  function stop() {
    request?.abort();
  }

  // What was sent so far is of no use to anybody.
  function cancel() {
    if (next) post(new URL("../cancel/", new URL(next, location)), new FormData(form), () => {}).catch(() => {});
    next = "";
    fail("Stopped. Nothing was imported.");
  }
}

const said = (bytes) => (bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`);
const weight = (all) => all.reduce((sum, { file }) => sum + file.size, 0); // bytes

function slices(all) {
  const parts = [];
  let room = 0;
  for (const one of all) {
    if (!parts.length || parts.at(-1).length === PART || one.file.size > room) {
      parts.push([]);
      room = PART_BYTES;
    }
    parts.at(-1).push(one);
    room -= one.file.size;
  }
  return parts;
}

function named(all) {
  const [{ path, file }] = all;
  if (all.length === 1) return file.name;
  const top = path.split("/")[0];
  if (path.includes("/") && all.every((one) => one.path.startsWith(`${top}/`))) return top;
  return `${file.name} and ${(all.length - 1).toLocaleString("en")} more`;
}

// Files and whole folders that were dropped. Entries must be taken before the first await.
async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
  const found = [];
  for (const entry of entries) await walk(entry, found);
  return found;
}

async function walk(entry, found) {
  if (entry.name.startsWith(".")) return;
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    found.push({ file, path: entry.fullPath.replace(/^\//, "") });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return;
    for (const one of some) await walk(one, found);
  }
}
