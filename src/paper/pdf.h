/* pdf.h: a paper as PDF, laid out as a court writes one. The same job gives the same bytes.
 *
 * A job is a JSON object:
 *     content  what the paper says (below); its digest stands in the mark
 *     fonts    {"ko": families, "zh": families}, as Pango names them: "FangSong, Noto Serif CJK SC"
 *     mark     {"code": short code, "lines": [sentence, …], "qr": text of the signed note}; may be
 *              left out
 *     draft    [sentence, …] printed where the seal belongs, when there is no seal
 *     missing  a sentence with {codes} for characters no font can show
 *     pages    a sentence with {page} and {pages}
 *     seal     PNG as base64; may be left out
 * Content is {"blocks":[…],"court":…,"id":…,"issued":ms,"kind":…,"matter":…,"title":…}, a block
 * {"kind":…,"language":"zh","text":…}:
 *     court title number line text heading small right rule
 *     table  {"columns":[{"head":…,"width":characters}],"rows":[[cell, …], …]}
 *     sign   {"date":…,"lines":[…],"seal":true}
 * Whoever calls this with what strangers wrote does so in a cell (base/cell.h). */
#ifndef TB_PDF_H
#define TB_PDF_H
#include "base/value.h"

enum { PDF_JOB_BYTES_MAX = 8 * 1024 * 1024, PDF_BYTES_MAX = 32 * 1024 * 1024, PDF_PAGES_MAX = 500 };

struct pdf {
    struct text bytes;
    int pages;
    const uint32_t *missing; /* characters that no font shows; a note on the paper names them */
    int missing_count;
};

/* Finds the fonts of this machine, once; threads may be started only afterwards. */
void pdf_prepare(void);

/* False with `why` (of static life) where the job is not of this form or too large. */
bool pdf_draw(const struct value *job, struct arena *arena, struct pdf *pdf, const char **why);

#endif
