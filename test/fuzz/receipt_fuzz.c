/* receipt_fuzz.c: receipts, statements and checkpoints: what is accepted is written in one way. */
#include "fuzz.h"
#include "proof/receipt.h"

FUZZ(input, arena)
{
    struct hasher *hasher = hasher_open(arena);
    struct checkpoint checkpoint;
    struct statement statement;
    struct receipt receipt;
    if (statement_read(input, arena, &statement) == NO_FLAW)
        MUST(text_equal(statement_text(&statement, arena), input));
    if (checkpoint_read(input, arena, &checkpoint) == NO_FLAW) {
        struct text text =
            checkpoint_text(checkpoint.origin, checkpoint.size, &checkpoint.root, arena);
        MUST(text.length + checkpoint.extensions.length == input.length);
        MUST(text_equal(text, (struct text){input.bytes, text.length}));
    }
    if (receipt_read(input, arena, &receipt) != NO_FLAW)
        return;
    MUST(text_equal(receipt_write(&receipt, arena), input));
    (void)receipt_check_tree(&receipt, hasher);
}
