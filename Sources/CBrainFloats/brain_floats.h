// Names for two instructions that Swift cannot call: their operands are vectors of a type (`__bf16`) that it does not import.
#pragma once

#if defined(__x86_64__)
#include <immintrin.h>

/// `sums` plus, for each lane, both products of its two brain floats.
static inline __attribute__((always_inline)) __m512 brain_dot_products(__m512 sums, __m512i a, __m512i b) {
    return _mm512_dpbf16_ps(sums, (__m512bh)a, (__m512bh)b);
}

/// 32 numbers as brain floats, each the nearest; to even in the middle.
static inline __attribute__((always_inline)) __m512i brain_floats(__m512 low, __m512 high) {
    return (__m512i)_mm512_cvtne2ps_pbh(high, low);
}
#endif
