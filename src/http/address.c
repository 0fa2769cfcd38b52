/* address.c: one form for both families, so that counting and comparing need not know of them. */
#include "http/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static const unsigned char mapped_prefix[12] = {[10] = 0xff, [11] = 0xff};

static bool
is_mapped(const struct address *address)
{
    return memcmp(address->bytes, mapped_prefix, sizeof mapped_prefix) == 0;
}

static void
map(struct address *address, const void *ipv4)
{
    memcpy(address->bytes, mapped_prefix, sizeof mapped_prefix);
    memcpy(address->bytes + sizeof mapped_prefix, ipv4, 4);
}

bool
address_parse(struct text text, struct address *address)
{
    char terminated[INET6_ADDRSTRLEN];
    unsigned char ipv4[4];
    if (text.length == 0 || text.length >= sizeof terminated ||
        memchr(text.bytes, '\0', text.length) != NULL)
        return false;
    memcpy(terminated, text.bytes, text.length);
    terminated[text.length] = '\0';
    if (inet_pton(AF_INET, terminated, ipv4) == 1) {
        map(address, ipv4);
        return true;
    }
    return inet_pton(AF_INET6, terminated, address->bytes) == 1;
}

struct text
address_text(const struct address *address, struct arena *arena)
{
    char text[INET6_ADDRSTRLEN];
    if (is_mapped(address))
        inet_ntop(AF_INET, address->bytes + sizeof mapped_prefix, text, sizeof text);
    else
        inet_ntop(AF_INET6, address->bytes, text, sizeof text);
    return text_copy(text_of(text), arena);
}

bool
address_is_loopback(const struct address *address)
{
    static const unsigned char ipv6_loopback[16] = {[15] = 1};
    return is_mapped(address) ? address->bytes[12] == 127
                              : memcmp(address->bytes, ipv6_loopback, 16) == 0;
}

bool
address_of_socket(const struct sockaddr_storage *from, struct address *address)
{
    if (from->ss_family == AF_INET) {
        map(address, &((const struct sockaddr_in *)from)->sin_addr);
        return true;
    }
    if (from->ss_family == AF_INET6) {
        memcpy(address->bytes, &((const struct sockaddr_in6 *)from)->sin6_addr, 16);
        return true;
    }
    return false;
}

socklen_t
address_to_socket(const struct address *address, int port, struct sockaddr_storage *to)
{
    memset(to, 0, sizeof *to);
    if (is_mapped(address)) {
        struct sockaddr_in *ipv4 = (struct sockaddr_in *)to;
        ipv4->sin_family = AF_INET;
        ipv4->sin_port = htons((uint16_t)port);
        memcpy(&ipv4->sin_addr, address->bytes + sizeof mapped_prefix, 4);
        return sizeof *ipv4;
    }
    struct sockaddr_in6 *ipv6 = (struct sockaddr_in6 *)to;
    ipv6->sin6_family = AF_INET6;
    ipv6->sin6_port = htons((uint16_t)port);
    memcpy(&ipv6->sin6_addr, address->bytes, 16);
    return sizeof *ipv6;
}

struct address
address_of_client(const struct address *address)
{
    struct address client = *address;
    if (!is_mapped(address))
        memset(client.bytes + 8, 0, 8);
    return client;
}
