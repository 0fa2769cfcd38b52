/* law_service.h: `tongban law service`: whether a paper is served, and from which day. */
#ifndef TB_LAW_SERVICE_H
#define TB_LAW_SERVICE_H

/* Exit statuses as law.h. */
int law_service_main(int argc, char **argv);

#endif
