// check_html.mjs: the HTML as the program sent it, against the standard and html_rules.json.
import { readFileSync } from 'node:fs';
import { HtmlValidate, StaticConfigLoader } from 'html-validate';

const RULES = JSON.parse(readFileSync(new URL('html_rules.json', import.meta.url), 'utf8'));
const validator = new HtmlValidate(new StaticConfigLoader(RULES));

export async function htmlComplaints(html) {
    const report = await validator.validateString(html);
    const lines = html.split('\n');
    const complaints = report.results.flatMap((result) => result.messages).map((message) =>
        `html ${message.ruleId}: ${message.message} (${message.line}:${message.column})\n` +
        `    ${(lines[message.line - 1] ?? '').trim().slice(0, 200)}`);
    // The policy of the pages forbids both; a browser would only leave them out in silence.
    if (/<script(?![^>]*\ssrc=)[^>]*>/i.test(html))
        complaints.push('html: a script stands in the page');
    if (/\son[a-z]+\s*=/i.test(html.replace(/>[^<]*</g, '><')))
        complaints.push('html: an on… attribute');
    return complaints;
}
