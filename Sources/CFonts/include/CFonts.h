// FreeType behind a handful of calls: its headers are found by macros that Swift cannot follow, and loading a glyph,
// drawing a line around it and making a bitmap of it are many calls with things to release between them.

#ifndef C_FONTS_H
#define C_FONTS_H

#include <stddef.h>
#include <stdint.h>

typedef struct fonts_face fonts_face;

typedef struct {
    int32_t advance;                    // 64ths of a pixel
    int32_t left, bottom, right, top;   // whole pixels around it, upwards from the line that letters stand on
} fonts_extent;

typedef struct {
    int32_t left, top;                  // of its upper left corner, upwards from the line
    uint32_t width, rows;
    int32_t pitch;                      // from one row to the next, in bytes
    const uint8_t *pixels;              // NULL if there are none; otherwise good until the next call
} fonts_bitmap;

// All functions that may fail give FreeType's error, and 0 for none.

// Opens a font at a size in pixels; `bytes` must stay where they are until it is closed.
int32_t fonts_open(const uint8_t *bytes, size_t count, uint32_t pixels, fonts_face **face);
void fonts_close(fonts_face *face);

// How high letters reach above the line, in 64ths of a pixel.
int32_t fonts_ascender(const fonts_face *face);

// What a character takes up, hinted; one that the font lacks, what its stand-in does.
int32_t fonts_measure(fonts_face *face, uint32_t character, fonts_extent *extent);

// How much of each pixel a character covers, 0 to 255; with `stroke` above 0, together with a line of so many 64ths of a
// pixel around it.
int32_t fonts_draw(fonts_face *face, uint32_t character, int32_t stroke, fonts_bitmap *bitmap);

// The library's version: 21201 is 2.12.1.
int32_t fonts_library_version(void);

#endif
