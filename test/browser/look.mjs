// look.mjs: pictures of pages, for people who make them. README.md shows how it is called.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { axeComplaints } from './check_axe.mjs';
import { htmlComplaints } from './check_html.mjs';
import { layoutComplaints } from './check_layout.mjs';
import { Stage } from './stage.mjs';

const USAGE = `usage: node look.mjs FOLDER [what] PATH…
  --who NAME       signed in as: jia, counter@7504 …     [nobody]
  --lang zh,ko,en  languages                             [zh]
  --theme day      day or night, or both                 [day]
  --size normal    normal, large, extra                  [normal]
  --width 390,1440 widths of the screen                  [390,1440]
  --program FILE   [build/tongban]   --rules DIR   [rules]
  --at URL         a program that runs already, instead of one on fresh demo data
  --no-scripts     with scripts switched off
  --check          also say what axe, html-validate and the layout find`;

const list = (words) => words.split(',');
const root = (path) => resolve(new URL('../..', import.meta.url).pathname, path);
const { values: is, positionals: [folder, ...paths] } = parseArgs({
    allowPositionals: true,
    options: {
        who: { type: 'string' }, lang: { type: 'string', default: 'zh' },
        theme: { type: 'string', default: 'day' }, size: { type: 'string', default: 'normal' },
        width: { type: 'string', default: '390,1440' }, at: { type: 'string' },
        program: { type: 'string', default: root('build/tongban') },
        rules: { type: 'string', default: root('rules') },
        'no-scripts': { type: 'boolean', default: false }, check: { type: 'boolean', default: false },
    },
});
if (paths.length === 0) {
    console.error(USAGE);
    process.exit(2);
}

const stage = await Stage.open({ program: resolve(is.program), rules: resolve(is.rules), at: is.at });
try {
    if (is.at === undefined)
        await stage.start();
    await mkdir(folder, { recursive: true });
    const visit = await stage.visit({ who: is.who, scripts: !is['no-scripts'] });
    for (const path of paths)
        for (const language of list(is.lang))
            for (const theme of list(is.theme))
                for (const size of list(is.size))
                    for (const width of list(is.width).map(Number))
                        await picture(visit, path, { language, theme, size, width });
    visit.complaints().forEach((complaint) => console.error(complaint));
} finally {
    await stage.close();
}

async function picture(visit, path, look) {
    await visit.wear(look);
    const answer = await visit.page.goto(path);
    const name = [path.replace(/[^\w]+/g, '-').replace(/^-|-$/g, '') || 'home', look.language,
        ...(look.theme === 'day' ? [] : [look.theme]), ...(look.size === 'normal' ? [] : [look.size]),
        look.width].join('.');
    const file = join(folder, `${name}.png`);
    await visit.page.screenshot({ path: file, fullPage: true });
    console.log(`${file}  ${answer.status()} ${visit.path()}`);
    if (!is.check)
        return;
    const found = [...await axeComplaints(visit.page), ...await htmlComplaints(await answer.text()),
        ...await layoutComplaints(visit.page, { target: 24 })];
    found.forEach((complaint) => console.log(complaint.replace(/^/gm, '    ')));
}
