/*
 * A loopback host for benchmarks: takes any upload, throws its bytes away and answers with a link of the right length.
 * Plain HTTP bodies are dropped in the kernel (MSG_TRUNC), so that the sink is never what is measured.
 * Build: cc -O2 -pthread -o sink sink.c -ldl
 * Run:   sink FILE_BYTES [CERTIFICATE.pem KEY.pem]
 * It prints its port, then for each body above 1 MiB the lines "begin" and "end NANOSECONDS". HEAD and GET of a link tell FILE_BYTES.
 * GET /totals answers "UPLOADS BYTES": whole bodies taken so far, and their bytes.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEAD_MAX = 65536, BLOCK = 1 << 20 };
#ifdef __linux__
static const int DROP = MSG_TRUNC;
#else
static const int DROP = 0;
#endif

static long file_bytes;
static char link_text[128];
static atomic_long uploads, upload_bytes;

/* OpenSSL, found when it runs: its headers are not needed to build this. */
static void *tls_context;
static void *(*tls_new)(void *);
static int (*tls_set_fd)(void *, int), (*tls_accept)(void *), (*tls_shutdown)(void *);
static int (*tls_read)(void *, void *, int), (*tls_write)(void *, const void *, int);
static void (*tls_free)(void *);

typedef struct { int fd; void *tls; } Connection;

static void fail(const char *what) { fprintf(stderr, "sink: %s\n", what); exit(1); }

static void *symbol(void *library, const char *name) {
  void *found = dlsym(library, name);
  if (!found) fail(name);
  return found;
}

static void open_tls(const char *certificate, const char *key) {
  void *ssl = dlopen("libssl.so.3", RTLD_NOW);
  if (!ssl) ssl = dlopen("libssl.3.dylib", RTLD_NOW);
  if (!ssl) fail("no OpenSSL 3 library");
  void *(*method)(void) = symbol(ssl, "TLS_server_method");
  void *(*context)(void *) = symbol(ssl, "SSL_CTX_new");
  int (*use_certificate)(void *, const char *) = symbol(ssl, "SSL_CTX_use_certificate_chain_file");
  int (*use_key)(void *, const char *, int) = symbol(ssl, "SSL_CTX_use_PrivateKey_file");
  long (*control)(void *, int, long, void *) = symbol(ssl, "SSL_CTX_ctrl");
  void (*read_buffer)(void *, size_t) = symbol(ssl, "SSL_CTX_set_default_read_buffer_len");
  tls_new = symbol(ssl, "SSL_new");
  tls_set_fd = symbol(ssl, "SSL_set_fd");
  tls_accept = symbol(ssl, "SSL_accept");
  tls_shutdown = symbol(ssl, "SSL_shutdown");
  tls_read = symbol(ssl, "SSL_read");
  tls_write = symbol(ssl, "SSL_write");
  tls_free = symbol(ssl, "SSL_free");
  tls_context = context(method());
  if (!tls_context || use_certificate(tls_context, certificate) != 1 || use_key(tls_context, key, 1) != 1)
    fail("the certificate or its key can not be used");
  control(tls_context, 41 /* SSL_CTRL_SET_READ_AHEAD */, 1, 0);
  read_buffer(tls_context, 256 * 1024);
}

static long take(Connection *from, char *to, long most, int flags) {
  return from->tls ? tls_read(from->tls, to, (int)most) : recv(from->fd, to, (size_t)most, flags);
}

static int give(Connection *to, const char *text) {
  long length = (long)strlen(text);
  long sent = to->tls ? tls_write(to->tls, text, (int)length) : send(to->fd, text, (size_t)length, MSG_NOSIGNAL);
  return sent == length;
}

static int answer(Connection *to, const char *body, long length) {
  char text[512];
  snprintf(text, sizeof text, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %ld\r\n\r\n%s", length, body);
  return give(to, text);
}

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* Takes what is left of a body; 0 where the sender hung up. */
static int drop_body(Connection *from, char *block, long got, long length) {
  while (got < length) {
    long want = length - got < BLOCK ? length - got : BLOCK;
    long taken = take(from, block, want, DROP);
    if (taken <= 0) return 0;
    got += taken;
  }
  return 1;
}

/* One request and its answer; 0 ends the connection. */
static int serve_request(Connection *client, char *head, char *block) {
  long filled = 0;
  char *end = 0;
  while (!end) {
    if (filled == HEAD_MAX) return 0;
    long taken = take(client, head + filled, HEAD_MAX - filled, 0);
    if (taken <= 0) return 0;
    filled += taken;
    head[filled] = 0;
    end = strstr(head, "\r\n\r\n");
  }
  *end = 0;
  long got = filled - (end + 4 - head);
  if (!strncmp(head, "HEAD ", 5)) return answer(client, "", file_bytes);
  if (!strncmp(head, "GET /totals ", 12)) {
    char text[64];
    snprintf(text, sizeof text, "%ld %ld", atomic_load(&uploads), atomic_load(&upload_bytes));
    return answer(client, text, (long)strlen(text));
  }
  /* A whole file is never asked for: the check of a link wants its length alone, and hangs up. */
  if (!strncmp(head, "GET ", 4)) return answer(client, "", file_bytes), 0;
  char *field = strcasestr(head, "\r\ncontent-length:");
  if (!field) return 0;
  long length = atol(field + 17);
  int large = length > BLOCK;
  long long began = now();
  if (large) puts("begin");
  if (strcasestr(head, "\r\nexpect: 100-continue") && !give(client, "HTTP/1.1 100 Continue\r\n\r\n")) return 0;
  if (!drop_body(client, block, got, length)) return 0;
  if (large) printf("end %lld\n", now() - began);
  atomic_fetch_add(&uploads, 1);
  atomic_fetch_add(&upload_bytes, length);
  return answer(client, link_text, (long)strlen(link_text));
}

static void *serve(void *argument) {
  Connection client = { (int)(long)argument, 0 };
  char *head = malloc(HEAD_MAX + 1), *block = malloc(BLOCK);
  if (tls_context) {
    client.tls = tls_new(tls_context);
    tls_set_fd(client.tls, client.fd);
  }
  if (!client.tls || tls_accept(client.tls) == 1)
    while (serve_request(&client, head, block)) continue;
  if (client.tls) {
    tls_shutdown(client.tls);
    tls_free(client.tls);
  }
  close(client.fd);
  free(head);
  free(block);
  return 0;
}

int main(int count, char **arguments) {
  if (count < 2) fail("usage: sink FILE_BYTES [CERTIFICATE.pem KEY.pem]");
  file_bytes = atol(arguments[1]);
  if (count > 3) open_tls(arguments[2], arguments[3]);
  signal(SIGPIPE, SIG_IGN);
  setvbuf(stdout, 0, _IOLBF, 0);

  int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
  socklen_t size = sizeof address;
  if (bind(listener, (void *)&address, size) || listen(listener, 512) || getsockname(listener, (void *)&address, &size))
    fail("no port to listen on");
  int port = ntohs(address.sin_port);
  snprintf(link_text, sizeof link_text, "%s://127.0.0.1:%d/sunken.bin\n", tls_context ? "https" : "http", port);
  printf("%d\n", port);

  for (;;) {
    int client = accept(listener, 0, 0);
    if (client < 0) continue;
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    pthread_t thread;
    if (pthread_create(&thread, 0, serve, (void *)(long)client)) close(client);
    else pthread_detach(thread);
  }
}
