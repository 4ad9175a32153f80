/*
 * The lowest possible cost of H.264: what OpenH264 takes for the same pictures with the same settings as the service's, without anything
 * around it. Beside it, what libturbojpeg takes for a JPEG of each.
 *
 *     gcc -O2 -o h264 h264.c -lopenh264 -lturbojpeg
 *     h264 KILOBITS FRAME.jpg...
 *
 * Decodes the JPEGs to planes, which must be 4:2:0 and of one size, and encodes them one after the other, several times, as 30 frames a
 * second. Prints the CPU time of a frame in microseconds and its bytes for H.264, and the same for JPEG of quality 80.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <turbojpeg.h>
#include <wels/codec_api.h>

enum { PICTURES = 600, WARM_UP = 60, MAX_FRAMES = 2000, QUALITY = 80, RATE = 30 };

struct planes {
    unsigned char *plane[3];
    int stride[3], width, height;
};

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

static struct planes read_jpeg(tjhandle decoder, const char *name)
{
    FILE *file = fopen(name, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        err(1, "%s", name);
    unsigned long length = ftell(file);
    unsigned char *bytes = malloc(length);
    rewind(file);
    if (fread(bytes, 1, length, file) != length)
        err(1, "%s", name);
    fclose(file);
    struct planes planes;
    int sampling, colours;
    if (tjDecompressHeader3(decoder, bytes, length, &planes.width, &planes.height, &sampling, &colours) != 0)
        errx(1, "%s: %s", name, tjGetErrorStr2(decoder));
    if (sampling != TJSAMP_420 || planes.width % 2 || planes.height % 2)
        errx(1, "%s: not 4:2:0, or with an odd side", name);
    for (int i = 0; i < 3; i++) {
        planes.stride[i] = tjPlaneWidth(i, planes.width, sampling);
        planes.plane[i] = malloc((size_t)planes.stride[i] * tjPlaneHeight(i, planes.height, sampling));
    }
    if (tjDecompressToYUVPlanes(decoder, bytes, length, planes.plane, planes.width, planes.stride, planes.height, 0) != 0)
        errx(1, "%s: %s", name, tjGetErrorStr2(decoder));
    free(bytes);
    return planes;
}

/* As src/VideoStream/Encoding/H264/OpenH264Tuning.cs has them. */
static ISVCEncoder *make_encoder(const struct planes *planes, int kilobits)
{
    ISVCEncoder *encoder;
    SEncParamExt parameters;
    if (WelsCreateSVCEncoder(&encoder) != 0 || (*encoder)->GetDefaultParams(encoder, &parameters) != 0)
        errx(1, "OpenH264 makes no encoder");
    int quiet = WELS_LOG_QUIET;
    (*encoder)->SetOption(encoder, ENCODER_OPTION_TRACE_LEVEL, &quiet);
    parameters.iUsageType = CAMERA_VIDEO_REAL_TIME;
    parameters.iPicWidth = planes->width;
    parameters.iPicHeight = planes->height;
    parameters.fMaxFrameRate = RATE;
    parameters.iTemporalLayerNum = 3;
    parameters.iSpatialLayerNum = 1;
    parameters.iComplexityMode = LOW_COMPLEXITY;
    parameters.iMultipleThreadIdc = 1;
    parameters.uiIntraPeriod = 0;
    parameters.bEnableSceneChangeDetect = false;
    parameters.eSpsPpsIdStrategy = CONSTANT_ID;
    parameters.bEnableFrameCroppingFlag = true;
    parameters.iEntropyCodingModeFlag = 1;
    parameters.iRCMode = RC_BITRATE_MODE;
    parameters.iMinQp = 22;
    parameters.iTargetBitrate = parameters.iMaxBitrate = 1000 * kilobits;
    parameters.bEnableFrameSkip = false;
    SSpatialLayerConfig *layer = &parameters.sSpatialLayers[0];
    layer->iVideoWidth = planes->width;
    layer->iVideoHeight = planes->height;
    layer->fFrameRate = RATE;
    layer->iSpatialBitrate = layer->iMaxSpatialBitrate = 1000 * kilobits;
    layer->uiProfileIdc = PRO_HIGH;
    layer->sSliceArgument.uiSliceMode = SM_SINGLE_SLICE;
    if ((*encoder)->InitializeExt(encoder, &parameters) != 0)
        errx(1, "OpenH264 refuses the settings");
    return encoder;
}

static long encode(ISVCEncoder *encoder, const struct planes *planes, int number)
{
    SSourcePicture picture = {.iColorFormat = videoFormatI420, .iPicWidth = planes->width, .iPicHeight = planes->height};
    for (int i = 0; i < 3; i++) {
        picture.iStride[i] = planes->stride[i];
        picture.pData[i] = planes->plane[i];
    }
    picture.uiTimeStamp = 1000LL * number / RATE;
    SFrameBSInfo result;
    if ((*encoder)->EncodeFrame(encoder, &picture, &result) != 0)
        errx(1, "OpenH264 encodes no frame");
    return result.iFrameSizeInBytes;
}

int main(int count, char **arguments)
{
    int frames = count - 2;
    if (frames < 1 || frames > MAX_FRAMES)
        errx(2, "usage: h264 KILOBITS FRAME.jpg...");
    tjhandle decoder = tjInitDecompress(), compressor = tjInitCompress();
    struct planes *planes = malloc(frames * sizeof *planes);
    for (int i = 0; i < frames; i++)
        planes[i] = read_jpeg(decoder, arguments[i + 2]);

    ISVCEncoder *encoder = make_encoder(planes, atoi(arguments[1]));
    for (int i = 0; i < WARM_UP; i++)
        encode(encoder, &planes[i % frames], i);
    long bytes = 0, jpeg_bytes = 0;
    double start = now();
    for (int i = WARM_UP; i < WARM_UP + PICTURES; i++)
        bytes += encode(encoder, &planes[i % frames], i);
    double encoded = now();

    unsigned long room = tjBufSize(planes->width, planes->height, TJSAMP_420);
    unsigned char *jpeg = malloc(room);
    double begun = now();
    for (int i = 0; i < PICTURES; i++) {
        const struct planes *from = &planes[i % frames];
        unsigned long length = room;
        if (tjCompressFromYUVPlanes(compressor, (const unsigned char **)from->plane, from->width, from->stride, from->height, TJSAMP_420,
                                    &jpeg, &length, QUALITY, TJFLAG_NOREALLOC) != 0)
            errx(1, "%s", tjGetErrorStr2(compressor));
        jpeg_bytes += length;
    }
    double compressed = now();
    printf("%.0f\t%ld\t%.0f\t%ld\n", (encoded - start) / PICTURES, bytes / PICTURES, (compressed - begun) / PICTURES,
           jpeg_bytes / PICTURES);
    return 0;
}
