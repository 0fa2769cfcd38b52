/* accept.c: Accept-Language, read leniently: whatever cannot be read is passed over, because a
 * wrong guess costs a click and a refusal would cost the visit. */
#include "http/accept.h"

#include <ctype.h>

/* "q=0.8" in thousandths; 1000 without one, 0 for what cannot be read. */
static int
weight_of(struct text parameters)
{
    while (parameters.length > 0) {
        struct text one = text_trim(text_cut(&parameters, ';'));
        if (one.length < 3 || (one.bytes[0] != 'q' && one.bytes[0] != 'Q') || one.bytes[1] != '=')
            continue;
        int weight = 0, worth = 1000;
        for (size_t i = 2; i < one.length && worth > 0; i++) {
            if (one.bytes[i] == '.' && i == 3)
                continue;
            if (!isdigit((unsigned char)one.bytes[i]))
                return 0;
            weight += (one.bytes[i] - '0') * worth;
            worth /= 10;
        }
        return weight <= 1000 ? weight : 0;
    }
    return 1000;
}

/* "ko-KR" is Korean; the letters' case does not matter. */
static bool
range_names(struct text range, enum language language)
{
    const char *code = language_code(language);
    return range.length >= 2 && tolower((unsigned char)range.bytes[0]) == code[0] &&
           tolower((unsigned char)range.bytes[1]) == code[1] &&
           (range.length == 2 || range.bytes[2] == '-');
}

enum language
accept_language(struct text header)
{
    enum language best = LANGUAGE_ZH;
    int best_weight = 0;
    while (header.length > 0) {
        struct text item = text_cut(&header, ',');
        struct text range = text_trim(text_cut(&item, ';'));
        int weight = weight_of(item);
        for (int i = 0; i < LANGUAGE_COUNT; i++) {
            if (weight > best_weight && range_names(range, (enum language)i)) {
                best = (enum language)i;
                best_weight = weight;
            }
        }
    }
    return best;
}
