#include "reader.h"

#include <stdlib.h>
#include <string.h>
#include <webp/decode.h>
#include <webp/demux.h>
#include <webp/encode.h>
#include <webp/mux.h>

static int import(WebPPicture *picture, const uint8_t *pixels, const codec_webp_options *options) {
    int stride = (int)(options->width * options->channels);
    return options->channels == 3 ? WebPPictureImportRGB(picture, pixels, stride)
                                  : WebPPictureImportRGBA(picture, pixels, stride);
}

static int add_frame(
    WebPAnimEncoder *encoder, const uint8_t *pixels, int start, const WebPConfig *config,
    const codec_webp_options *options) {
    WebPPicture picture;
    if (!WebPPictureInit(&picture)) return 0;
    picture.width = (int)options->width;
    picture.height = (int)options->height;
    picture.use_argb = 1;
    int is_added = import(&picture, pixels, options) && WebPAnimEncoderAdd(encoder, &picture, start, config);
    WebPPictureFree(&picture);
    return is_added;
}

// The whole file around the frames, with EXIF if there is some; in memory of this library.
static codec_status assemble(
    const WebPData *frames, const uint8_t *exif, size_t exif_count, uint8_t **bytes, size_t *count) {
    WebPData whole = {NULL, 0};
    if (exif) {
        WebPMux *mux = WebPMuxCreate(frames, 0);
        WebPData block = {exif, exif_count};
        int is_made = mux && WebPMuxSetChunk(mux, "EXIF", &block, 0) == WEBP_MUX_OK
            && WebPMuxAssemble(mux, &whole) == WEBP_MUX_OK;
        WebPMuxDelete(mux);
        if (!is_made) {
            WebPDataClear(&whole);
            return CODEC_OUT_OF_MEMORY;
        }
    }
    const WebPData *result = exif ? &whole : frames;
    *bytes = malloc(result->size);
    if (*bytes) {
        memcpy(*bytes, result->bytes, result->size);
        *count = result->size;
    }
    WebPDataClear(&whole);
    return *bytes ? CODEC_OK : CODEC_OUT_OF_MEMORY;
}

codec_status codec_webp_encode(
    const uint8_t *pixels, const codec_webp_options *options, const uint8_t *exif, size_t exif_count, uint8_t **bytes,
    size_t *count, char message[CODEC_MESSAGE_SIZE]) {
    if (options->width > WEBP_MAX_DIMENSION || options->height > WEBP_MAX_DIMENSION) return CODEC_TOO_LARGE;
    WebPAnimEncoderOptions animation;
    WebPConfig config;
    if (!WebPAnimEncoderOptionsInit(&animation) || !WebPConfigInit(&config)) return CODEC_UNSUPPORTED;
    // How often a whole frame is written: the distances that Pillow asks for.
    animation.kmin = options->is_lossless ? 9 : 3;
    animation.kmax = options->is_lossless ? 17 : 5;
    config.lossless = options->is_lossless;
    config.quality = options->quality;
    config.method = options->method;
    WebPAnimEncoder *encoder = WebPAnimEncoderNew((int)options->width, (int)options->height, &animation);
    if (!encoder) return CODEC_OUT_OF_MEMORY;

    size_t frame_size = (size_t)options->width * options->height * options->channels;
    WebPData frames = {NULL, 0};
    int is_made = 1;
    for (uint32_t index = 0; is_made && index < options->frames; index++) {
        is_made = add_frame(
            encoder, pixels + index * frame_size, (int)index * options->milliseconds, &config, options);
    }
    is_made = is_made && WebPAnimEncoderAdd(encoder, NULL, (int)options->frames * options->milliseconds, NULL)
        && WebPAnimEncoderAssemble(encoder, &frames);
    if (!is_made) codec_set_message(message, WebPAnimEncoderGetError(encoder));
    WebPAnimEncoderDelete(encoder);
    codec_status status = is_made ? assemble(&frames, exif, exif_count, bytes, count) : CODEC_DAMAGED;
    WebPDataClear(&frames);
    return status;
}

static WebPAnimDecoder *open_decoder(const uint8_t *bytes, size_t count) {
    WebPAnimDecoderOptions options;
    if (!WebPAnimDecoderOptionsInit(&options)) return NULL;
    WebPData data = {bytes, count};
    return WebPAnimDecoderNew(&data, &options);
}

codec_status codec_webp_describe(
    const uint8_t *bytes, size_t count, codec_limits limits, codec_picture *picture, uint32_t *frames) {
    memset(picture, 0, sizeof *picture);
    WebPBitstreamFeatures features;
    if (WebPGetFeatures(bytes, count, &features) != VP8_STATUS_OK) {
        codec_set_message(picture->message, "it has no readable header");
        return CODEC_DAMAGED;
    }
    picture->width = (uint32_t)features.width;
    picture->height = (uint32_t)features.height;
    picture->channels = features.has_alpha ? 4 : 3;
    picture->bytes_per_sample = 1;
    if (codec_is_too_large(picture->width, picture->height, limits)) return CODEC_TOO_LARGE;
    WebPData data = {bytes, count};
    WebPDemuxer *demuxer = WebPDemux(&data);
    if (!demuxer) {
        codec_set_message(picture->message, "the file ends too early");
        return CODEC_DAMAGED;
    }
    *frames = WebPDemuxGetI(demuxer, WEBP_FF_FRAME_COUNT);
    WebPDemuxDelete(demuxer);
    if (*frames == 0 || (uint64_t)picture->width * picture->height > limits.pixels / *frames) return CODEC_TOO_LARGE;
    return CODEC_OK;
}

codec_status codec_webp_decode(
    const uint8_t *bytes, size_t count, uint32_t frames, uint8_t *pixels, int32_t *ends, codec_picture *picture) {
    WebPAnimDecoder *decoder = open_decoder(bytes, count);
    if (!decoder) return CODEC_OUT_OF_MEMORY;
    size_t frame_size = (size_t)picture->width * picture->height * 4;
    codec_status status = CODEC_OK;
    for (uint32_t index = 0; index < frames; index++) {
        uint8_t *frame;
        int end;
        if (!WebPAnimDecoderGetNext(decoder, &frame, &end)) {
            codec_set_message(picture->message, "a frame is damaged");
            status = CODEC_DAMAGED;
            break;
        }
        memcpy(pixels + index * frame_size, frame, frame_size);
        ends[index] = end;
    }
    WebPAnimDecoderDelete(decoder);
    return status;
}
