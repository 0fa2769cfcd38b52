/* draft_code.c: thirty-one characters, without 0, 1, I, L and O. As 31 is a prime, a sum with a
 * weight for each place tells any one wrong character and any two that changed places. */
#include "law/draft_code.h"

#include "law/number.h"
#include "law/tracking_number.h"

#include <string.h>

enum { CHARACTERS = 8, BASE = 31 };

static const char alphabet[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

static int
value_of(char c)
{
    const char *place = c == '\0' ? NULL : strchr(alphabet, c);
    return place == NULL ? -1 : (int)(place - alphabet);
}

/* The node code counts too: a code is not taken to another node by a slip. */
static int
check_of(struct text node_code, const char *characters)
{
    int sum = 0;
    for (int i = 0; i < CHARACTERS - 1; i++)
        sum += (i + 2) * value_of(characters[i]);
    for (size_t i = 0; i < node_code.length; i++)
        sum += (CHARACTERS + 1 + (int)i) * (node_code.bytes[i] % BASE);
    return sum % BASE;
}

static struct draft_code
spell(struct text node_code, const char *characters, struct arena *arena)
{
    struct text text =
        text_format(arena, "%.*s-%.4s-%.4s", TEXT_ARGS(node_code), characters, characters + 4);
    return (struct draft_code){text, {text.bytes, node_code.length}};
}

struct draft_code
draft_code_make(struct text node_code, const unsigned char random[static DRAFT_CODE_RANDOM_BYTES],
                struct arena *arena)
{
    char characters[CHARACTERS];
    uint64_t number = 0;
    for (int i = 0; i < DRAFT_CODE_RANDOM_BYTES; i++)
        number = number << 8 | random[i];
    for (int i = 0; i < CHARACTERS - 1; i++, number /= BASE)
        characters[i] = alphabet[number % BASE];
    characters[CHARACTERS - 1] = alphabet[check_of(node_code, characters)];
    return spell(node_code, characters, arena);
}

bool
draft_code_read(struct text written, struct arena *arena, struct draft_code *code)
{
    struct text folded;
    char all[NODE_CODE_CHARACTERS + CHARACTERS];
    size_t count = 0;
    if (number_fold(written, arena, &folded) != NUMBER_IS_VALID)
        return false;
    for (size_t i = 0; i < folded.length; i++) {
        if (folded.bytes[i] == '-')
            continue;
        if (count == sizeof all)
            return false;
        all[count++] = folded.bytes[i];
    }
    struct text node_code = {all, NODE_CODE_CHARACTERS};
    const char *characters = all + NODE_CODE_CHARACTERS;
    if (count != sizeof all || !tracking_number_is_node_code(node_code))
        return false;
    for (int i = 0; i < CHARACTERS; i++) {
        if (value_of(characters[i]) < 0)
            return false;
    }
    if (value_of(characters[CHARACTERS - 1]) != check_of(node_code, characters))
        return false;
    *code = spell(node_code, characters, arena);
    return true;
}

struct digest
draft_code_digest(const struct draft_code *code, struct arena *arena)
{
    return digest_of(text_format(arena, "draft\n%.*s", TEXT_ARGS(code->text)));
}

struct digest
draft_code_help_digest(const struct draft_code *code, struct arena *arena)
{
    return digest_of(text_format(arena, "help\n%.*s", TEXT_ARGS(code->text)));
}
