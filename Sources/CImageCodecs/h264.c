#include "reader.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <wels/codec_api.h>

struct codec_h264_encoder {
    ISVCEncoder *encoder;
    SSourcePicture picture;
    uint8_t *bytes;
    size_t capacity;
};

codec_h264_encoder *codec_h264_encoder_open(uint32_t width, uint32_t height, float frames_per_second, int32_t quality) {
    codec_h264_encoder *made = calloc(1, sizeof *made);
    if (!made) return NULL;
    if (WelsCreateSVCEncoder(&made->encoder) != 0) {
        free(made);
        return NULL;
    }
    int level = WELS_LOG_QUIET;
    (*made->encoder)->SetOption(made->encoder, ENCODER_OPTION_TRACE_LEVEL, &level);
    SEncParamExt parameters;
    (*made->encoder)->GetDefaultParams(made->encoder, &parameters);
    parameters.iUsageType = CAMERA_VIDEO_REAL_TIME;
    parameters.iPicWidth = (int)width;
    parameters.iPicHeight = (int)height;
    parameters.fMaxFrameRate = frames_per_second;
    parameters.iRCMode = RC_OFF_MODE;  // one quantiser for all: quality, not size, is what was asked for
    parameters.bEnableFrameSkip = false;
    parameters.iMultipleThreadIdc = 1;  // the same bytes in every run
    parameters.uiIntraPeriod = 250;
    parameters.eSpsPpsIdStrategy = CONSTANT_ID;
    parameters.bEnableAdaptiveQuant = false;
    parameters.bEnableSceneChangeDetect = true;
    parameters.bEnableBackgroundDetection = false;
    parameters.iEntropyCodingModeFlag = 1;
    parameters.iSpatialLayerNum = 1;
    SSpatialLayerConfig *layer = &parameters.sSpatialLayers[0];
    layer->iVideoWidth = (int)width;
    layer->iVideoHeight = (int)height;
    layer->fFrameRate = frames_per_second;
    layer->uiProfileIdc = PRO_MAIN;
    layer->iDLayerQp = quality;
    layer->bVideoSignalTypePresent = true;
    layer->uiVideoFormat = VF_UNDEF;
    layer->bFullRange = false;
    layer->bColorDescriptionPresent = true;
    layer->uiColorPrimaries = CP_BT709;
    layer->uiTransferCharacteristics = TRC_BT709;
    layer->uiColorMatrix = CM_BT709;
    if ((*made->encoder)->InitializeExt(made->encoder, &parameters) != cmResultSuccess) {
        codec_h264_encoder_close(made);
        return NULL;
    }
    int format = videoFormatI420;
    (*made->encoder)->SetOption(made->encoder, ENCODER_OPTION_DATAFORMAT, &format);
    made->picture.iColorFormat = videoFormatI420;
    made->picture.iPicWidth = (int)width;
    made->picture.iPicHeight = (int)height;
    made->picture.iStride[0] = (int)width;
    made->picture.iStride[1] = made->picture.iStride[2] = (int)((width + 1) / 2);
    return made;
}

codec_status codec_h264_encode(
    codec_h264_encoder *encoder, const uint8_t *y, const uint8_t *u, const uint8_t *v, int64_t milliseconds,
    const uint8_t **bytes, size_t *count, int32_t *is_key) {
    // The library reads these only, but its structure does not say so.
    encoder->picture.pData[0] = (uint8_t *)y;
    encoder->picture.pData[1] = (uint8_t *)u;
    encoder->picture.pData[2] = (uint8_t *)v;
    encoder->picture.uiTimeStamp = milliseconds;
    SFrameBSInfo info;
    memset(&info, 0, sizeof info);
    if ((*encoder->encoder)->EncodeFrame(encoder->encoder, &encoder->picture, &info) != cmResultSuccess) {
        return CODEC_DAMAGED;
    }
    *count = 0;
    for (int index = 0; index < info.iLayerNum; index++) {
        const SLayerBSInfo *layer = &info.sLayerInfo[index];
        size_t size = 0;
        for (int unit = 0; unit < layer->iNalCount; unit++) size += (size_t)layer->pNalLengthInByte[unit];
        if (*count + size > encoder->capacity) {
            size_t capacity = (*count + size) * 2;
            uint8_t *grown = realloc(encoder->bytes, capacity);
            if (!grown) return CODEC_OUT_OF_MEMORY;
            encoder->bytes = grown;
            encoder->capacity = capacity;
        }
        memcpy(encoder->bytes + *count, layer->pBsBuf, size);
        *count += size;
    }
    *bytes = encoder->bytes;
    *is_key = info.eFrameType == videoFrameTypeIDR;
    return CODEC_OK;
}

void codec_h264_encoder_close(codec_h264_encoder *encoder) {
    (*encoder->encoder)->Uninitialize(encoder->encoder);
    WelsDestroySVCEncoder(encoder->encoder);
    free(encoder->bytes);
    free(encoder);
}

struct codec_h264_decoder {
    ISVCDecoder *decoder;
};

codec_h264_decoder *codec_h264_decoder_open(void) {
    codec_h264_decoder *made = calloc(1, sizeof *made);
    if (!made) return NULL;
    if (WelsCreateDecoder(&made->decoder) != 0) {
        free(made);
        return NULL;
    }
    int level = WELS_LOG_QUIET;
    (*made->decoder)->SetOption(made->decoder, DECODER_OPTION_TRACE_LEVEL, &level);
    SDecodingParam parameters;
    memset(&parameters, 0, sizeof parameters);
    parameters.sVideoProperty.size = sizeof parameters.sVideoProperty;
    parameters.sVideoProperty.eVideoBsType = VIDEO_BITSTREAM_AVC;
    parameters.eEcActiveIdc = ERROR_CON_DISABLE;
    if ((*made->decoder)->Initialize(made->decoder, &parameters) != cmResultSuccess) {
        codec_h264_decoder_close(made);
        return NULL;
    }
    return made;
}

codec_status codec_h264_decode(
    codec_h264_decoder *decoder, const uint8_t *bytes, size_t count, codec_h264_frame *frame) {
    memset(frame, 0, sizeof *frame);
    unsigned char *planes[3] = {NULL, NULL, NULL};
    SBufferInfo info;
    memset(&info, 0, sizeof info);
    DECODING_STATE state = bytes
        ? (*decoder->decoder)->DecodeFrameNoDelay(decoder->decoder, bytes, (int)count, planes, &info)
        : (*decoder->decoder)->FlushFrame(decoder->decoder, planes, &info);
    if (state != dsErrorFree) return CODEC_DAMAGED;
    if (info.iBufferStatus != 1) return CODEC_OK;
    *frame = (codec_h264_frame){
        planes[0], planes[1], planes[2], (uint32_t)info.UsrData.sSystemBuffer.iWidth,
        (uint32_t)info.UsrData.sSystemBuffer.iHeight, (uint32_t)info.UsrData.sSystemBuffer.iStride[0],
        (uint32_t)info.UsrData.sSystemBuffer.iStride[1]};
    return CODEC_OK;
}

void codec_h264_decoder_close(codec_h264_decoder *decoder) {
    (*decoder->decoder)->Uninitialize(decoder->decoder);
    WelsDestroyDecoder(decoder->decoder);
    free(decoder);
}
