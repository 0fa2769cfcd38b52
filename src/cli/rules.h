/* rules.h: approved rule files, from the record of the nodes into the folder of the rules. */
#ifndef TB_RULES_H
#define TB_RULES_H

int rules_main(int argc, char **argv);

#endif
