// paper.mjs: a paper as people scan it: a PDF of a few pages, made by hand.

/** A PDF with so many pages of A4, a black bar on each at another height. */
export function pdf(pages, name = '借条.pdf') {
    const objects = ['<< /Type /Catalog /Pages 2 0 R >>',
        `<< /Type /Pages /Count ${pages} /Kids [${Array.from({ length: pages }, (_, n) => `${3 + 2 * n} 0 R`).join(' ')}] >>`];
    for (let n = 0; n < pages; n++) {
        const content = `100 ${700 - 60 * n} 300 40 re f`;
        objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${4 + 2 * n} 0 R >>`,
            `<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
    }
    let body = '%PDF-1.4\n';
    const places = objects.map((object, n) => {
        const at = body.length;
        body += `${n + 1} 0 obj\n${object}\nendobj\n`;
        return at;
    });
    const table = body.length;
    body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
    body += places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
    body += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
    return { name, mimeType: 'application/pdf', buffer: Buffer.from(body, 'latin1') };
}
