// suite_uploads.mjs: files in pieces (tus 1.0) on bad days: lines cut at random places, the program killed between
// two pieces, the wrong offset, too large, of the wrong kind, too late, taken up again after a reload; once as a
// browser does it, once piece by piece on the wire, once with tus-js-client. The bytes at the end are the same.
import { readFile, readdir, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Upload } from 'tus-js-client';
import { demand, waitFor } from './tap.mjs';
import { Line, PIECE, Wire, digestOf, metadata, pdfOf, randomOf } from './uploads_wire.mjs';
import { PASSWORD } from './people.mjs';

const SEND = 'main form[method=post] .actions button[type=submit]';
const SLOT = 'materials.0.file';
const FILE = `main [data-slot="${SLOT}"]`;
const MB = 1024 * 1024;
const SEED = 20261128;

export async function suiteUploads(stage, tap) {
    try {
        await onTheWire(stage, tap);
        await inTheBrowser(stage, tap);
        await withAnotherClient(stage, tap);
    } finally {
        await Line.closeAll();
    }
}

/** A citizen before the materials of a filing of his own, which is thrown away afterwards or not. */
async function openMaterials(visit) {
    await visit.go('/apply');
    await visit.page.check('main [name=kind][value=civil_filing]');
    await visit.click('main form[method=post] button[type=submit]');
    const place = visit.path().replace(/[^/]*$/, 'materials');
    await visit.go(place);
    return place;
}

async function openCorrection(visit) {
    await visit.go('/my');
    await visit.click('main .card--todo [href^="/m/"]');
    await visit.click('main [href$="/do/hand_in_correction"]');
    return visit.path();
}

function is(answer, status) {
    demand(answer.status === status, `answered ${answer.status}, not ${status}: ${answer.text.slice(0, 200)}`);
    return answer;
}

async function sendRest(wire, path, bytes, from = 0) {
    let last;
    for (let at = from; at < bytes.length; at += 100_000)
        last = is(await wire.piece(path, at, bytes.subarray(at, at + 100_000)), 204);
    return last;
}

/** The bytes as the node keeps them. */
async function keptAs(stage, digest) {
    for (const node of await readdir(stage.data)) {
        const bytes = await readFile(join(stage.data, node, 'blobs', digest.slice(0, 2), digest)).catch(() => null);
        if (bytes !== null)
            return digestOf(bytes);
    }
    return 'nothing';
}

async function onTheWire(stage, tap) {
    await tap.run(stage, 'uploads: a file in pieces is the same file', async (visit) => {
        const citizen = await visit({ who: 'yi' });
        const place = await openMaterials(citizen);
        const wire = await Wire.of(citizen);
        const bytes = pdfOf(SEED, 350_001);
        const created = is(await wire.create(`${place}/up`, bytes.length, { filename: '合同.pdf', slot: SLOT }), 201);
        const path = created.headers.location;
        demand(/^\/up\/[0-9a-f]{32}$/.test(path), `is at ${path}`);
        demand(Date.parse(created.headers['upload-expires']) > Date.now() + 6 * 86_400_000, 'ends too early');
        demand(created.headers['tus-resumable'] === '1.0.0', 'does not say Tus-Resumable');
        const shown = is(await wire.ask('HEAD', path), 200);
        demand(shown.headers['upload-offset'] === '0' && shown.headers['upload-length'] === '350001',
            `stands at ${shown.headers['upload-offset']} of ${shown.headers['upload-length']}`);
        demand(shown.headers['upload-metadata'] === metadata({ filename: '合同.pdf', slot: SLOT }), 'forgets its name');
        demand(shown.headers['cache-control'] === 'no-store', 'HEAD may be kept by somebody');
        const last = await sendRest(wire, path, bytes);
        demand(last.headers['upload-sha256'] === digestOf(bytes), 'another digest');
        demand(await keptAs(stage, digestOf(bytes)) === digestOf(bytes), 'other bytes lie there');
        const again = is(await wire.ask('HEAD', path), 200);
        demand(again.headers['upload-sha256'] === digestOf(bytes), 'HEAD does not know the digest');
        is(await wire.piece(path, bytes.length, Buffer.alloc(0)), 204);
        is(await wire.piece(path, bytes.length, Buffer.from('x')), 413);
    });
    await tap.run(stage, 'uploads: what is wrong with a request is said, and nothing is lost', async (visit) => {
        const citizen = await visit({ who: 'yi' });
        const place = await openMaterials(citizen);
        const wire = await Wire.of(citizen);
        const bytes = pdfOf(SEED + 1, 5000);
        const up = `${place}/up`;
        const path = is(await wire.create(up, bytes.length), 201).headers.location;
        is(await wire.piece(path, 0, bytes.subarray(0, 2000)), 204);
        is(await wire.piece(path, 1999, bytes.subarray(1999)), 409);
        is(await wire.piece(path, 2001, bytes.subarray(2001)), 409);
        is(await wire.piece(path, 2000, bytes), 413);
        is(await wire.piece(path, 2000, bytes.subarray(2000), { 'Content-Type': 'application/pdf' }), 415);
        is(await wire.piece(path, 'x', bytes.subarray(2000)), 400);
        is(await wire.piece(path, 2000, bytes.subarray(2000), { 'Tus-Resumable': '0.2.2' }), 412);
        is(await wire.piece(path, 2000, bytes.subarray(2000), { Origin: 'http://elsewhere.example' }), 403);
        is(await wire.create(up, 50 * MB + 1), 413);
        is(await wire.create(up, 0), 422);
        is(await wire.create(up, 'many'), 400);
        is(await wire.ask('POST', up, { 'Upload-Length': '5', 'Upload-Metadata': 'a b c', 'Content-Length': '0' }), 400);
        is(await wire.ask('POST', up, { 'Upload-Defer-Length': '1', 'Content-Length': '0' }), 400);
        is(await wire.ask('HEAD', `/up/${'0'.repeat(32)}`), 404);
        demand(await wire.offset(path) === 2000, 'something of it was lost');
        const last = is(await wire.piece(path, 2000, bytes.subarray(2000)), 204);
        demand(last.headers['upload-sha256'] === digestOf(bytes), 'another digest');
        const options = await wire.ask('OPTIONS', path);
        demand(options.status === 204 && options.headers['tus-extension'] === 'creation,expiration,termination' &&
            options.headers['tus-max-size'] === String(50 * MB), 'does not say what it speaks');
    });
    await tap.run(stage, 'uploads: a file is found by nobody else, and begun only where a form may be sent',
        async (visit) => {
            const citizen = await visit({ who: 'jia' });
            const place = await openMaterials(citizen);
            const wire = await Wire.of(citizen);
            const path = is(await wire.create(`${place}/up`, 100), 201).headers.location;
            const matter = await openCorrection(citizen);
            const stranger = await visit({ who: 'yi' });
            await stranger.go('/help');
            const other = await Wire.of(stranger);
            is(await other.ask('HEAD', path), 404);
            is(await other.piece(path, 0, Buffer.alloc(10)), 404);
            is(await other.ask('DELETE', path), 404);
            is(await other.create(`${place}/up`, 100), 404);
            is(await other.create(`${matter}/up`, 100), 404);
            is(await wire.create(`${place.replace('materials', 'parties')}/up`, 100), 404);
            is(await wire.create(`${matter.replace('hand_in_correction', 'register')}/up`, 100), 409);
            is(await wire.create(`${matter.replace('hand_in_correction', 'nothing')}/up`, 100), 404);
            const nobody = new Wire(stage.origin, { Origin: stage.origin });
            is(await nobody.ask('HEAD', path), 401);
            is(await nobody.piece(path, 0, Buffer.alloc(10)), 401);
            is(await nobody.create(`${place}/up`, 100), 401);
            is(await wire.create(`${matter}/up`, 100), 201);
        });
    await tap.run(stage, 'uploads: a file that is not what it says, or of no kind that is taken, is gone', async (visit) => {
        const citizen = await visit({ who: 'yi' });
        const place = await openMaterials(citizen);
        const wire = await Wire.of(citizen);
        const wrong = [
            [{ filetype: 'image/jpeg', filename: '照片.jpg' }, pdfOf(SEED + 2, 4000), '文件内容与所称的格式不符'],
            [{ filetype: 'application/pdf', filename: '合同.pdf' }, Buffer.from('MZ\x90\0\x03\0', 'latin1'), '不接受这种文件'],
        ];
        for (const [said, bytes, sentence] of wrong) {
            const path = is(await wire.create(`${place}/up`, bytes.length, said), 201).headers.location;
            const answer = is(await wire.piece(path, 0, bytes), 415);
            demand(answer.text.includes(sentence), `says: ${answer.text}`);
            is(await wire.ask('HEAD', path), 404);
            demand(await keptAs(stage, digestOf(bytes)) === 'nothing', 'it was kept');
        }
    });
    await tap.run(stage, 'uploads: given up is gone, and makes room', async (visit) => {
        const citizen = await visit({ who: 'agent' });
        const place = await openMaterials(citizen);
        const wire = await Wire.of(citizen);
        const paths = [];
        for (let i = 0; i < 4; i++)
            paths.push(is(await wire.create(`${place}/up`, 50 * MB), 201).headers.location);
        is(await wire.create(`${place}/up`, 1), 413);
        for (const path of paths) {
            is(await wire.ask('DELETE', path), 204);
            is(await wire.ask('HEAD', path), 404);
        }
        is(await wire.create(`${place}/up`, 1), 201);
    });
    await tap.run(stage, 'uploads: killed between pieces, and whole before anybody looked, it goes on', async (visit) => {
        const citizen = await visit({ who: 'yi' });
        const place = await openMaterials(citizen);
        const wire = await Wire.of(citizen);
        const bytes = pdfOf(SEED + 3, 400_000);
        const next = randomOf(SEED);
        const path = is(await wire.create(`${place}/up`, bytes.length, { slot: SLOT }), 201).headers.location;
        for (let at = 0; at < bytes.length;) {
            const size = Math.min(1 + next(150_000), bytes.length - at);
            const last = is(await wire.piece(path, at, bytes.subarray(at, at + size)), 204);
            at += size;
            await stage.crash();
            demand(await wire.offset(path) === at, `stands at ${await wire.offset(path)}, not ${at}`);
            if (at === bytes.length)
                demand(last.headers['upload-sha256'] === digestOf(bytes), 'another digest');
        }
        demand(await keptAs(stage, digestOf(bytes)) === digestOf(bytes), 'other bytes lie there');
    });
    await tap.run(stage, 'uploads: killed when all was there and nobody had looked: HEAD finds it kept', async (visit) => {
        const citizen = await visit({ who: 'yi' });
        const place = await openMaterials(citizen);
        const wire = await Wire.of(citizen);
        const bytes = pdfOf(SEED + 4, 30_000);
        const path = is(await wire.create(`${place}/up`, bytes.length, { slot: SLOT }), 201).headers.location;
        is(await wire.piece(path, 0, bytes.subarray(0, 10_000)), 204);
        // As the disk is when the power goes between the last bytes and the look at them.
        await stage.crash(() => changeUpload(stage, path, async (part, note) => {
            await writeFile(part, bytes);
            return { ...note, offset: bytes.length };
        }));
        const shown = is(await wire.ask('HEAD', path), 200);
        demand(shown.headers['upload-sha256'] === digestOf(bytes), `says ${shown.headers['upload-sha256']}`);
        demand(await keptAs(stage, digestOf(bytes)) === digestOf(bytes), 'other bytes lie there');
    });
    await tap.run(stage, 'uploads: after its days it is told to have ended, and its bytes are gone', async (visit) => {
        const citizen = await visit({ who: 'yi' });
        const place = await openMaterials(citizen);
        const wire = await Wire.of(citizen);
        const path = is(await wire.create(`${place}/up`, 1000), 201).headers.location;
        is(await wire.piece(path, 0, Buffer.alloc(10)), 204);
        let bytes;
        await stage.crash(() => changeUpload(stage, path, async (part, note) => {
            bytes = part;
            return { ...note, ends: Date.now() - 1000 };
        }));
        is(await wire.ask('HEAD', path), 410);
        is(await wire.piece(path, 10, Buffer.alloc(10)), 410);
        demand(await readFile(bytes).then(() => false, () => true), 'its bytes are still there');
    });
    await tap.run(stage, 'uploads: a line that died without a word does not keep its owner out', async (visit) => {
        const citizen = await visit({ who: 'yi' });
        const place = await openMaterials(citizen);
        const wire = await Wire.of(citizen);
        const bytes = pdfOf(SEED + 5, 200_000);
        const path = is(await wire.create(`${place}/up`, bytes.length), 201).headers.location;
        const dead = wire.begin(path, 0, bytes.length, bytes.subarray(0, 70_000));
        const { size } = await partOf(stage, path);
        await waitFor(async () => await size() === 70_000, 'what came does not lie there at once');
        is(await wire.piece(path, 0, bytes), 423);
        await dead.over; // hung up by the program
        await waitFor(async () => await wire.offset(path) === 70_000, 'what had come was thrown away');
        await waitFor(async () => {
            const { status } = await wire.piece(path, 70_000, bytes.subarray(70_000));
            demand(status === 204 || status === 423, `answered ${status}`);
            return status === 204;
        }, 'does not go on');
        demand(await keptAs(stage, digestOf(bytes)) === digestOf(bytes), 'other bytes lie there');
    });
    await tap.run(stage, 'uploads: cut at random places, at every try, it comes to its end', async (visit) => {
        const citizen = await visit({ who: 'yi' });
        const place = await openMaterials(citizen);
        const next = randomOf(SEED + 6);
        const bytes = pdfOf(SEED + 6, 600_000);
        const line = await Line.open(stage.origin, Array.from({ length: 12 }, () => 400 + next(120_000)));
        const direct = await Wire.of(citizen);
        const wire = await Wire.of(citizen, line.origin);
        const path = is(await direct.create(`${place}/up`, bytes.length), 201).headers.location;
        let at = 0;
        await waitFor(async () => {
            const answer = await wire.piece(path, at, bytes.subarray(at)).catch(() => undefined);
            demand(answer === undefined || [204, 409, 423].includes(answer.status), `answered ${answer?.status}`);
            const before = at;
            at = await direct.offset(path);
            demand(at >= before, 'it went back');
            return at === bytes.length;
        }, 'it never comes to its end');
        demand(line.cut === 12, `was cut ${line.cut} times`);
        demand(await keptAs(stage, digestOf(bytes)) === digestOf(bytes), 'other bytes lie there');
    });
}

/** What has come of an upload, on the disk. */
async function partOf(stage, path) {
    for (const node of await readdir(stage.data)) {
        const part = join(stage.data, node, 'uploads', `${path.split('/').at(-1)}.part`);
        if (await stat(part).then(() => true, () => false))
            return { size: async () => (await stat(part)).size };
    }
    throw new Error(`nothing of ${path}`);
}

/** Between a kill and the next start: the note of an upload as somebody wants it. */
async function changeUpload(stage, path, change) {
    const id = path.split('/').at(-1);
    for (const node of await readdir(stage.data)) {
        const base = join(stage.data, node, 'uploads', id);
        const note = await readFile(`${base}.note`, 'utf8').catch(() => null);
        if (note === null)
            continue;
        const changed = await change(`${base}.part`, JSON.parse(note));
        const sorted = Object.fromEntries(Object.entries(changed).sort(([one], [other]) => one < other ? -1 : 1));
        await writeFile(`${base}.new`, JSON.stringify(sorted));
        await rename(`${base}.new`, `${base}.note`);
        return;
    }
    throw new Error(`no note of ${path}`);
}

/** A photograph of a camera, too large to send as it is: noise, a sign in its upper left corner, and, in the
 *  data of the camera, that it was held sideways. */
async function photograph(visit, width, height, orientation) {
    const coded = await visit.page.evaluate(async ([w, h]) => {
        const canvas = Object.assign(document.createElement('canvas'), { width: w, height: h });
        const pen = canvas.getContext('2d');
        const pixels = pen.createImageData(w, h);
        let state = 7;
        for (let i = 0; i < pixels.data.length; i += 4) {
            state = (state * 1103515245 + 12345) & 0x7fffffff;
            pixels.data.set([state >> 8 & 255, state >> 12 & 255, state >> 16 & 255, 255], i);
        }
        pen.putImageData(pixels, 0, 0);
        pen.fillStyle = '#f00';
        pen.fillRect(0, 0, w / 2, h / 2);
        const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.95));
        const bytes = new Uint8Array(await blob.arrayBuffer());
        let text = '';
        for (let i = 0; i < bytes.length; i += 32768)
            text += String.fromCharCode(...bytes.subarray(i, i + 32768));
        return btoa(text);
    }, [width, height]);
    const bytes = Buffer.from(coded, 'base64');
    if (orientation === undefined)
        return bytes;
    const exif = Buffer.from(`ffe100224578696600004d4d002a000000080001011200030000000100${
        orientation.toString(16).padStart(2, '0')}000000000000`, 'hex');
    return Buffer.concat([bytes.subarray(0, 2), exif, bytes.subarray(2)]);
}

const isSaid = (visit, words) => waitFor(async () =>
    (await visit.page.locator(`${FILE} [data-said]`).innerText()).includes(words), `does not say “${words}”`);

async function inTheBrowser(stage, tap) {
    await tap.run(stage, 'uploads: a photograph is made smaller and upright, and becomes a material', async (visit) => {
        const citizen = await visit({ who: 'jia', width: 390 });
        await openMaterials(citizen);
        const photo = await photograph(citizen, 2400, 1600, 6);
        demand(photo.length > MB, 'the photograph is too small for the test');
        await citizen.page.setInputFiles(`${FILE} [type=file]:not([capture])`,
            { name: '借条.jpeg', mimeType: 'image/jpeg', buffer: photo });
        await isSaid(citizen, '已经上传。');
        const digest = await citizen.page.inputValue(`${FILE} [type=hidden]`);
        const name = await citizen.text(`${FILE} .field__file`);
        demand(name.startsWith('借条.jpg · '), `is called ${name}`);
        const answer = await citizen.click(`${SEND}[name=later]`);
        demand(answer.status() === 200, `answered ${answer.status()}`);
        const bytes = await keptBytes(stage, digest);
        demand(bytes.length < photo.length * 0.8, `${bytes.length} bytes of ${photo.length}`);
        demand(!bytes.includes('Exif'), 'says more than the picture');
        const seen = await citizen.page.evaluate(async (coded) => {
            const picture = new Image();
            picture.src = `data:image/jpeg;base64,${coded}`;
            await picture.decode();
            const canvas = Object.assign(document.createElement('canvas'), { width: 4, height: 4 });
            const pen = canvas.getContext('2d');
            pen.drawImage(picture, 0, 0, 4, 4);
            const red = (x, y) => pen.getImageData(x, y, 1, 1).data[0] > 200;
            return { width: picture.naturalWidth, height: picture.naturalHeight,
                red: [red(0, 0), red(3, 0), red(0, 3), red(3, 3)] };
        }, bytes.toString('base64'));
        // Held sideways: what was the upper left corner is the upper right one of the picture.
        demand(seen.width === 1466 || seen.width === 1467, `is ${seen.width} wide`);
        demand(seen.height === 2200, `is ${seen.height} high`);
        demand(seen.red.join() === 'false,true,false,false', `the sign is at ${seen.red}`);
    });
    await tap.run(stage, 'uploads: a long page stays as wide as it can be read', async (visit) => {
        const citizen = await visit({ who: 'jia', width: 390 });
        await openMaterials(citizen);
        const photo = await photograph(citizen, 1200, 5000);
        await citizen.page.setInputFiles(`${FILE} [type=file]:not([capture])`,
            { name: '聊天记录.jpg', mimeType: 'image/jpeg', buffer: photo });
        await isSaid(citizen, '已经上传。');
        const bytes = await keptBytes(stage, await citizen.page.inputValue(`${FILE} [type=hidden]`));
        demand(sizeOfJpeg(bytes).width === 1100, `is ${sizeOfJpeg(bytes).width} wide`);
    });
    await tap.run(stage, 'uploads: what cannot be made smaller goes as it is', async (visit) => {
        const citizen = await visit({ who: 'jia', width: 390 });
        await openMaterials(citizen);
        const photo = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), pdfOf(SEED + 7, 700_000), Buffer.from('ffd9', 'hex')]);
        await citizen.page.setInputFiles(`${FILE} [type=file]:not([capture])`,
            { name: '坏了的照片.jpg', mimeType: 'image/jpeg', buffer: photo });
        await isSaid(citizen, '已经上传。');
        demand(await citizen.page.inputValue(`${FILE} [type=hidden]`) === digestOf(photo), 'another file');
    });
    await tap.run(stage, 'uploads: cut again and again under way, a file of a browser is the same at the end', async (visit) => {
        const next = randomOf(SEED + 8);
        const line = await Line.open(stage.origin, Array.from({ length: 6 }, () => 2000 + next(300_000)));
        const citizen = await visit({ who: 'jia', width: 390 });
        const place = await openCorrection(citizen);
        citizen.allowOrigin(line.origin);
        citizen.allowFailing(/\/up/);
        citizen.allow(409, 423);
        await citizen.page.goto(`${line.origin}${place}`);
        const bytes = pdfOf(SEED + 8, 3 * MB + 17);
        await citizen.page.setInputFiles(`${FILE} [type=file]:not([capture])`,
            { name: '流水.pdf', mimeType: 'application/pdf', buffer: bytes });
        await isSaid(citizen, '已经上传。');
        // A browser that holds two connections may leave one of them before it breaks.
        demand(line.cut >= 3, `was cut ${line.cut} times`);
        demand(await citizen.page.inputValue(`${FILE} [type=hidden]`) === digestOf(bytes), 'another digest');
        demand(await keptAs(stage, digestOf(bytes)) === digestOf(bytes), 'other bytes lie there');
    });
    for (const scripts of [true, false]) {
        await tap.run(stage, `uploads: after a reload the page says how far it came${scripts ? '' : ', scripts off'}`,
            async (visit) => {
                const citizen = await visit({ who: 'jia', width: 390, scripts });
                const place = await openMaterials(citizen);
                const wire = await Wire.of(citizen);
                const bytes = pdfOf(SEED + (scripts ? 9 : 10), 1_000_000);
                const file = join(stage.folder, '租赁合同.pdf');
                await writeFile(file, bytes);
                await utimes(file, 1_700_000_000, 1_700_000_000);
                const path = is(await wire.create(`${place}/up`, bytes.length, { filename: '租赁合同.pdf',
                    filetype: 'application/pdf', slot: SLOT, mark: `${bytes.length}-1700000000000` }), 201)
                    .headers.location;
                is(await wire.piece(path, 0, bytes.subarray(0, 620_000)), 204);
                await stage.crash();
                await citizen.go(place);
                await citizen.says('“租赁合同.pdf”上次传到 62%，再选一次这个文件会接着传。', FILE);
                const offsets = [];
                citizen.page.on('request', (request) => {
                    if (request.method() === 'PATCH')
                        offsets.push(Number(request.headers()['upload-offset']));
                });
                await citizen.page.setInputFiles(`${FILE} [type=file]:not([capture])`, file);
                if (scripts) {
                    await isSaid(citizen, '已经上传。');
                    demand(offsets[0] === 620_000, `went on from ${offsets[0]}`);
                    demand(await citizen.page.inputValue(`${FILE} [type=hidden]`) === digestOf(bytes), 'another digest');
                    // Whole, and the page is left before it was saved: it stands there afterwards.
                    await citizen.go(place);
                    demand(await citizen.page.inputValue(`${FILE} [type=hidden]`) === digestOf(bytes), 'forgotten');
                    await citizen.says('租赁合同.pdf', FILE);
                }
                await citizen.click(`${SEND}[name=later]`);
                await citizen.go(place);
                demand(await citizen.page.inputValue(`${FILE} [type=hidden]`) === digestOf(bytes), 'it was not saved');
                await citizen.says('租赁合同.pdf', FILE);
                demand(await keptAs(stage, digestOf(bytes)) === digestOf(bytes), 'other bytes lie there');
            });
    }
    await tap.run(stage, 'uploads: a file that is not taken is said at its place, and the page goes on', async (visit) => {
        const citizen = await visit({ who: 'jia', width: 390 });
        await openMaterials(citizen);
        citizen.allow(415, 422);
        await citizen.page.setInputFiles(`${FILE} [type=file]:not([capture])`,
            { name: '合同.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html>没有写完') });
        await isSaid(citizen, '文件内容与所称的格式不符');
        demand(await citizen.page.locator(`${FILE} [type=hidden]`).count() === 0, 'it was taken');
        await citizen.page.setInputFiles(`${FILE} [type=file]:not([capture])`,
            { name: '合同.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) });
        await isSaid(citizen, '文件是空的');
    });
    await tap.run(stage, 'uploads: cancelled is gone', async (visit) => {
        const citizen = await visit({ who: 'jia', width: 390 });
        const place = await openMaterials(citizen);
        citizen.allowFailing(/\/up/);
        const held = [];
        await citizen.page.route('**/up/*', (route) => {
            if (route.request().method() !== 'PATCH' || held.length > 0)
                return route.continue();
            held.push(route); // on its way until it is cancelled
            return undefined;
        });
        await citizen.page.setInputFiles(`${FILE} [type=file]:not([capture])`,
            { name: '合同.pdf', mimeType: 'application/pdf', buffer: pdfOf(SEED + 11, 900_000) });
        await waitFor(() => held.length > 0, 'nothing is sent');
        const gone = citizen.page.waitForResponse((answer) => answer.request().method() === 'DELETE');
        await citizen.page.click(`${FILE} [data-cancel]`);
        demand((await gone).status() === 204, `answered ${(await gone).status()}`);
        await isSaid(citizen, '已经取消');
        await citizen.go(place);
        demand(await citizen.page.locator(`${FILE} .upload__resume`).count() === 0, 'the page still waits for it');
    });
    await tap.run(stage, 'uploads: a form that is sent too early waits for its file', async (visit) => {
        const citizen = await visit({ who: 'jia', width: 390 });
        const place = await openMaterials(citizen);
        const bytes = pdfOf(SEED + 12, 700_000);
        const held = [];
        await citizen.page.route('**/up/*', (route) => {
            if (route.request().method() !== 'PATCH' || held.length > 0)
                return route.continue();
            held.push(route);
            return undefined;
        });
        await citizen.page.setInputFiles(`${FILE} [type=file]:not([capture])`,
            { name: '收据.pdf', mimeType: 'application/pdf', buffer: bytes });
        await waitFor(() => held.length > 0, 'nothing is sent');
        const loaded = citizen.page.waitForEvent('load');
        await citizen.page.click(`${SEND}[name=later]`);
        await isSaid(citizen, '正在上传');
        await held[0].continue();
        await loaded;
        await citizen.go(place);
        demand(await citizen.page.inputValue(`${FILE} [type=hidden]`) === digestOf(bytes), 'it went without its file');
    });
    for (const scripts of [true, false]) {
        await tap.run(stage, `uploads: pages chosen together are pages of one material${scripts ? '' : ', scripts off'}`,
            async (visit) => {
                const citizen = await visit({ who: 'jia', width: 1440, scripts });
                const place = await openMaterials(citizen);
                const item = await citizen.page.inputValue('main [name="materials.0.item"]');
                const entries = await citizen.page.locator('main [name$=".item"]').count();
                const pages = [1, 2, 3].map((number) => ({ name: `扫描-${number}.pdf`, mimeType: 'application/pdf',
                    buffer: pdfOf(SEED + 20 + number + (scripts ? 0 : 10), 50_000) }));
                await citizen.page.setInputFiles(`${FILE} [type=file]:not([capture])`, pages);
                if (scripts)
                    await waitFor(async () => await citizen.page.locator(`${FILE} [type=hidden]`).count() === 3,
                        'not all pages were sent');
                await citizen.click(`${SEND}[name=later]`);
                await citizen.go(place);
                const kept = await citizen.page.evaluate(() => [...document.querySelectorAll('[data-slot]')]
                    .filter((box) => box.querySelector('[type=hidden]')).map((box) => ({
                        digest: box.querySelector('[type=hidden]').value,
                        item: document.querySelector(`[name="${box.dataset.slot.replace('.file', '.item')}"]`).value })));
                demand(kept.map(({ digest }) => digest).sort().join() ===
                    pages.map(({ buffer }) => digestOf(buffer)).sort().join(), `kept ${kept.length} pages`);
                demand(kept.every((one) => one.item === item), 'they are of other materials');
                demand(entries > 0, 'the page has no materials');
            });
    }
}

async function keptBytes(stage, digest) {
    for (const node of await readdir(stage.data)) {
        const bytes = await readFile(join(stage.data, node, 'blobs', digest.slice(0, 2), digest)).catch(() => null);
        if (bytes !== null)
            return bytes;
    }
    throw new Error(`${digest} is not kept`);
}

/** From the frame header of a JPEG. */
function sizeOfJpeg(bytes) {
    for (let at = 2; at < bytes.length; at += 2 + bytes.readUInt16BE(at + 2))
        if (bytes[at + 1] === 0xc0 || bytes[at + 1] === 0xc2)
            return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    throw new Error('no JPEG');
}

/** tus-js-client until it has succeeded or given up. */
function sendWith(options, bytes) {
    return new Promise((resolve, reject) => {
        const upload = new Upload(bytes, { retryDelays: Array(20).fill(1), storeFingerprintForResuming: false,
            onError: reject, onSuccess: ({ lastResponse }) => resolve(lastResponse), ...options });
        upload.start();
    });
}

async function withAnotherClient(stage, tap) {
    await tap.run(stage, 'uploads: tus-js-client brings a file through a line that is cut', async (visit) => {
        const citizen = await visit({ who: 'jia' });
        const place = await openMaterials(citizen);
        const { who } = await Wire.of(citizen);
        const next = randomOf(SEED + 30);
        const bytes = pdfOf(SEED + 30, 2 * MB);
        const line = await Line.open(stage.origin, Array.from({ length: 8 }, () => 1000 + next(400_000)));
        const last = await sendWith({ endpoint: `${line.origin}${place}/up`, headers: { ...who, Origin: line.origin },
            metadata: { filename: '另一个程序.pdf', filetype: 'application/pdf', slot: SLOT } }, bytes);
        demand(last.getHeader('Upload-Sha256') === digestOf(bytes), 'another digest');
        demand(line.cut === 8, `was cut ${line.cut} times`);
        demand(await keptAs(stage, digestOf(bytes)) === digestOf(bytes), 'other bytes lie there');
        await citizen.go(place);
        await citizen.says('另一个程序.pdf', FILE);
    });
    await tap.run(stage, 'uploads: tus-js-client in pieces, with a token, while the program is killed', async () => {
        const signedIn = await fetch(`${stage.origin}/api/v1/sign-in`, { method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ sign_in: 'jia', password: PASSWORD }) });
        const { token } = await signedIn.json();
        const bytes = pdfOf(SEED + 31, 900_000);
        let killed;
        const last = await sendWith({ endpoint: `${stage.origin}/api/v1/uploads`, chunkSize: 200_000,
            headers: { Authorization: `Bearer ${token}` },
            metadata: { filename: 'brief.pdf', filetype: 'application/pdf' },
            onChunkComplete: (size, sent) => {
                if (sent === 400_000)
                    killed ??= stage.crash();
            },
            onShouldRetry: () => true, retryDelays: Array(2000).fill(5) }, bytes);
        await killed;
        demand(killed !== undefined, 'the program was not killed');
        demand(last.getHeader('Upload-Sha256') === digestOf(bytes), 'another digest');
        demand(await keptAs(stage, digestOf(bytes)) === digestOf(bytes), 'other bytes lie there');
    });
    await tap.run(stage, 'uploads: tus-js-client gives up what it began', async (visit) => {
        const citizen = await visit({ who: 'jia' });
        const place = await openMaterials(citizen);
        const wire = await Wire.of(citizen);
        const path = is(await wire.create(`${place}/up`, 10), 201).headers.location;
        await Upload.terminate(`${stage.origin}${path}`, { headers: wire.who });
        is(await wire.ask('HEAD', path), 404);
    });
}
