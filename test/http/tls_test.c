/* tls_test.c: the web door behind its own TLS, met by OpenSSL, which it does not use itself. */
#include "visit.h"

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

static char cert_pem[4096], key_pem[4096];
static struct server *server;

static void
keep_text(BIO *from, char text[static 4096])
{
    int length = BIO_read(from, text, 4095);
    assert_true(length > 0);
    text[length] = '\0';
    BIO_free(from);
}

/* A certificate for nobody, signed by itself, good for an hour. */
static void
make_certificate(void)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *cert = X509_new();
    assert_non_null(key);
    assert_non_null(cert);
    X509_set_version(cert, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(cert), 1);
    X509_gmtime_adj(X509_getm_notBefore(cert), -60);
    X509_gmtime_adj(X509_getm_notAfter(cert), 3600);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(cert), "CN", MBSTRING_ASC,
                               (const unsigned char *)"localhost", -1, -1, 0);
    X509_set_issuer_name(cert, X509_get_subject_name(cert));
    X509_set_pubkey(cert, key);
    assert_true(X509_sign(cert, key, EVP_sha256()) > 0);
    BIO *pem = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(pem, cert);
    keep_text(pem, cert_pem);
    pem = BIO_new(BIO_s_mem());
    PEM_write_bio_PrivateKey(pem, key, NULL, NULL, 0, NULL, NULL);
    keep_text(pem, key_pem);
    X509_free(cert);
    EVP_PKEY_free(key);
}

static struct server *
open_tls(int header_ms)
{
    return visit_open_server((struct server_options){
        .cert = cert_pem, .key = key_pem, .host = "0.0.0.0", .limits = {.header_ms = header_ms}});
}

static int
open_server(void **state)
{
    (void)state;
    make_certificate();
    server = open_tls(0);
    return 0;
}

static int
close_server(void **state)
{
    (void)state;
    return server_close(server, 5000) ? 0 : -1;
}

/* NULL when the two cannot agree on a version from `least` to `most`. */
static SSL *
greet(SSL_CTX *context, int visitor, int least, int most)
{
    SSL *tls = SSL_new(context);
    SSL_set_fd(tls, visitor);
    SSL_set_min_proto_version(tls, least);
    SSL_set_max_proto_version(tls, most);
    if (SSL_connect(tls) == 1)
        return tls;
    SSL_free(tls);
    return NULL;
}

static void
ask(SSL *tls, const char *request, const char *expected)
{
    char answer[65536];
    int length = 0;
    SSL_write(tls, request, (int)strlen(request));
    do {
        int more = SSL_read(tls, answer + length, (int)sizeof answer - 1 - length);
        if (more <= 0)
            fail_msg("the connection ended");
        length += more;
        answer[length] = '\0';
    } while (strstr(answer, expected) == NULL);
    assert_non_null(strstr(answer, "\r\nStrict-Transport-Security: max-age="));
}

static void
test_tls__answers_at_once_and_later(void **state)
{
    static const int versions[] = {TLS1_2_VERSION, TLS1_3_VERSION};
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        int visitor = visit_connect(server);
        SSL *tls = greet(context, visitor, versions[i], versions[i]);
        assert_non_null(tls);
        ask(tls, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody",
            "POST /echo from 127.0.0.1 host a secure\nx-test: \nbody");
        static const char held[] = "GET /held HTTP/1.1\r\nHost: a\r\n\r\n";
        SSL_write(tls, held, sizeof held - 1);
        server_answer_later(
            visit_held(),
            &(struct answer){.status = 200, .content_type = "text/plain", .body = TEXT("at last")});
        ask(tls, "GET /a//b HTTP/1.1\r\nHost: a\r\n\r\n", "TARGET_MUST_BE_CLEAR");
        SSL_free(tls);
        close(visitor);
    }
    SSL_CTX_free(context);
}

static void
test_tls__old_versions_are_not_spoken(void **state)
{
    SSL_CTX *context = SSL_CTX_new(TLS_client_method());
    int visitor = visit_connect(server);
    (void)state;
    SSL_CTX_set_security_level(context, 0);
    assert_null(greet(context, visitor, TLS1_VERSION, TLS1_1_VERSION));
    close(visitor);
    SSL_CTX_free(context);
}

static void
test_tls__plain_words_and_silence_end(void **state)
{
    struct server *impatient = open_tls(200);
    int plain = visit_connect(impatient), silent = visit_connect(impatient);
    (void)state;
    visit_say(plain, "GET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
    assert_null(strstr(visit_rest(plain), "HTTP/1.1 200"));
    assert_true(visit_is_closed(silent));
    close(plain);
    close(silent);
    assert_true(server_close(impatient, 5000));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tls__answers_at_once_and_later),
        cmocka_unit_test(test_tls__old_versions_are_not_spoken),
        cmocka_unit_test(test_tls__plain_words_and_silence_end),
    };
    return cmocka_run_group_tests(tests, open_server, close_server);
}
