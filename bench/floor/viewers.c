/*
 * Viewers that count what they get, and what it cost the server, and cost little themselves. For bench/slope.sh.
 *
 *     gcc -O2 -o viewers viewers.c
 *     gcc -O2 -DTLS -o viewers-tls viewers.c -lssl -lcrypto
 *     viewers PORT PATH VIEWERS WARMUP SECONDS PID
 *
 * Opens VIEWERS connections to the loopback address and requests PATH on each: as a WebSocket if it begins with /ws, whose pings are
 * answered, or else as multipart/x-mixed-replace. After WARMUP seconds it counts for SECONDS. Prints the frames of all viewers, the fewest
 * of one, the CPU time of process PID in microseconds, and the bytes. With -DTLS it decrypts, and checks no certificate.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#ifdef TLS
#include <openssl/ssl.h>
#endif

struct viewer {
    int socket;
#ifdef TLS
    SSL *tls;
#endif
    bool has_head;             /* the head of the response has been read */
    uint64_t left;             /* bytes of the payload that is being read */
    unsigned char header[140]; /* of a WebSocket frame, with the payload of a ping */
    size_t known;              /* bytes of it */
    long frames, bytes;
};

static bool is_socket;

static void *found(const void *bytes, size_t length, const char *text) { return memmem(bytes, length, text, strlen(text)); }

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* CPU time of a process in microseconds, counted in hundredths of a second. */
static long cpu_of(const char *pid)
{
    char path[64], line[1024];
    long user = 0, system = 0;
    snprintf(path, sizeof path, "/proc/%s/stat", pid);
    FILE *file = fopen(path, "r");
    if (!file || !fgets(line, sizeof line, file))
        errx(1, "there is no process %s", pid);
    fclose(file);
    if (sscanf(strrchr(line, ')') + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %ld %ld", &user, &system) != 2)
        errx(1, "%s is not understood", path);
    return (user + system) * (1000000 / sysconf(_SC_CLK_TCK));
}

#ifdef TLS
static void shake_hands(struct viewer *viewer)
{
    static SSL_CTX *context;
    if (!context) {
        context = SSL_CTX_new(TLS_client_method());
        SSL_CTX_set_read_ahead(context, 1);
        SSL_CTX_set_default_read_buffer_len(context, 65536);
    }
    viewer->tls = SSL_new(context);
    SSL_set_fd(viewer->tls, viewer->socket);
    if (SSL_connect(viewer->tls) != 1)
        errx(1, "the handshake failed");
}

static bool give(struct viewer *viewer, const void *bytes, size_t length)
{
    return SSL_write(viewer->tls, bytes, (int)length) == (int)length;
}

/* What there is now; 0 if there is nothing, negative at the end. */
static ssize_t read_some(struct viewer *viewer, void *bytes, size_t most)
{
    int length = SSL_read(viewer->tls, bytes, (int)most);
    return length > 0 ? length : SSL_get_error(viewer->tls, length) == SSL_ERROR_WANT_READ ? 0 : -1;
}

/* A read gets one record, and others may have come with it. */
static bool may_have_more(ssize_t length, size_t most) { return (void)most, length > 0; }
#else
static void shake_hands(struct viewer *viewer) { (void)viewer; }

static bool give(struct viewer *viewer, const void *bytes, size_t length)
{
    return send(viewer->socket, bytes, length, MSG_NOSIGNAL) == (ssize_t)length;
}

/* What there is now; 0 if there is nothing, negative at the end. */
static ssize_t read_some(struct viewer *viewer, void *bytes, size_t most)
{
    ssize_t length = recv(viewer->socket, bytes, most, 0);
    return length > 0 ? length : length < 0 && errno == EAGAIN ? 0 : -1;
}

static bool may_have_more(ssize_t length, size_t most) { return length == (ssize_t)most; }
#endif

static struct viewer *connect_to(int port, const char *path, int epoll)
{
    int socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), one = 1;
    struct sockaddr_in server = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    if (connect(socket_, (struct sockaddr *)&server, sizeof server))
        err(1, "can't connect");
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct viewer *viewer = calloc(1, sizeof *viewer);
    viewer->socket = socket_;
    shake_hands(viewer);
    char request[512];
    int length = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n", path, is_socket
        ? "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n" : "");
    if (!give(viewer, request, (size_t)length))
        errx(1, "can't send a request");
    fcntl(socket_, F_SETFL, O_NONBLOCK);
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = viewer };
    epoll_ctl(epoll, EPOLL_CTL_ADD, socket_, &event);
    return viewer;
}

/* Answers a ping. The mask is zero, so the payload stays as it is. */
static void answer(struct viewer *viewer, size_t at, size_t length)
{
    unsigned char pong[140] = { 0x8A, (unsigned char)(0x80 | length) };
    memcpy(pong + 6, viewer->header + at, length);
    if (!give(viewer, pong, 6 + length))
        errx(1, "can't send a pong");
}

/* One byte of a WebSocket frame's header, or of a short payload. */
static void take(struct viewer *viewer, unsigned char byte)
{
    unsigned char *header = viewer->header;
    header[viewer->known++] = byte;
    size_t start = viewer->known < 2 ? 2 : header[1] == 127 ? 10 : header[1] == 126 ? 4 : 2;
    if (viewer->known < start)
        return;
    uint64_t length = 0;
    if (start == 2)
        length = header[1];
    for (size_t i = 2; i < start; i++)
        length = length << 8 | header[i];
    if (header[0] == 0x82) {
        viewer->frames++;
        viewer->left = length;
        viewer->known = 0;
    } else if (viewer->known == start + length) {
        if (header[0] == 0x88)
            errx(1, "the server closed with %d", header[2] << 8 | header[3]);
        if (header[0] == 0x89)
            answer(viewer, start, (size_t)length);
        viewer->known = 0;
    }
}

static void count(struct viewer *viewer, const unsigned char *bytes, size_t length)
{
    viewer->bytes += (long)length;
    if (!viewer->has_head) {
        const unsigned char *end = found(bytes, length, "\r\n\r\n");
        if (!found(bytes, length, is_socket ? "HTTP/1.1 101" : "HTTP/1.1 200") || !end)
            errx(1, "refused: %.*s", (int)strcspn((const char *)bytes, "\r"), bytes);
        viewer->has_head = true;
        length -= (size_t)(end + 4 - bytes);
        bytes = end + 4;
    }
    if (!is_socket) {
        /* A part's head is sent in one piece. */
        for (const unsigned char *head; (head = found(bytes, length, "Content-Length: ")); viewer->frames++) {
            length -= (size_t)(head + 1 - bytes);
            bytes = head + 1;
        }
        return;
    }
    while (length > 0) {
        size_t skipped = viewer->left < length ? (size_t)viewer->left : length;
        viewer->left -= skipped;
        length -= skipped;
        bytes += skipped;
        if (length > 0) {
            take(viewer, *bytes++);
            length--;
        }
    }
}

static void read_all(struct viewer *viewer)
{
    static unsigned char bytes[16384];
    ssize_t length;
    do {
        length = read_some(viewer, bytes, sizeof bytes);
        if (length < 0)
            errx(1, "the server ended a connection");
        /* TLS may have brought its tickets, and nothing else yet. */
        if (length > 0)
            count(viewer, bytes, (size_t)length);
    } while (may_have_more(length, sizeof bytes));
}

/* Looks each 2 ms, and does not wait for data. Else the server would pay for waking this process: for nearly each frame if it sends more
   slowly than this reads, and seldom if it sends faster. Viewers elsewhere have their own kernels for that. */
static void run_until(double end, int epoll)
{
    struct epoll_event events[256];
    for (double left; (left = end - now()) > 0;) {
        int ready = epoll_wait(epoll, events, 256, 0);
        for (int i = 0; i < ready; i++)
            read_all(events[i].data.ptr);
        if (ready < 256)
            usleep(left < 0.002 ? (useconds_t)(left * 1e6) : 2000);
    }
}

int main(int argc, char **argv)
{
    if (argc != 7)
        errx(2, "usage: viewers PORT PATH VIEWERS WARMUP SECONDS PID");
    int port = atoi(argv[1]), viewers = atoi(argv[3]), epoll = epoll_create1(EPOLL_CLOEXEC);
    is_socket = !strncmp(argv[2], "/ws", 3);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    struct viewer **all = calloc((size_t)viewers, sizeof *all);
    for (int i = 0; i < viewers; i++) {
        all[i] = connect_to(port, argv[2], epoll);
        /* Those that are connected already must not be taken for slow ones. */
        run_until(now() + 0.002, epoll);
    }
    run_until(now() + atof(argv[4]), epoll);
    for (int i = 0; i < viewers; i++)
        all[i]->frames = all[i]->bytes = 0;
    long cpu = cpu_of(argv[6]), frames = 0, fewest = -1, bytes = 0;
    run_until(now() + atof(argv[5]), epoll);
    cpu = cpu_of(argv[6]) - cpu;
    for (int i = 0; i < viewers; i++) {
        frames += all[i]->frames;
        bytes += all[i]->bytes;
        fewest = fewest < 0 || all[i]->frames < fewest ? all[i]->frames : fewest;
    }
    printf("%ld %ld %ld %ld\n", frames, fewest, cpu, bytes);
}
