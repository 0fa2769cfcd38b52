/* address.h: where a client is: an IP address of either family, IPv4 as ::ffff:a.b.c.d. */
#ifndef TB_ADDRESS_H
#define TB_ADDRESS_H
#include "base/text.h"

#include <sys/socket.h>

struct address {
    unsigned char bytes[16];
};

/* "192.0.2.7" or "2001:db8::7", without port, zone or brackets. */
bool address_parse(struct text text, struct address *address);
struct text address_text(const struct address *address, struct arena *arena);
bool address_is_loopback(const struct address *address);

/* The address of a socket; false for one that is not of the internet. */
bool address_of_socket(const struct sockaddr_storage *from, struct address *address);
/* And back, with a port; gives the length of what was filled in. */
socklen_t address_to_socket(const struct address *address, int port, struct sockaddr_storage *to);

/* What counts as one client: the whole IPv4 address, the first 64 bits of an IPv6 one (a home or an
 * office gets that much, so single addresses of it cost nothing). */
struct address address_of_client(const struct address *address);

#endif
