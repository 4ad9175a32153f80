/*
 * The lowest possible cost of a JPEG: what libturbojpeg takes for the same calls as the service, without anything around them.
 *
 *     gcc -O2 -o jpeg jpeg.c -lturbojpeg
 *     jpeg QUALITY FRAME.jpg...
 *
 * Decodes each JPEG to planes in its own size and in a half of it, encodes the planes of its own size again, and prints the CPU time of a
 * frame in microseconds for each: decode, decode to a half, encode.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <turbojpeg.h>

enum { ROUNDS = 30, MAX_FRAMES = 64 };

struct planes {
    unsigned char *plane[3];
    int stride[3], width, height, sampling;
};

struct jpeg {
    unsigned char *bytes;
    unsigned long length;
    struct planes whole, half;
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

static void make_planes(struct planes *planes, int width, int height, int sampling)
{
    planes->width = width;
    planes->height = height;
    planes->sampling = sampling;
    for (int i = 0; i < 3; i++) {
        planes->stride[i] = tjPlaneWidth(i, width, sampling);
        planes->plane[i] = malloc((size_t)planes->stride[i] * tjPlaneHeight(i, height, sampling));
    }
}

static struct jpeg read_jpeg(tjhandle decoder, const char *name)
{
    struct jpeg jpeg = {0};
    FILE *file = fopen(name, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        err(1, "%s", name);
    jpeg.length = ftell(file);
    jpeg.bytes = malloc(jpeg.length);
    rewind(file);
    if (fread(jpeg.bytes, 1, jpeg.length, file) != jpeg.length)
        err(1, "%s", name);
    fclose(file);
    int width, height, sampling, colours;
    if (tjDecompressHeader3(decoder, jpeg.bytes, jpeg.length, &width, &height, &sampling, &colours) != 0)
        errx(1, "%s: %s", name, tjGetErrorStr2(decoder));
    make_planes(&jpeg.whole, width, height, sampling);
    make_planes(&jpeg.half, (width + 1) / 2, (height + 1) / 2, sampling);
    return jpeg;
}

static void decode(tjhandle decoder, struct jpeg *jpeg, struct planes *to)
{
    if (tjDecompressToYUVPlanes(decoder, jpeg->bytes, jpeg->length, to->plane, to->width, to->stride, to->height, TJFLAG_LIMITSCANS) != 0)
        errx(1, "decode: %s", tjGetErrorStr2(decoder));
}

int main(int count, char **arguments)
{
    if (count < 3 || count - 2 > MAX_FRAMES)
        errx(2, "usage: jpeg QUALITY FRAME.jpg...");
    int quality = atoi(arguments[1]), frames = count - 2;
    tjhandle decoder = tjInitDecompress(), encoder = tjInitCompress();
    struct jpeg jpegs[MAX_FRAMES];
    for (int i = 0; i < frames; i++)
        jpegs[i] = read_jpeg(decoder, arguments[i + 2]);

    double start = now();
    for (int i = 0; i < ROUNDS * frames; i++)
        decode(decoder, &jpegs[i % frames], &jpegs[i % frames].whole);
    double decoded = now();
    for (int i = 0; i < ROUNDS * frames; i++)
        decode(decoder, &jpegs[i % frames], &jpegs[i % frames].half);
    double halved = now();
    unsigned long room = tjBufSize(jpegs[0].whole.width, jpegs[0].whole.height, jpegs[0].whole.sampling);
    unsigned char *to = malloc(room);
    double begun = now();
    for (int i = 0; i < ROUNDS * frames; i++) {
        struct planes *from = &jpegs[i % frames].whole;
        unsigned long length = room;
        if (tjCompressFromYUVPlanes(encoder, (const unsigned char **)from->plane, from->width, from->stride, from->height, from->sampling,
                                    &to, &length, quality, TJFLAG_NOREALLOC) != 0)
            errx(1, "encode: %s", tjGetErrorStr2(encoder));
    }
    double encoded = now();
    int all = ROUNDS * frames;
    printf("%.0f\t%.0f\t%.0f\n", (decoded - start) / all, (halved - decoded) / all, (encoded - begun) / all);
    return 0;
}
