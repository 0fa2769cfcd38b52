// suite_announcement.mjs: nothing reaches somebody; a judge announces, and everybody can read it.
import { demand } from './tap.mjs';
import { askForCorrection, file, openReview, SEND_ONE } from './walk.mjs';

export async function suiteAnnouncement(stage, tap) {
    await tap.run(stage, 'announcement: a judge announces, and everybody can read it', announced);
}

const standing = (reader) => reader.page.locator('main a[href^="/announcements/"]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')));

/** A notice that nobody has been given: its matter was handed in at the court's own counter. */
async function unserved(visit) {
    const clerk = await visit({ who: 'counter@7505' });
    const matter = await file(clerk, { at: '/desk/new', owner: 'JL7505', paper: true });
    const officer = await visit({ who: 'officer@7505' });
    await openReview(officer, matter);
    await askForCorrection(officer, '诉讼请求没有写明利息从哪一天算起');
    return { matter, officer };
}

async function announced(visit) {
    const { matter, officer } = await unserved(visit);
    const reader = await visit({ width: 390 });
    await reader.go('/announcements');
    const before = await standing(reader);
    await officer.go(`/desk/m/${matter}/service`);
    const go = 'main a[href*="/service/announce?of="]';
    demand(await officer.page.locator(go).count() === 0, 'an officer is offered to announce');
    const judge = await visit({ who: 'judge@7505' });
    await judge.go(`/desk/m/${matter}/service`);
    await judge.click(go);
    judge.allow(422);
    demand((await judge.click(SEND_ONE)).status() === 422, 'an empty announcement was taken');
    for (const name of ['reason', 'procedure', 'content'])
        demand(await judge.page.locator(`main [name=${name}][aria-invalid=true]`).count() === 1, `${name} is not marked`);
    // The law says no, and what was written stays.
    await judge.page.selectOption('main [name=reason]', 'whereabouts_unknown');
    await judge.page.selectOption('main [name=procedure]', 'simple');
    await judge.fill('course', '两次上门无人，村委会证明已外出。');
    await judge.fill('content', '请在五日内补正诉讼请求。');
    demand((await judge.click(SEND_ONE)).status() >= 400, 'announced in simple procedure');
    await judge.says('不适用公告送达', 'main .summary');
    demand(await judge.page.inputValue('main [name=content]') === '请在五日内补正诉讼请求。', 'what was written is gone');
    await judge.page.selectOption('main [name=procedure]', 'ordinary');
    await judge.click(SEND_ONE);
    await judge.isAt(/\/service\?done=announced$/);
    await judge.says('每天都可以看到', 'main');
    await reader.go('/announcements');
    const added = (await standing(reader)).filter((address) => !before.includes(address));
    demand(added.length === 1, 'it is not in the list');
    await reader.click(`main a[href="${added[0]}"]`);
    await reader.says('请在五日内补正诉讼请求。', 'main');
    await reader.says('第九十五条', 'main');
    demand(!(await reader.text('main')).includes('村委会'), 'what is for the file is published');
    await reader.go('/announcements/0123456789abcdef0123456789abcdef', 404);
}
