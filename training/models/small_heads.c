/* Attention for heads of eight numbers, forward and backward, on one core: scores are made, used and forgotten row by row. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { D = 8, WIDEST = 1024 };

static inline float power(float x) { /* e^x for x <= 0 */
    union { int i; float f; } bits;
    x = fmaxf(x * 1.44269504f, -126.0f);
    float whole = floorf(x), part = x - whole;
    bits.i = ((int)whole + 127) << 23;
    return bits.f * (1.0f + part * (0.69314718f + part * (0.24022651f + part * (0.05550411f + part * (0.00961813f + part * 0.00133336f)))));
}

/* rows [M, H·8] of head h to columns [8, wide]; what is beyond M is zero. */
static void columns(const float *rows, float *out, int m, int wide, int heads, int h) {
    memset(out, 0, sizeof(float) * D * wide);
    for (int j = 0; j < m; j++)
        for (int d = 0; d < D; d++) out[d * wide + j] = rows[(long)j * heads * D + h * D + d];
}

/* The share of each of m keys in query q's answer. */
static void shares(const float *q, const float *keys, float *p, int m, int wide, float scale) {
    float top = -1e30f, sum = 0;
    for (int j = 0; j < wide; j++) {
        float s = 0;
        for (int d = 0; d < D; d++) s += q[d] * keys[d * wide + j];
        p[j] = s * scale;
    }
    for (int j = m; j < wide; j++) p[j] = -1e30f;
    for (int j = 0; j < wide; j++) top = fmaxf(top, p[j]);
    for (int j = 0; j < wide; j++) {
        p[j] = power(p[j] - top);
        sum += p[j];
    }
    float each = 1 / sum;
    for (int j = 0; j < wide; j++) p[j] *= each;
    for (int j = m; j < wide; j++) p[j] = 0;
}

/* q, out [B, N, H·8]; k, v [B, M, H·8]. */
void forward(const float *q, const float *k, const float *v, float *out, int batch, int n, int m, int heads) {
    float keys[D * WIDEST], values[D * WIDEST], p[WIDEST];
    int wide = (m + 15) / 16 * 16;
    for (int b = 0; b < batch; b++)
        for (int h = 0; h < heads; h++) {
            columns(k + (long)b * m * heads * D, keys, m, wide, heads, h);
            columns(v + (long)b * m * heads * D, values, m, wide, heads, h);
            for (int i = 0; i < n; i++) {
                long at = ((long)b * n + i) * heads * D + h * D;
                shares(q + at, keys, p, m, wide, 0.35355339f);
                for (int d = 0; d < D; d++) {
                    float s = 0;
                    for (int j = 0; j < wide; j++) s += p[j] * values[d * wide + j];
                    out[at + d] = s;
                }
            }
        }
}

void backward(const float *q, const float *k, const float *v, const float *g, float *gq, float *gk, float *gv, int batch, int n, int m, int heads) {
    float keys[D * WIDEST], values[D * WIDEST], dk[D * WIDEST], dv[D * WIDEST], p[WIDEST], e[WIDEST];
    int wide = (m + 15) / 16 * 16;
    for (int b = 0; b < batch; b++)
        for (int h = 0; h < heads; h++) {
            columns(k + (long)b * m * heads * D, keys, m, wide, heads, h);
            columns(v + (long)b * m * heads * D, values, m, wide, heads, h);
            memset(dk, 0, sizeof(float) * D * wide);
            memset(dv, 0, sizeof(float) * D * wide);
            for (int i = 0; i < n; i++) {
                long at = ((long)b * n + i) * heads * D + h * D;
                shares(q + at, keys, p, m, wide, 0.35355339f);
                float mean = 0;
                for (int j = 0; j < wide; j++) {
                    float s = 0;
                    for (int d = 0; d < D; d++) s += g[at + d] * values[d * wide + j];
                    e[j] = s;
                    mean += p[j] * s;
                }
                for (int j = 0; j < wide; j++) e[j] = p[j] * (e[j] - mean) * 0.35355339f;
                for (int d = 0; d < D; d++) {
                    float s = 0, qd = q[at + d], gd = g[at + d];
                    for (int j = 0; j < wide; j++) {
                        s += e[j] * keys[d * wide + j];
                        dk[d * wide + j] += qd * e[j];
                        dv[d * wide + j] += gd * p[j];
                    }
                    gq[at + d] = s;
                }
            }
            for (int j = 0; j < m; j++)
                for (int d = 0; d < D; d++) {
                    long to = ((long)b * m + j) * heads * D + h * D + d;
                    gk[to] = dk[d * wide + j];
                    gv[to] = dv[d * wide + j];
                }
        }
}
