/*
 * The lowest possible cost of showing a camera to many viewers, and the camera of all systems that are compared with it.
 *
 *     gcc -O2 -o floor floor.c
 *     floor [-s BYTES] PORT FPS FRAME.jpg...
 *
 * Serves the JPEGs in a loop as multipart/x-mixed-replace on the loopback address. At each tick it writes the frame's number and the time
 * into a comment, builds one buffer with the whole part, and sends it once for each viewer. Nothing is decoded, encoded or copied for a
 * viewer. So the cost is the kernel's, and no server that sends the same bytes over as many connections costs much less. If the kernel
 * takes only a part of a frame, the viewer gets the rest when there is room again, and skips the frames until then. -s bounds the segments
 * (TCP_MAXSEG), as a network does: over loopback one may have 64 KiB.
 *
 *     gcc -O2 -DTLS -o floor-tls floor.c -lssl -lcrypto
 *     floor-tls CERTIFICATE_AND_KEY.pem PORT FPS FRAME.jpg...
 *
 * The same over TLS: the lowest cost of OpenSSL's SSL_write, which encrypts the frame for each viewer.
 */
#define _GNU_SOURCE
#include <err.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>
#ifdef TLS
#include <openssl/ssl.h>
#endif

/* The boundary follows each frame at once, so that a reader sees the end of the frame without waiting for the next one. */
#define BOUNDARY "--floor\r\n"
static const char response[] = "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=floor\r\nCache-Control: no-store\r\n"
                               "Connection: close\r\n\r\n" BOUNDARY;
static const char part_end[] = "\r\n" BOUNDARY;

struct jpeg {
    char *bytes;
    size_t length, comment_at;
};

/* The part of one tick, shared by all clients that have not sent all of it. */
struct part {
    int users;
    size_t length;
    char bytes[];
};

struct client {
    int socket;
#ifdef TLS
    SSL *tls;
#endif
    size_t index;         /* in clients */
    bool is_viewer;       /* it has sent a request */
    struct part *sending; /* a part of which it has only some bytes, or NULL */
    size_t sent;          /* number of these bytes */
};

static struct client **clients;
static size_t client_count, client_room;
static int epoll;

static void *room_for(void *old, size_t bytes)
{
    void *room = realloc(old, bytes);
    if (!room)
        errx(1, "out of memory");
    return room;
}

#ifdef TLS
static SSL_CTX *tls;

static void read_certificate(const char *path)
{
    tls = SSL_CTX_new(TLS_server_method());
    if (!tls || SSL_CTX_use_certificate_chain_file(tls, path) != 1 || SSL_CTX_use_PrivateKey_file(tls, path, SSL_FILETYPE_PEM) != 1)
        errx(1, "can't use the certificate and key in %s", path);
    SSL_CTX_set_mode(tls, SSL_MODE_ENABLE_PARTIAL_WRITE);
}

static ssize_t result_of(struct client *client, int result)
{
    if (result > 0)
        return result;
    int error = SSL_get_error(client->tls, result);
    errno = error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? EAGAIN : EIO;
    return error == SSL_ERROR_ZERO_RETURN ? 0 : -1;
}

/* The handshake is a part of the first read. */
static bool open_tls(struct client *client)
{
    client->tls = SSL_new(tls);
    return client->tls && SSL_set_fd(client->tls, client->socket) == 1 && (SSL_set_accept_state(client->tls), true);
}

static void close_tls(struct client *client) { SSL_free(client->tls); }

static ssize_t take(struct client *client, void *bytes, size_t most)
{
    return result_of(client, SSL_read(client->tls, bytes, (int)most));
}

/* One record at a time. */
static ssize_t give(struct client *client, const char *bytes, size_t length)
{
    size_t sent = 0;
    while (sent < length) {
        ssize_t more = result_of(client, SSL_write(client->tls, bytes + sent, (int)(length - sent)));
        if (more <= 0)
            return sent > 0 && errno == EAGAIN ? (ssize_t)sent : -1;
        sent += (size_t)more;
    }
    return (ssize_t)sent;
}
#else
static bool open_tls(struct client *client) { return client; }
static void close_tls(struct client *client) { (void)client; }
static ssize_t take(struct client *client, void *bytes, size_t most) { return recv(client->socket, bytes, most, 0); }
static ssize_t give(struct client *client, const char *bytes, size_t length) { return send(client->socket, bytes, length, 0); }
#endif

static struct jpeg read_jpeg(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END))
        err(1, "can't read %s", path);
    struct jpeg jpeg = { .length = (size_t)ftell(file), .comment_at = 2 };
    jpeg.bytes = room_for(NULL, jpeg.length + 1);
    rewind(file);
    if (fread(jpeg.bytes, 1, jpeg.length, file) != jpeg.length)
        err(1, "can't read %s", path);
    fclose(file);
    const unsigned char *head = (unsigned char *)jpeg.bytes;
    if (jpeg.length < 6 || head[0] != 0xFF || head[1] != 0xD8)
        errx(1, "%s is not a JPEG", path);
    /* An APP0 segment (JFIF) must be the first, so the comment follows it. Its length includes itself, but not its marker. */
    if (head[2] == 0xFF && head[3] == 0xE0)
        jpeg.comment_at += 2 + head[4] * 256u + head[5];
    if (jpeg.comment_at > jpeg.length)
        errx(1, "%s is incomplete", path);
    return jpeg;
}

/* The part with this frame. VideoStream and its load generator read the comment in it. */
static struct part *build_part(const struct jpeg *jpeg, uint64_t number)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    char comment[128] = { (char)0xFF, (char)0xFE }, head[128];
    int text = snprintf(comment + 4, sizeof comment - 4, "seq=%llu&captured_us=%lld&camera=main", (unsigned long long)number,
                        now.tv_sec * 1000000LL + now.tv_nsec / 1000);
    comment[3] = (char)(text + 2); /* the segment's length, always below 256 */
    size_t comment_length = 4 + (size_t)text, jpeg_length = jpeg->length + comment_length;
    int head_length = snprintf(head, sizeof head, "Content-Type: image/jpeg\r\nContent-Length: %zu\r\n\r\n", jpeg_length);

    struct part *part = room_for(NULL, sizeof *part + (size_t)head_length + jpeg_length + sizeof part_end);
    char *end = mempcpy(part->bytes, head, (size_t)head_length);
    end = mempcpy(end, jpeg->bytes, jpeg->comment_at);
    end = mempcpy(end, comment, comment_length);
    end = mempcpy(end, jpeg->bytes + jpeg->comment_at, jpeg->length - jpeg->comment_at);
    end = mempcpy(end, part_end, sizeof part_end - 1);
    part->users = 1;
    part->length = (size_t)(end - part->bytes);
    return part;
}

static void release(struct part *part)
{
    if (part && --part->users == 0)
        free(part);
}

static void watch(int file, uint32_t events, void *source)
{
    struct epoll_event event = { .events = events, .data.ptr = source };
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, file, &event))
        err(1, "epoll_ctl");
}

static void drop(struct client *client)
{
    close_tls(client);
    close(client->socket);
    release(client->sending);
    clients[client->index] = clients[--client_count];
    clients[client->index]->index = client->index;
    free(client);
}

/* Sends the bytes that the kernel takes at once. False: the client has disconnected. */
static bool send_part(struct client *client, struct part *part)
{
    ssize_t sent = give(client, part->bytes + client->sent, part->length - client->sent);
    if (sent < 0 && errno != EAGAIN)
        return false;
    client->sent += sent < 0 ? 0 : (size_t)sent;
    if (client->sent < part->length) {
        part->users += !client->sending;
        client->sending = part;
        return true;
    }
    release(client->sending);
    client->sending = NULL;
    client->sent = 0;
    return true;
}

static void accept_all(int listener)
{
    for (;;) {
        int socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC), one = 1;
        if (socket < 0 && errno == EAGAIN)
            return;
        if (socket < 0 && errno == ECONNABORTED)
            continue;
        if (socket < 0)
            err(1, "can't accept more than %zu viewers", client_count);
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        if (client_count == client_room)
            clients = room_for(clients, (client_room += 1024) * sizeof *clients);
        struct client *client = room_for(NULL, sizeof *client);
        *client = (struct client) { .socket = socket, .index = client_count };
        if (!open_tls(client))
            errx(1, "no TLS");
        clients[client_count++] = client;
        /* Edge-triggered: the kernel reports room only to clients that had none, and nothing for viewers that keep up. */
        watch(socket, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, client);
    }
}

/* Answers the first bytes with the stream: on loopback they are a request. Drops later bytes. False: the client has disconnected. */
static bool read_request(struct client *client)
{
    char bytes[4096];
    ssize_t count;
    while ((count = take(client, bytes, sizeof bytes)) > 0) {
        if (!client->is_viewer && give(client, response, sizeof response - 1) < 0)
            return false;
        client->is_viewer = true;
    }
    return count < 0 && errno == EAGAIN;
}

static void serve(struct client *client, uint32_t events)
{
    bool is_connected = !(events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP)) && (!(events & EPOLLIN) || read_request(client));
    if (!is_connected || (client->sending && !send_part(client, client->sending)))
        drop(client);
}

static void send_to_all(const struct jpeg *jpeg, uint64_t number)
{
    struct part *part = build_part(jpeg, number);
    /* From the last to the first: drop() moves the last client, which has had its turn, into the freed place. */
    for (size_t i = client_count; i-- > 0;) {
        if (clients[i]->is_viewer && !clients[i]->sending && !send_part(clients[i], part))
            drop(clients[i]);
    }
    release(part);
}

static int listen_at(long port, int segment)
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), one = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (segment && setsockopt(listener, IPPROTO_TCP, TCP_MAXSEG, &segment, sizeof segment))
        err(1, "can't bound segments to %d bytes", segment);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4096))
        err(1, "can't listen at 127.0.0.1:%ld", port);
    return listener;
}

/* Absolute times, so that the rate does not drift. */
static int tick_at(long fps)
{
    struct itimerspec times = { .it_interval = { .tv_sec = fps == 1, .tv_nsec = 1000000000 / fps % 1000000000 } };
    clock_gettime(CLOCK_MONOTONIC, &times.it_value);
    int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    if (timer < 0 || timerfd_settime(timer, TFD_TIMER_ABSTIME, &times, NULL))
        err(1, "no timer");
    return timer;
}

static long number_of(const char *text, const char *what, long most)
{
    char *end;
    long number = strtol(text, &end, 10);
    if (*end || number < 1 || number > most)
        errx(1, "%s must be 1 to %ld, not '%s'", what, most, text);
    return number;
}

static void leave(int signal)
{
    (void)signal;
    _exit(0);
}

int main(int argc, char **argv)
{
    int segment = 0;
#ifdef TLS
    if (argc < 5)
        errx(2, "usage: floor-tls CERTIFICATE_AND_KEY.pem PORT FPS FRAME.jpg...");
    read_certificate(argv[1]);
    argv++, argc--;
#else
    if (argc > 2 && !strcmp(argv[1], "-s")) {
        segment = (int)number_of(argv[2], "BYTES", 65535);
        argv += 2, argc -= 2;
    }
    if (argc < 4)
        errx(2, "usage: floor [-s BYTES] PORT FPS FRAME.jpg...");
#endif
    long port = number_of(argv[1], "PORT", 65535), fps = number_of(argv[2], "FPS", 1000);
    size_t jpeg_count = (size_t)argc - 3;
    struct jpeg *jpegs = room_for(NULL, jpeg_count * sizeof *jpegs);
    for (size_t i = 0; i < jpeg_count; i++)
        jpegs[i] = read_jpeg(argv[i + 3]);

    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGTERM, leave);
    signal(SIGINT, leave);

    int listener = listen_at(port, segment), ticks = tick_at(fps);
    epoll = epoll_create1(EPOLL_CLOEXEC);
    watch(listener, EPOLLIN, &listener);
    watch(ticks, EPOLLIN, &ticks);
    for (uint64_t number = 0, passed;;) {
        struct epoll_event events[256];
        bool is_due = false;
        int count = epoll_wait(epoll, events, sizeof events / sizeof *events, -1);
        if (count < 0 && errno != EINTR)
            err(1, "epoll_wait");
        for (int i = 0; i < count; i++) {
            if (events[i].data.ptr == &listener)
                accept_all(listener);
            else if (events[i].data.ptr == &ticks)
                is_due = true;
            else
                serve(events[i].data.ptr, events[i].events);
        }
        /* After all events: a client that is dropped here must have none left. */
        if (is_due && read(ticks, &passed, sizeof passed) == sizeof passed) {
            number += passed;
            if (client_count > 0)
                send_to_all(&jpegs[number % jpeg_count], number);
        }
    }
}
