/*
 * The lowest cost of receiving what is published to a NATS subject: reads it from a plain socket, and looks at none of it. For
 * bench/relay-cpu.sh.
 *
 *     gcc -O2 -o nats_reader nats_reader.c
 *     nats_reader PORT SUBJECT WARMUP SECONDS
 *
 * Subscribes at a NATS server on the loopback address. After WARMUP seconds it counts for SECONDS, and prints the bytes and its own CPU
 * time in microseconds. Reads like a program that waits for each message: what came since the last read, with one call.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static long cpu(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 + usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

int main(int argc, char **argv)
{
    static char bytes[262144];
    if (argc != 5)
        errx(1, "usage: nats_reader PORT SUBJECT WARMUP SECONDS");
    struct sockaddr_in server = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int socket_ = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(socket_, (struct sockaddr *)&server, sizeof server))
        err(1, "can't connect");
    int length = snprintf(bytes, sizeof bytes, "CONNECT {\"verbose\":false}\r\nSUB %s 1\r\n", argv[2]);
    if (write(socket_, bytes, (size_t)length) != length)
        err(1, "can't subscribe");
    double begin = now() + atof(argv[3]), end = begin + atof(argv[4]);
    long before = 0, received = 0;
    while (now() < end) {
        ssize_t read_ = recv(socket_, bytes, sizeof bytes, 0);
        if (read_ <= 0)
            errx(1, "the server has ended the connection");
        /* The server asks whether we are there. */
        if (read_ < 4096 && memmem(bytes, (size_t)read_, "PING\r\n", 6) && write(socket_, "PONG\r\n", 6) != 6)
            err(1, "can't answer");
        if (now() < begin)
            continue;
        if (!before)
            before = cpu();
        received += read_;
    }
    printf("%ld %ld\n", received, cpu() - before);
    return 0;
}
