#include "CFonts.h"

#include <stdlib.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_GLYPH_H
#include FT_OUTLINE_H
#include FT_STROKER_H

struct fonts_face {
    FT_Library library;
    FT_Face face;
    FT_Stroker stroker;
    FT_Glyph drawn;     // what the last bitmap belongs to
};

int32_t fonts_open(const uint8_t *bytes, size_t count, uint32_t pixels, fonts_face **opened) {
    fonts_face *own = calloc(1, sizeof(fonts_face));
    if (!own) return FT_Err_Out_Of_Memory;
    FT_Error error = FT_Init_FreeType(&own->library);
    if (!error) error = FT_New_Memory_Face(own->library, bytes, (FT_Long)count, 0, &own->face);
    if (!error) {
        FT_Size_RequestRec size = {FT_SIZE_REQUEST_TYPE_NOMINAL, (FT_Long)pixels * 64, (FT_Long)pixels * 64, 0, 0};
        error = FT_Request_Size(own->face, &size);
    }
    if (!error) error = FT_Stroker_New(own->library, &own->stroker);
    if (error) {
        fonts_close(own);
        return error;
    }
    *opened = own;
    return 0;
}

void fonts_close(fonts_face *own) {
    if (own->drawn) FT_Done_Glyph(own->drawn);
    if (own->stroker) FT_Stroker_Done(own->stroker);
    if (own->face) FT_Done_Face(own->face);
    if (own->library) FT_Done_FreeType(own->library);
    free(own);
}

int32_t fonts_ascender(const fonts_face *own) { return (int32_t)own->face->size->metrics.ascender; }

// Lifts the dot of an i or a j until there is a pixel between it and what is below, if hinting has left less. FreeType
// 2.14 does so itself; with this, older ones draw the same.
static void part_dot(FT_Outline *outline) {
    short highest = -1;
    FT_Pos highest_bottom = 0, highest_top = 0, below = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (short contour = 0; contour < outline->n_contours; contour++) {
            int first = contour == 0 ? 0 : outline->contours[contour - 1] + 1;
            FT_Pos bottom = outline->points[first].y, top = bottom;
            for (int point = first; point <= outline->contours[contour]; point++) {
                if (outline->points[point].y < bottom) bottom = outline->points[point].y;
                if (outline->points[point].y > top) top = outline->points[point].y;
            }
            if (pass == 0 && (highest < 0 || top > highest_top)) {
                highest = contour;
                highest_bottom = bottom;
                highest_top = top;
                below = bottom - 64;
            }
            if (pass == 1 && contour != highest && top > below && bottom < highest_bottom) below = top;
        }
    }
    FT_Pos lift = 64 - (highest_bottom - below);
    // What overlaps by more than its rounding is meant to.
    if (outline->n_contours < 2 || lift <= 0 || lift > 66) return;
    int first = highest == 0 ? 0 : outline->contours[highest - 1] + 1;
    for (int point = first; point <= outline->contours[highest]; point++) outline->points[point].y += lift;
}

static FT_Error load(fonts_face *own, uint32_t character) {
    FT_Error error = FT_Load_Glyph(own->face, FT_Get_Char_Index(own->face, character), FT_LOAD_NO_BITMAP);
    if (!error && (character == 'i' || character == 'j') && own->face->glyph->format == FT_GLYPH_FORMAT_OUTLINE) {
        part_dot(&own->face->glyph->outline);
    }
    return error;
}

int32_t fonts_measure(fonts_face *own, uint32_t character, fonts_extent *extent) {
    FT_Glyph glyph;
    FT_Error error = load(own, character);
    if (!error) error = FT_Get_Glyph(own->face->glyph, &glyph);
    if (error) return error;
    FT_BBox box;
    FT_Glyph_Get_CBox(glyph, FT_GLYPH_BBOX_PIXELS, &box);
    FT_Done_Glyph(glyph);
    *extent = (fonts_extent){
        .advance = (int32_t)own->face->glyph->metrics.horiAdvance, .left = (int32_t)box.xMin,
        .bottom = (int32_t)box.yMin, .right = (int32_t)box.xMax, .top = (int32_t)box.yMax};
    return 0;
}

int32_t fonts_draw(fonts_face *own, uint32_t character, int32_t stroke, fonts_bitmap *bitmap) {
    if (own->drawn) FT_Done_Glyph(own->drawn);
    own->drawn = NULL;
    FT_Error error = load(own, character);
    if (!error) error = FT_Get_Glyph(own->face->glyph, &own->drawn);
    if (!error && stroke > 0) {
        FT_Stroker_Set(own->stroker, stroke, FT_STROKER_LINECAP_ROUND, FT_STROKER_LINEJOIN_ROUND, 0);
        error = FT_Glyph_StrokeBorder(&own->drawn, own->stroker, 0, 1);
    }
    if (!error) {
        FT_Vector origin = {0, 0};
        error = FT_Glyph_To_Bitmap(&own->drawn, FT_RENDER_MODE_NORMAL, &origin, 1);
    }
    if (error) return error;
    const FT_BitmapGlyph made = (FT_BitmapGlyph)own->drawn;
    *bitmap = (fonts_bitmap){
        .left = made->left, .top = made->top, .width = made->bitmap.width, .rows = made->bitmap.rows,
        .pitch = made->bitmap.pitch, .pixels = made->bitmap.buffer};
    return 0;
}

int32_t fonts_library_version(void) {
    FT_Library library;
    FT_Int major = 0, minor = 0, patch = 0;
    if (FT_Init_FreeType(&library)) return 0;
    FT_Library_Version(library, &major, &minor, &patch);
    FT_Done_FreeType(library);
    return major * 10000 + minor * 100 + patch;
}
