/* costing_schema.c: one type of option, one kind of schema. */
#include "view/costing_schema.h"

#include "paper/wording.h"
#include "view/costing.h"

static void
put_text(struct value *schema, const char *key, struct text text, struct arena *arena)
{
    build_add(schema, text_of(key), build_text(text, arena));
}

static void
put_pattern(struct value *schema, const char *pattern, struct arena *arena)
{
    put_text(schema, "pattern", text_of(pattern), arena);
    put_text(schema, "type", TEXT("string"), arena);
}

static void
put_bounds(struct value *schema, const char *least_key, int64_t least, const char *most_key,
           int64_t most, struct arena *arena)
{
    build_add(schema, text_of(least_key), build_integer(least, arena));
    build_add(schema, text_of(most_key), build_integer(most, arena));
}

static void
put_grounds(struct value *schema, int first, int end, struct arena *arena)
{
    struct value *list = build_array(arena);
    for (int i = first; i < end; i++)
        build_add(list, TEXT(""), build_text(fee_ground_text((enum fee_ground)i), arena));
    build_add(schema, TEXT("enum"), list);
}

static void
put_items(struct value *schema, const struct fee_rules *rules, struct arena *arena)
{
    struct value *list = build_array(arena);
    for (size_t i = 0; i < rules->tariffs_count; i++) {
        struct text item = fee_tariff_item(&rules->tariffs[i], FEE_KIND_MARITIME);
        if (!text_is_empty(item))
            build_add(list, TEXT(""), build_text(item, arena));
    }
    build_add(schema, TEXT("enum"), list);
}

static void
put_kinds(struct value *schema, struct arena *arena)
{
    struct value *list = build_array(arena);
    for (int i = 0; i < FEE_KIND_COUNT; i++)
        build_add(list, TEXT(""), build_text(fee_kind_text((enum fee_kind)i), arena));
    build_add(schema, TEXT("enum"), list);
}

static void
put_type(struct value *schema, const struct fee_rules *rules, enum fee_option option,
         struct arena *arena)
{
    static const char *const money = "^(0|[1-9][0-9]{0,14})(\\.[0-9]{1,2})?$";
    struct value *items = build_object(arena);
    switch (fee_option_type(option)) {
    case FEE_TYPE_MONEY: put_pattern(schema, money, arena); break;
    case FEE_TYPE_MONEYS:
        put_pattern(items, money, arena);
        put_bounds(schema, "minItems", 1, "maxItems", FEE_CLAIMS_MAX, arena);
        break;
    case FEE_TYPE_COUNT:
        put_bounds(schema, "minimum", option == FEE_OPTION_SHARES, "maximum",
                   option == FEE_OPTION_SHARES ? COSTING_SHARES_MAX : FEE_COUNT_MAX, arena);
        put_text(schema, "type", TEXT("integer"), arena);
        break;
    case FEE_TYPE_RATE: put_pattern(schema, "^(0|[1-9][0-9]{0,9})(\\.[0-9]{1,6})?$", arena); break;
    case FEE_TYPE_CODE: put_pattern(schema, "^[A-Z]{3}$", arena); break;
    case FEE_TYPE_ITEM: put_items(schema, rules, arena); break;
    case FEE_TYPE_HALVINGS: put_grounds(items, 0, FEE_HALVINGS, arena); break;
    case FEE_TYPE_CHANGE: put_grounds(schema, FEE_HALVINGS, FEE_CHANGES, arena); break;
    }
    if (items->count == 0)
        return;
    build_add(schema, TEXT("items"), items);
    put_text(schema, "type", TEXT("array"), arena);
}

static struct value *
add_property(struct value *properties, struct text name, struct arena *arena)
{
    struct value *schema = build_object(arena);
    const char *key = text_format(arena, "fee.option.%.*s", TEXT_ARGS(name)).bytes;
    put_text(schema, "title", wording(key, LANGUAGE_EN), arena);
    put_text(schema, "description", wording(key, LANGUAGE_ZH), arena);
    build_add(properties, name, schema);
    return schema;
}

struct value *
costing_schema(const struct fee_rules *rules, struct arena *arena)
{
    struct value *schema = build_object(arena), *properties = build_object(arena);
    struct value *required = build_array(arena);
    for (int i = 0; i < FEE_OPTION_COUNT; i++) {
        enum fee_option option = (enum fee_option)i;
        put_type(add_property(properties, fee_option_text(option), arena), rules, option, arena);
    }
    put_kinds(add_property(properties, TEXT("kind"), arena), arena);
    struct value *on = add_property(properties, TEXT("on"), arena);
    put_text(on, "format", TEXT("date"), arena);
    put_text(on, "type", TEXT("string"), arena);
    build_add(required, TEXT(""), build_text(TEXT("kind"), arena));
    build_add(required, TEXT(""), build_text(TEXT("on"), arena));
    build_add(schema, TEXT("additionalProperties"), build_boolean(false, arena));
    build_add(schema, TEXT("properties"), properties);
    build_add(schema, TEXT("required"), required);
    put_text(schema, "type", TEXT("object"), arena);
    return schema;
}
