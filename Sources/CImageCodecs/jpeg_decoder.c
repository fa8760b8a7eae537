#include "reader.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

typedef struct {
    codec_reader base;
    struct jpeg_decompress_struct jpeg;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf jump;
    uint32_t scan_limit;
    codec_status status;
    int is_reading;     // rows are still to come
    int damage;         // a warning after which pixels are made up
    char message[JMSG_LENGTH_MAX];
} jpeg_reader;

static void fail(j_common_ptr common) {
    jpeg_reader *reader = common->client_data;
    common->err->format_message(common, reader->message);
    longjmp(reader->jump, 1);
}

// libjpeg goes on after damage and fills what is missing with grey; the first such place is kept.
static void note(j_common_ptr common, int level) {
    jpeg_reader *reader = common->client_data;
    if (level >= 0) return;
    common->err->num_warnings++;
    int code = common->err->msg_code;
    int is_damage = code == JWRN_HIT_MARKER || code == JWRN_HUFF_BAD_CODE || code == JWRN_JPEG_EOF
        || code == JWRN_MUST_RESYNC || code == JWRN_ARITH_BAD_CODE;
    if (is_damage && reader->is_reading && !reader->damage) {
        reader->damage = 1;
        common->err->format_message(common, reader->message);
    }
}

static void be_silent(j_common_ptr common) { (void)common; }

static void count_scans(j_common_ptr common) {
    jpeg_reader *reader = common->client_data;
    if ((uint32_t)reader->jpeg.input_scan_number > reader->scan_limit) {
        reader->status = CODEC_TOO_MANY_SCANS;
        longjmp(reader->jump, 1);
    }
}

static void close_reader(codec_reader *base) {
    jpeg_reader *reader = (jpeg_reader *)base;
    jpeg_destroy_decompress(&reader->jpeg);
    free(reader);
}

static codec_status read_rows(codec_reader *base, uint8_t *pixels, codec_picture *picture) {
    jpeg_reader *reader = (jpeg_reader *)base;
    if (setjmp(reader->jump)) {
        codec_set_message(picture->message, reader->message);
        return reader->status;
    }
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    reader->is_reading = 1;
    jpeg_start_decompress(jpeg);
    size_t row_size = (size_t)jpeg->output_width * jpeg->output_components;
    while (jpeg->output_scanline < jpeg->output_height) {
        JSAMPROW row = pixels + jpeg->output_scanline * row_size;
        jpeg_read_scanlines(jpeg, &row, 1);
    }
    reader->is_reading = 0;
    jpeg_finish_decompress(jpeg);
    if (reader->damage) {
        codec_set_message(picture->message, reader->message);
        return CODEC_DAMAGED;
    }
    return CODEC_OK;
}

codec_status codec_jpeg_open(
    const uint8_t *bytes, size_t count, codec_limits limits, codec_picture *picture, codec_reader **result) {
    memset(picture, 0, sizeof *picture);
    jpeg_reader *reader = calloc(1, sizeof *reader);
    if (!reader) return CODEC_OUT_OF_MEMORY;
    reader->base = (codec_reader){read_rows, close_reader};
    reader->status = CODEC_DAMAGED;
    reader->scan_limit = limits.scans;
    struct jpeg_decompress_struct *jpeg = &reader->jpeg;
    jpeg->err = jpeg_std_error(&reader->errors);
    reader->errors.error_exit = fail;
    reader->errors.emit_message = note;
    reader->errors.output_message = be_silent;
    jpeg->client_data = reader;
    if (setjmp(reader->jump)) {
        codec_set_message(picture->message, reader->message);
        codec_status status = reader->status;
        close_reader(&reader->base);
        return status;
    }

    jpeg_create_decompress(jpeg);
    jpeg->client_data = reader;
    reader->progress.progress_monitor = count_scans;
    jpeg->progress = &reader->progress;
    jpeg_mem_src(jpeg, bytes, count);
    jpeg_read_header(jpeg, TRUE);
    picture->width = jpeg->image_width;
    picture->height = jpeg->image_height;
    codec_status status = CODEC_OK;
    if (codec_is_too_large(picture->width, picture->height, limits)) status = CODEC_TOO_LARGE;
    switch (jpeg->jpeg_color_space) {
    case JCS_GRAYSCALE:
        jpeg->out_color_space = JCS_GRAYSCALE;
        picture->channels = 1;
        break;
    case JCS_RGB:
    case JCS_YCbCr:
        jpeg->out_color_space = JCS_RGB;
        picture->channels = 3;
        break;
    case JCS_CMYK:
    case JCS_YCCK:
        jpeg->out_color_space = JCS_CMYK;
        picture->channels = 4;
        picture->is_cmyk = 1;
        picture->is_inverted = jpeg->saw_Adobe_marker;
        break;
    default:
        if (status == CODEC_OK) status = CODEC_UNSUPPORTED;
    }
    if (status != CODEC_OK) {
        close_reader(&reader->base);
        return status;
    }
    picture->bytes_per_sample = 1;
    *result = &reader->base;
    return CODEC_OK;
}
