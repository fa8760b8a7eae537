#include "reader.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

codec_status codec_read(codec_reader *reader, uint8_t *pixels, codec_picture *picture) {
    return reader->read(reader, pixels, picture);
}

void codec_close(codec_reader *reader) { reader->close(reader); }

void codec_free(uint8_t *bytes) { free(bytes); }

void codec_set_message(char message[CODEC_MESSAGE_SIZE], const char *text) {
    size_t length = strlen(text);
    if (length > CODEC_MESSAGE_SIZE - 1) length = CODEC_MESSAGE_SIZE - 1;
    memcpy(message, text, length);
    message[length] = 0;
}

int codec_is_too_large(uint32_t width, uint32_t height, codec_limits limits) {
    return width > limits.side || height > limits.side || (uint64_t)width * height > limits.pixels;
}

codec_status codec_inflate(
    const uint8_t *bytes, size_t count, size_t limit, uint8_t **unpacked, size_t *unpacked_count) {
    z_stream stream = {0};
    if (count > UINT32_MAX || inflateInit(&stream) != Z_OK) return CODEC_OUT_OF_MEMORY;
    stream.next_in = (Bytef *)bytes;
    stream.avail_in = (uInt)count;

    size_t capacity = 0, filled = 0;
    uint8_t *out = NULL;
    codec_status status = CODEC_OK;
    for (;;) {
        if (filled == capacity) {
            if (capacity >= limit) {
                status = CODEC_TOO_LARGE;
                break;
            }
            // Grown as data arrive, because the claimed sizes of a bomb are as false as its data.
            capacity = capacity ? capacity * 2 : 16384;
            if (capacity > limit) capacity = limit;
            uint8_t *grown = realloc(out, capacity);
            if (!grown) {
                status = CODEC_OUT_OF_MEMORY;
                break;
            }
            out = grown;
        }
        size_t room = capacity - filled;
        if (room > 1u << 30) room = 1u << 30;
        stream.next_out = out + filled;
        stream.avail_out = (uInt)room;
        int result = inflate(&stream, Z_NO_FLUSH);
        filled += room - stream.avail_out;
        if (result == Z_STREAM_END) break;
        if (result != Z_OK || (stream.avail_in == 0 && stream.avail_out != 0)) {
            status = CODEC_DAMAGED;
            break;
        }
    }
    inflateEnd(&stream);
    if (status != CODEC_OK) {
        free(out);
        return status;
    }
    *unpacked = out;
    *unpacked_count = filled;
    return CODEC_OK;
}

uint32_t codec_crc32(const uint8_t *bytes, size_t count) {
    return (uint32_t)crc32_z(crc32_z(0, NULL, 0), bytes, count);
}
