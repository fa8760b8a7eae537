#include "reader.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    codec_reader base;
    png_structp png;
    png_infop info;
    const uint8_t *bytes;
    size_t count, position;
    char message[CODEC_MESSAGE_SIZE];
} png_reader;

static void fail(png_structp png, png_const_charp text) {
    png_reader *reader = png_get_error_ptr(png);
    codec_set_message(reader->message, text);
    png_longjmp(png, 1);
}

static void ignore(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

static void take(png_structp png, png_bytep target, size_t count) {
    png_reader *reader = png_get_io_ptr(png);
    if (count > reader->count - reader->position) png_error(png, "the file ends too early");
    memcpy(target, reader->bytes + reader->position, count);
    reader->position += count;
}

static void close_reader(codec_reader *base) {
    png_reader *reader = (png_reader *)base;
    png_destroy_read_struct(&reader->png, &reader->info, NULL);
    free(reader);
}

static codec_status read_rows(codec_reader *base, uint8_t *pixels, codec_picture *picture) {
    png_reader *reader = (png_reader *)base;
    if (setjmp(png_jmpbuf(reader->png))) {
        codec_set_message(picture->message, reader->message);
        return CODEC_DAMAGED;
    }
    size_t row_size = png_get_rowbytes(reader->png, reader->info);
    int passes = png_set_interlace_handling(reader->png);
    for (int pass = 0; pass < passes; pass++) {
        for (uint32_t row = 0; row < picture->height; row++) {
            png_read_row(reader->png, pixels + row * row_size, NULL);
        }
    }
    png_read_end(reader->png, NULL);
    return CODEC_OK;
}

codec_status codec_png_open(
    const uint8_t *bytes, size_t count, codec_limits limits, codec_picture *picture, codec_reader **result) {
    memset(picture, 0, sizeof *picture);
    png_reader *reader = calloc(1, sizeof *reader);
    if (!reader) return CODEC_OUT_OF_MEMORY;
    reader->base = (codec_reader){read_rows, close_reader};
    reader->bytes = bytes;
    reader->count = count;
    reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader, fail, ignore);
    reader->info = reader->png ? png_create_info_struct(reader->png) : NULL;
    if (!reader->info) {
        close_reader(&reader->base);
        return CODEC_OUT_OF_MEMORY;
    }
    if (setjmp(png_jmpbuf(reader->png))) {
        codec_set_message(picture->message, reader->message);
        close_reader(&reader->base);
        return CODEC_DAMAGED;
    }

    png_structp png = reader->png;
    png_set_read_fn(png, reader, take);
    // The size is judged below, with the numbers at hand; libpng's own limit would hide them.
    png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
    png_set_chunk_malloc_max(png, 8000000);
    // Texts, profiles and other side data are bombs waiting for a reader; -1 names them all. Texts are read elsewhere.
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);

    png_read_info(png, reader->info);
    picture->width = png_get_image_width(png, reader->info);
    picture->height = png_get_image_height(png, reader->info);
    if (codec_is_too_large(picture->width, picture->height, limits)) {
        close_reader(&reader->base);
        return CODEC_TOO_LARGE;
    }

    png_set_expand(png);  // palettes to RGB, 1, 2 and 4 bits to 8, transparent colours to alpha
    png_set_interlace_handling(png);
    png_read_update_info(png, reader->info);
    picture->channels = png_get_channels(png, reader->info);
    picture->bytes_per_sample = png_get_bit_depth(png, reader->info) / 8;
    *result = &reader->base;
    return CODEC_OK;
}
