// libpng and libjpeg behind functions that return: both libraries report errors by longjmp, which must not cross a
// Swift frame. Every function here sets up its own jump, and hands back a status and a message.

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

#endif
