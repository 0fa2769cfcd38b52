// upload.js: a file goes piece by piece as soon as it is chosen (tus 1.0), a photograph made smaller first. A cut line,
// a reload and the next day lose nothing. Whatever fails for good stays in its field and goes with the form.
//
// <div class="upload" data-up="where it begins" data-slot="name of the field"
//      data-resume="address" data-name data-mark data-bytes: of one that was cut off>

const words = document.getElementById('upload-words').dataset;
const busy = new Map(); // box -> promise of its end

function ask(way, method, url, headers, body) {
  return new Promise((resolve, reject) => {
    const request = (way.request = new XMLHttpRequest());
    request.open(method, url);
    request.timeout = 9e4;
    request.setRequestHeader('Tus-Resumable', '1.0.0');
    for (const name in headers) request.setRequestHeader(name, headers[name]);
    request.upload.onprogress = (event) => body && way.show(event.loaded);
    request.onload = () => (request.status < 400 ? resolve : reject)(request);
    request.onerror = request.ontimeout = request.onabort = () => reject(request);
    request.send(body);
  });
}

// Not below what can still be read: a long page keeps the width of its lines. Drawn upright, as its camera was held.
async function shrink(file) {
  if (!/^image\/(jpeg|png)$/.test(file.type) || file.size <= words.above) return file;
  const picture = new Image();
  picture.src = URL.createObjectURL(file);
  try {
    await picture.decode();
    const { width, height } = picture;
    const scale = Math.min(1, Math.max(words.edge / Math.max(width, height), words.least / Math.min(width, height)));
    const canvas = document.createElement('canvas');
    canvas.width = width * scale;
    canvas.height = height * scale;
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, width, height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const small = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', words.quality / 100));
    if (small.size < file.size) return new File([small], `${file.name.replace(/\.\w+$/, '')}.jpg`, { type: small.type });
  } catch {
    // As it is, then.
  } finally {
    URL.revokeObjectURL(picture.src);
  }
  return file;
}

const isNo = ({ status }) => status > 399 && status < 500;
const coded = (text) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
const pause = (ms) =>
  new Promise((on) => {
    setTimeout(on, ms);
    addEventListener('online', on, { once: true });
  });

// Gives the digest of the whole; throws what the server said no with, or nothing where the line stays dead.
async function send(way, file, mark) {
  const { box } = way;
  const { resume, up, slot } = box.dataset;
  const fits = file.name === box.dataset.name && mark === box.dataset.mark && file.size === Number(box.dataset.bytes);
  let url = resume && fits ? resume : '';
  delete box.dataset.resume;
  let at = url ? -1 : 0;
  way.size = file.size;
  for (let failed = 0; ; ) {
    if (way.isOver) throw 0;
    try {
      let said;
      if (!url) {
        const told = { filename: file.name, filetype: file.type, slot, mark };
        said = await ask(way, 'POST', up, {
          'Upload-Length': file.size,
          'Upload-Metadata': Object.keys(told).map((key) => `${key} ${coded(told[key])}`).join(),
        });
        url = way.url = said.getResponseHeader('Location');
      } else if (at < 0) {
        way.url = url;
        said = await ask(way, 'HEAD', url);
      } else {
        said = await ask(way, 'PATCH', url, { 'Upload-Offset': at, 'Content-Type': 'application/offset+octet-stream' },
          file.slice(at, at + Number(words.piece)));
        failed = 0;
      }
      way.at = at = Number(said.getResponseHeader('Upload-Offset'));
      way.show(0);
      const digest = said.getResponseHeader('Upload-Sha256');
      if (digest) return digest;
    } catch (answer) {
      if (way.isOver || !('status' in answer)) throw answer;
      if (url && [404, 410].includes(answer.status)) url = '';
      else if ((isNo(answer) && ![409, 423].includes(answer.status)) || failed > 7) throw answer;
      at = -1;
      way.say(words.again);
      await pause(500 * 2 ** failed++);
    }
  }
}

function put(way, name, size, digest) {
  const { box } = way;
  const line = document.createElement('p');
  const typed = document.createElement('input');
  line.className = 'field__file';
  line.textContent = `${name} · ${Math.ceil(size / 1024)} KB`;
  Object.assign(typed, { type: 'hidden', name: box.dataset.slot, value: digest });
  for (const old of way.isFirst ? box.querySelectorAll('.field__file, input[type=hidden], .upload__resume') : []) old.remove();
  way.isFirst = false;
  box.prepend(line, typed);
}

async function take(box, input) {
  const files = [...input.files];
  const bar = box.querySelector('[data-way]');
  const said = box.querySelector('[data-said]');
  const left = new DataTransfer();
  input.value = '';
  bar.hidden = false;
  for (const file of files) {
    let quarter = 0;
    const way = {
      box, at: 0, size: file.size, isFirst: file === files[0],
      say: (sentence) => (said.textContent = sentence),
      show(loaded) {
        const percent = Math.floor((100 * (this.at + loaded)) / this.size);
        bar.firstElementChild.value = percent;
        bar.querySelector('[data-percent]').textContent = `${file.name} ${percent}%`;
        if (percent >= 25 * (quarter + 1)) {
          quarter = Math.floor(percent / 25);
          this.say(words.busy.replace('#', percent));
        }
      },
    };
    bar.querySelector('[data-cancel]').onclick = () => {
      way.isOver = true;
      way.request?.abort();
    };
    try {
      const small = await shrink(file);
      const digest = await send(way, small, `${file.size}-${file.lastModified}`);
      if (way.isOver) throw 0;
      put(way, small.name, small.size, digest);
      way.say(words.done);
    } catch (answer) {
      way.say(way.isOver ? words.gone : isNo(answer) ? answer.responseText : words.whole);
      if (way.isOver && way.url) ask({ show() {} }, 'DELETE', way.url).catch(() => {});
      else if (!isNo(answer)) left.items.add(file);
    }
  }
  bar.hidden = true;
  box.querySelector('[type=file][name]').files = left.files;
}

document.addEventListener('change', ({ target }) => {
  const box = target.closest('[data-up]');
  if (!box || !target.files?.length) return;
  const end = Promise.resolve(busy.get(box)).then(() => take(box, target));
  busy.set(box, end);
  end.finally(() => busy.get(box) === end && busy.delete(box));
});

// A form waits for what is on its way.
document.addEventListener('submit', async (event) => {
  const waits = [...busy].filter(([box]) => event.target.contains(box));
  if (!waits.length) return;
  event.preventDefault();
  for (const [box] of waits) box.querySelector('[data-said]').textContent = words.wait;
  await Promise.allSettled(waits.map(([, end]) => end));
  (event.submitter || event.target.querySelector('[type=submit]')).click();
}, true);
