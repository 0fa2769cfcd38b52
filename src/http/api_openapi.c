/* api_openapi.c: paths come from route.def, forms of steps from the procedures, the rest (what goes
 * in and out of an operation) from openapi.json, which a test holds to route.def. */
#include "http/api_openapi.h"

#include "base/canon.h"
#include "http/api_routes.h"
#include "view/costing_schema.h"
#include "view/schema_view.h"

#include <assert.h>
#include <string.h>

extern const char openapi_parts[];

struct description {
    const struct rulebook *rules;
    const struct value *parts; /* openapi.json */
    struct arena *arena;
};

static void
put(struct value *object, const char *key, struct value *child)
{
    build_add(object, text_of(key), child);
}

static void
put_text(const struct description *one, struct value *object, const char *key, struct text text)
{
    put(object, key, build_text(text, one->arena));
}

static struct value *
reference(const struct description *one, const char *kind, struct text name)
{
    struct value *object = build_object(one->arena);
    put_text(one, object, "$ref",
             text_format(one->arena, "#/components/%s/%.*s", kind, TEXT_ARGS(name)));
    return object;
}

/* ---- one operation ---- */

/* {no} of the template, one required parameter each. */
static void
add_path_parameters(const struct description *one, const struct route *route, struct value *list)
{
    struct text rest = text_of(route->path);
    for (text_cut(&rest, '{'); !text_is_empty(rest); text_cut(&rest, '{')) {
        struct value *parameter = build_object(one->arena);
        struct value *schema = build_object(one->arena);
        put_text(one, schema, "type", TEXT("string"));
        put_text(one, parameter, "in", TEXT("path"));
        put_text(one, parameter, "name", text_cut(&rest, '}'));
        put(parameter, "required", build_boolean(true, one->arena));
        put(parameter, "schema", schema);
        build_add(list, TEXT(""), parameter);
    }
}

static void
add_parameters(const struct description *one, const struct route *route,
               const struct value *details, struct value *operation)
{
    struct value *list = build_array(one->arena);
    const struct value *named = value_member(details, "parameters");
    add_path_parameters(one, route, list);
    build_add(list, TEXT(""), reference(one, "parameters", TEXT("AcceptLanguage")));
    if (route->key == ROUTE_WITH_KEY)
        build_add(list, TEXT(""), reference(one, "parameters", TEXT("IdempotencyKey")));
    if (route->access == ROUTE_SIGNED_IN)
        build_add(list, TEXT(""), reference(one, "parameters", TEXT("Role")));
    for (const struct value *name = named == NULL ? NULL : named->first; name != NULL;
         name = name->next)
        build_add(list, TEXT(""), reference(one, "parameters", name->text));
    put(operation, "parameters", list);
}

static struct value *
content(const struct description *one, struct text media, struct value *schema)
{
    struct value *kinds = build_object(one->arena), *kind = build_object(one->arena);
    put(kind, "schema", schema);
    build_add(kinds, media, kind);
    return kinds;
}

static struct value *
bytes_schema(const struct description *one)
{
    struct value *schema = build_object(one->arena);
    put_text(one, schema, "type", TEXT("string"));
    put_text(one, schema, "format", TEXT("binary"));
    return schema;
}

static void
add_body(const struct description *one, const struct route *route, const struct value *details,
         struct value *operation)
{
    struct text name = value_member_text(details, "body");
    bool is_piece = route->body == BODY_PIECE;
    if (route->body == BODY_NONE || (is_piece && route->method != METHOD_PATCH))
        return;
    struct value *body = build_object(one->arena);
    put(body, "content",
        is_piece ? content(one, TEXT("application/offset+octet-stream"), bytes_schema(one))
        : route->body == BODY_FILE
            ? content(one, TEXT("application/octet-stream"), bytes_schema(one))
            : content(one, TEXT("application/json"), reference(one, "schemas", name)));
    put(body, "required", build_boolean(true, one->arena));
    put(operation, "requestBody", body);
}

static struct value *
answer_of(const struct description *one, const struct value *details)
{
    struct text media = value_member_text(details, "media");
    struct text name = value_member_text(details, "answer");
    struct value *answer = build_object(one->arena);
    put_text(one, answer, "description", value_member_text(details, "says"));
    if (text_is(media, "none"))
        return answer;
    if (text_is_empty(media))
        put(answer, "content",
            content(one, TEXT("application/json"), reference(one, "schemas", name)));
    else
        put(answer, "content", content(one, media, bytes_schema(one)));
    return answer;
}

static void
add_answers(const struct description *one, const struct value *details, struct value *operation)
{
    struct value *answers = build_object(one->arena);
    int64_t status = value_member_integer(details, "status", 200);
    struct text key = text_format(one->arena, "%lld", (long long)status);
    build_add(answers, key, answer_of(one, details));
    put(answers, "default", reference(one, "responses", TEXT("Problem")));
    put(operation, "responses", answers);
}

static void
add_security(const struct description *one, const struct route *route, struct value *operation)
{
    struct value *list = build_array(one->arena);
    if (route->access == ROUTE_SIGNED_IN) {
        struct value *need = build_object(one->arena);
        put(need, "bearer", build_array(one->arena));
        build_add(list, TEXT(""), need);
    }
    put(operation, "security", list);
}

static void
add_route(const struct description *one, const struct route *route, struct value *paths)
{
    static const char *const methods[METHOD_COUNT] = {"get",   "head",   "post",   "put",
                                                      "patch", "delete", "options"};
    struct value *path = build_within(paths, text_of(route->path), one->arena);
    struct value *operation = build_object(one->arena);
    const struct value *details =
        value_member(value_member(one->parts, "operations"), route->operation);
    put_text(one, operation, "operationId", text_of(route->operation));
    put_text(one, operation, "summary", text_of(route->summary));
    add_parameters(one, route, details, operation);
    add_body(one, route, details, operation);
    add_answers(one, details, operation);
    add_security(one, route, operation);
    put(path, methods[route->method], operation);
}

/* ---- forms ---- */

static void
add_forms(const struct description *one, struct value *schemas)
{
    struct value *any = build_object(one->arena), *list = build_array(one->arena);
    for (size_t i = 0; i < one->rules->procedures.count; i++) {
        const struct procedure *procedure = &one->rules->procedures.files[i].procedure;
        for (size_t j = 0; j < procedure->steps_count; j++) {
            const struct step *step = &procedure->steps[j];
            struct text name = text_format(one->arena, "%.*s.v%d.%.*s", TEXT_ARGS(procedure->name),
                                           procedure->version, TEXT_ARGS(step->name));
            if (value_member_named(schemas, name) != NULL)
                continue;
            build_add(schemas, name, schema_view_step(procedure, step, one->arena));
            build_add(list, TEXT(""), reference(one, "schemas", name));
        }
    }
    put_text(one, any, "description",
             TEXT("What a step wants: the schema is PROCEDURE.vVERSION.STEP."));
    if (list->count > 0)
        put(any, "anyOf", list);
    put(schemas, "Fields", any);
}

static void
add_element_forms(const struct description *one, struct value *schemas)
{
    struct value *any = build_object(one->arena), *list = build_array(one->arena);
    const struct element_forms *forms = &one->rules->forms;
    for (size_t i = 0; i < forms->count; i++) {
        struct text name = text_format(one->arena, "%.*s.e%.*s", TEXT_ARGS(forms->forms[i].name),
                                       TEXT_ARGS(forms->forms[i].edition));
        build_add(schemas, name, schema_view_form(&forms->forms[i], one->arena));
        build_add(list, TEXT(""), reference(one, "schemas", name));
    }
    put_text(one, any, "description",
             TEXT("Answers to an element form: the schema is FORM.eEDITION."));
    if (list->count > 0)
        put(any, "anyOf", list);
    put(schemas, "Elements", any);
}

/* ---- the whole ---- */

static struct value *
components(const struct description *one)
{
    struct value *all = build_object(one->arena), *schemas = build_object(one->arena);
    const struct value *given = value_member(one->parts, "schemas");
    for (const struct value *schema = given->first; schema != NULL; schema = schema->next)
        build_add(schemas, schema->key, build_branch(schema, one->arena));
    put(schemas, "FeeQuestion", costing_schema(&one->rules->fees, one->arena));
    add_forms(one, schemas);
    add_element_forms(one, schemas);
    put(all, "schemas", schemas);
    static const char *const others[] = {"parameters", "responses", "securitySchemes"};
    for (size_t i = 0; i < 3; i++)
        put(all, others[i], build_branch(value_member(one->parts, others[i]), one->arena));
    return all;
}

struct text
api_openapi_text(const struct rulebook *rules, struct arena *arena)
{
    struct arena *scratch = arena_open();
    struct value_mistake mistake;
    struct description one = {.rules = rules, .arena = scratch};
    one.parts = value_read(text_of(openapi_parts), scratch, &mistake);
    assert(one.parts != NULL);
    struct value *document = build_object(scratch), *paths = build_object(scratch);
    for (size_t i = 0; i < api_routes_count; i++)
        add_route(&one, &api_routes[i], paths);
    put_text(&one, document, "openapi", TEXT("3.1.0"));
    put(document, "info", build_branch(value_member(one.parts, "info"), scratch));
    put(document, "paths", paths);
    put(document, "components", components(&one));
    struct canon canon = canon_open(scratch, 65536);
    canon_put(&canon, document);
    struct text text = text_copy(canon_text(&canon), arena);
    arena_close(scratch);
    return text;
}
