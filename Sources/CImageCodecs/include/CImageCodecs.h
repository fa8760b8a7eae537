// libpng and libjpeg behind functions that return: both libraries report errors by longjmp, which must not cross a
// Swift frame. Every function here sets up its own jump, and hands back a status and a message. libwebp and OpenH264 do not
// jump; what they want done in many calls is done here in few.

#ifndef C_IMAGE_CODECS_H
#define C_IMAGE_CODECS_H

#include <stddef.h>
#include <stdint.h>

#define CODEC_MESSAGE_SIZE 200

typedef enum {
    CODEC_OK = 0,
    CODEC_TOO_LARGE,        // more pixels than the limits allow; width and height are set
    CODEC_TOO_MANY_SCANS,
    CODEC_UNSUPPORTED,
    CODEC_DAMAGED,          // message is set
    CODEC_OUT_OF_MEMORY,
} codec_status;

typedef struct {
    uint32_t width, height;
    uint32_t channels;      // 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha, or CMYK if is_cmyk
    uint32_t bytes_per_sample;  // 1, or 2 with the upper byte first
    int32_t is_cmyk;
    int32_t is_inverted;    // CMYK as Adobe writes it: 255 means no ink
    char message[CODEC_MESSAGE_SIZE];
} codec_picture;

typedef struct {
    uint32_t side;          // largest width and height
    uint64_t pixels;
    uint32_t scans;
} codec_limits;

typedef struct codec_reader codec_reader;

// Reads up to the pixels and describes them. On CODEC_OK `*reader` must be closed; it keeps `bytes`, no copy.
codec_status codec_png_open(
    const uint8_t *bytes, size_t count, codec_limits limits, codec_picture *picture, codec_reader **reader);
codec_status codec_jpeg_open(
    const uint8_t *bytes, size_t count, codec_limits limits, codec_picture *picture, codec_reader **reader);

// Writes all rows to `pixels`, which has room for width * channels * bytes_per_sample bytes a row.
codec_status codec_read(codec_reader *reader, uint8_t *pixels, codec_picture *picture);

void codec_close(codec_reader *reader);

// Writes a PNG of 1 (gray), 3 (RGB) or 4 (RGB and alpha) channels, of one byte each or of two with the upper one first,
// to memory that codec_free releases.
codec_status codec_png_encode(
    const uint8_t *pixels, uint32_t width, uint32_t height, uint32_t channels, uint32_t bytes_per_sample, int32_t level,
    uint8_t **bytes, size_t *count, char message[CODEC_MESSAGE_SIZE]);
void codec_free(uint8_t *bytes);

// Unpacks zlib data, at most `limit` bytes of it, to memory that codec_free releases.
codec_status codec_inflate(
    const uint8_t *bytes, size_t count, size_t limit, uint8_t **unpacked, size_t *unpacked_count);

// The checksum of a PNG chunk.
uint32_t codec_crc32(const uint8_t *bytes, size_t count);

typedef struct {
    uint32_t width, height, channels;   // 3 (RGB) or 4 (RGB and alpha)
    uint32_t frames;
    int32_t milliseconds;               // that each frame is shown
    int32_t is_lossless;
    float quality;                      // 0 to 100; how hard it tries if lossless
    int32_t method;                     // 0 (quick) to 6 (small)
} codec_webp_options;

// Writes frames, one after another in `pixels`, as an animated WebP, or a still one if all are alike, to memory that
// codec_free releases. `exif` may be NULL.
codec_status codec_webp_encode(
    const uint8_t *pixels, const codec_webp_options *options, const uint8_t *exif, size_t exif_count, uint8_t **bytes,
    size_t *count, char message[CODEC_MESSAGE_SIZE]);

// What a WebP file holds: `picture` describes one of its frames.
codec_status codec_webp_describe(
    const uint8_t *bytes, size_t count, codec_limits limits, codec_picture *picture, uint32_t *frames);

// Writes every frame of a WebP file, as it is seen, to `pixels`, four bytes (RGB and alpha) a pixel; its end in milliseconds
// to `ends`.
codec_status codec_webp_decode(
    const uint8_t *bytes, size_t count, uint32_t frames, uint8_t *pixels, int32_t *ends, codec_picture *picture);

typedef struct codec_h264_encoder codec_h264_encoder;

// An encoder of H.264 in planes of 8 bits, 4:2:0, BT.709. `quality` is the quantiser, 0 (best) to 51. NULL without memory or
// for a size that H.264 does not allow.
codec_h264_encoder *codec_h264_encoder_open(uint32_t width, uint32_t height, float frames_per_second, int32_t quality);

// Encodes the next frame. `bytes` belong to the encoder until its next call: NAL units, each behind the start code 0 0 0 1.
codec_status codec_h264_encode(
    codec_h264_encoder *encoder, const uint8_t *y, const uint8_t *u, const uint8_t *v, int64_t milliseconds,
    const uint8_t **bytes, size_t *count, int32_t *is_key);
void codec_h264_encoder_close(codec_h264_encoder *encoder);

typedef struct codec_h264_decoder codec_h264_decoder;

typedef struct {
    const uint8_t *y, *u, *v;           // belong to the decoder until its next call; NULL if there is no frame yet
    uint32_t width, height;
    uint32_t y_stride, uv_stride;
} codec_h264_frame;

codec_h264_decoder *codec_h264_decoder_open(void);

// Takes in one coded frame, NAL units behind start codes, or with NULL gives what is still kept back. Frames come out in the
// order in which they are shown.
codec_status codec_h264_decode(
    codec_h264_decoder *decoder, const uint8_t *bytes, size_t count, codec_h264_frame *frame);
void codec_h264_decoder_close(codec_h264_decoder *decoder);

#endif
