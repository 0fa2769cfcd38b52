// suite_service.mjs: papers are served: a clerk hands them over, the court sees it and the time runs; by account
// it is served at once, and its addressee reads how and may ask for paper again.
import { demand } from './tap.mjs';
import { arrives, askForCorrection, file, offers, openReview, SEND_ONE } from './walk.mjs';

const GROUND = '诉讼请求没有写明利息从哪一天算起';

export async function suiteService(stage, tap) {
    await tap.run(stage, 'service: a clerk hands over, the court that decides judges it, the time runs', handedOver);
    await tap.run(stage, 'service: by account; its addressee reads how, and wants paper again', byAccount);
}

const today = () => new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date());

async function handedOver(visit) {
    const clerk = await visit({ who: 'counter@7504' });
    const matter = await file(clerk, { at: '/desk/new', owner: 'JL7505', paper: true });
    const officer = await visit({ who: 'officer@7505' });
    await openReview(officer, matter);
    await askForCorrection(officer, GROUND);
    await officer.go('/desk/service');
    await officer.says(matter, 'main');
    await offers(clerk, '/desk/service', `/desk/m/${matter}/service#JL7505-3-0`);
    await clerk.click(`main a[href^="/desk/m/${matter}/service"]`);
    await clerk.click('main .actions a[href*="mode=D1a"]');
    // A day that lies ahead is named where it was typed, and what was typed stays.
    clerk.allow(422);
    await clerk.fill('date-signed', '2099-01-01');
    await clerk.page.selectOption('main [name="fact-receiver"]', 'self');
    demand((await clerk.click(SEND_ONE)).status() === 422, 'a day ahead was taken');
    demand(await clerk.page.locator('main [name="date-signed"][aria-invalid=true]').count() === 1,
        `the day is not marked: ${await clerk.text('main .summary')}`);
    demand(await clerk.page.inputValue('main [name="fact-receiver"]') === 'self', 'what was said is gone');
    // A form of return that belongs to another paper is refused.
    await clerk.fill('date-signed', today());
    await clerk.fill('receipt', `${matter}/JL7505-9-0`);
    demand((await clerk.click(SEND_ONE)).status() >= 400, 'the form of another paper was taken');
    await clerk.says('不是本案这份文书', 'main');
    await clerk.fill('receipt', '');
    await clerk.fill('received_by', '当事人甲');
    await clerk.click(SEND_ONE);
    await clerk.isAt(/\/service\?done=service-told$/);
    await arrives(officer, `/desk/m/${matter}/service`, '当事人到法院领取');
    await officer.says('已送达', 'main');
    await officer.page.click('main .clock details:has(.derivation) summary >> nth=0');
    await officer.says('第八十八条', 'main');
    await officer.go(`/desk/m/${matter}`);
    await officer.says('补正期限', 'main');
    await officer.go('/desk/service');
    demand(!(await officer.text('main')).includes(matter), 'what is served still waits');
}

async function byAccount(visit) {
    const citizen = await visit({ who: 'jia', width: 390 });
    await citizen.go('/my');
    await citizen.click('.card__title a');
    await citizen.click('main a[href$="/service"]');
    await citizen.says('已送达', 'main');
    await citizen.says('诉讼平台专用账号', 'main');
    await citizen.page.click('main .clock details:has(.derivation) summary >> nth=0');
    await citizen.says('第一百三十五条', 'main');
    const voucher = await citizen.page.locator('main a[href$=".electronic_voucher"]').getAttribute('href');
    const type = await citizen.page.evaluate(async (at) => (await fetch(at)).headers.get('content-type'), voucher);
    demand(type === 'application/pdf', `the voucher is ${type}`);
    await citizen.page.click('main details:has(input[value=withdraw]) summary');
    await citizen.click('main form:has(input[value=withdraw]) button');
    await citizen.isAt(/\/service\?done=service-withdrawn$/);
    await citizen.says('已送达', 'main');
    demand(await citizen.page.locator('main input[value=withdraw]').count() === 0, 'consent can be taken back twice');
}
