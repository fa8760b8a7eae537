#ifndef READER_H
#define READER_H

#include "include/CImageCodecs.h"

// What both decoders begin with; `read` and `close` know the rest.
struct codec_reader {
    codec_status (*read)(struct codec_reader *reader, uint8_t *pixels, codec_picture *picture);
    void (*close)(struct codec_reader *reader);
};

// Keeps the first `CODEC_MESSAGE_SIZE - 1` bytes.
void codec_set_message(char message[CODEC_MESSAGE_SIZE], const char *text);

int codec_is_too_large(uint32_t width, uint32_t height, codec_limits limits);

#endif
